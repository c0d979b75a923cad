import { describe, expect, test } from 'vitest';
import { edgePoints } from './edge-points.ts';
import { placePlates, plateAround } from './place-plates.ts';
import type { SceneEdge, SceneNode } from './types.ts';

const NO_PORTS = { TCP: [], UDP: [], SCTP: [] } as const;
const box = (id: string, x: number, y: number, more: Partial<SceneNode> = {}): SceneNode => ({
  id,
  type: 'workload',
  x,
  y,
  width: 130,
  height: 26,
  label: id,
  sentence: id,
  ...more,
});
const line = (from: string, to: string, more: Partial<SceneEdge> = {}): SceneEdge => ({
  id: `${from}→${to}`,
  from,
  to,
  state: 'allowed',
  gaps: [],
  allow: NO_PORTS,
  depends: NO_PORTS,
  reasons: [],
  label: 'any port',
  count: 1,
  sentence: '',
  ...more,
});
const plates = (nodes: readonly SceneNode[], edges: readonly SceneEdge[]) =>
  placePlates(nodes, edges).map((edge) => edge.plate);

describe('placePlates', () => {
  test('a plate lies in the middle of a line that is alone', () => {
    expect(plates([box('a', 0, 0), box('b', 400, 0)], [line('a', 'b')])).toEqual([{ x: 265, y: 13 }]);
  });

  test('two lines over one another have plates beside each other', () => {
    const [there, back] = plates([box('a', 0, 0), box('b', 500, 0)], [line('a', 'b'), line('b', 'a')]);
    if (there === undefined || back === undefined) throw new Error('a plate is missing');
    expect(Math.abs(there.x - back.x)).toBeGreaterThan(plateAround('any port', there).width);
  });

  test('a gap has the better place, wherever it stands in the list', () => {
    const [, gap] = plates(
      [box('a', 0, 0), box('b', 500, 0)],
      [line('a', 'b'), line('b', 'a', { state: 'gap', severity: 'high' })],
    );
    expect(gap).toEqual({ x: 315, y: 13 });
  });

  test('a plate steps aside where its middle lies on a box', () => {
    const nodes = [box('a', 0, 0), box('b', 800, 0), box('between', 400, 10, { width: 40 })];
    const [plate] = plates(nodes, [line('a', 'b')]);
    expect(plate).toBeDefined();
    expect(plate?.x).not.toBe(465);
    expect(plate === undefined || plate.x + 30 < 400 || plate.x - 30 > 440).toBe(true);
  });

  test('a plate steps aside where another line crosses the middle', () => {
    const nodes = [box('a', 0, 0), box('b', 800, 0), box('above', 400, -200), box('below', 400, 200)];
    const [plate] = plates(nodes, [line('a', 'b'), line('above', 'below', { label: '' })]);
    if (plate === undefined) throw new Error('a plate is missing');
    expect(Math.abs(plate.x - 465)).toBeGreaterThan(plateAround('any port', plate).width / 2);
  });

  test('between neighbours there is none: the table carries the ports', () => {
    expect(plates([box('a', 0, 0), box('b', 148, 0)], [line('a', 'b')])).toEqual([undefined]);
  });

  test('where a line has bends its plate lies on one of its segments', () => {
    const edge = line('a', 'b', {
      via: [
        { x: 65, y: 200 },
        { x: 465, y: 200 },
      ],
    });
    const nodes = [box('a', 0, 0), box('b', 400, 0)];
    const [plate] = plates(nodes, [edge]);
    expect(plate).toEqual({ x: 265, y: 200 });
    expect(edgePoints(edge, nodes[0] as SceneNode, nodes[1] as SceneNode)).toHaveLength(4);
  });

  test('the dimmed platform and tiles have plates on gaps only', () => {
    const nodes = [box('a', 0, 0, { platform: true }), box('b', 400, 0), box('c', 0, 200, { type: 'tile' })];
    expect(plates(nodes, [line('a', 'b'), line('c', 'b')])).toEqual([undefined, undefined]);
    expect(plates(nodes, [line('a', 'b', { state: 'gap' })])).toEqual([{ x: 265, y: 13 }]);
  });
});

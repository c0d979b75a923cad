import { describe, expect, test } from 'vitest';
import { crossedWeight } from './crossed-boxes.ts';
import { edgePoints } from './edge-points.ts';
import { lineBundles } from './line-bundles.ts';
import { placePlates } from './place-plates.ts';
import { routeEdges } from './route-edges.ts';
import { GAP_LINES } from './theme.ts';
import type { SceneEdge, SceneNode } from './types.ts';

const NO_PORTS = { TCP: [], UDP: [], SCTP: [] } as const;
const namespace = (id: string, x: number, y: number, more: Partial<SceneNode> = {}): SceneNode => ({
  ...{ id, type: 'namespace', x, y, width: 300, height: 104, label: id, detail: '2 pods', sentence: '' },
  ...more,
});
const box = (parent: SceneNode, id: string, column: 0 | 1, more: Partial<SceneNode> = {}): SceneNode => ({
  ...{ id, type: 'workload', parent: parent.id, label: id, sentence: '' },
  ...{ x: parent.x + 12 + column * 146, y: parent.y + 28, width: 130, height: 26 },
  ...more,
});
const gap = (from: string, to: string, more: Partial<SceneEdge> = {}): SceneEdge => ({
  ...{ id: `${from}→${to}`, from, to, state: 'gap', severity: 'high', gaps: ['g'], allow: NO_PORTS, depends: NO_PORTS },
  ...{ reasons: [], label: 'any port', count: 1, sentence: '' },
  ...more,
});

// Two namespaces above each other, a third in the way of both, and what both go to behind it.
const [one, two, third] = [namespace('one', 0, 0), namespace('two', 0, 200), namespace('third', 400, 100)];
const boxes = [box(one, 'a', 1), box(two, 'b', 1), box(third, 'c', 0), box(third, 'd', 1)];
const outside = box(namespace('', 900, 111), 'outside', 0, { type: 'address' });
const { parent: _, ...away } = outside;
const nodes = [one, two, third, ...boxes, away];
const [last, period] = [-1, GAP_LINES.high.dash?.reduce((sum, part) => sum + part, 0) ?? 0];

describe('routeEdges', () => {
  test('lines of one look that go to one end enter it on one lane, those of another look beside them', () => {
    const [a, b, worse] = routeEdges(nodes, [
      gap('a', 'outside'),
      gap('b', 'outside'),
      gap('b', 'outside', { id: 'worse', severity: 'critical' }),
    ]);
    expect(a?.via?.at(last)?.x).toBeDefined();
    expect(b?.via?.at(last)?.x).toBe(a?.via?.at(last)?.x);
    expect(worse?.via?.at(last)?.x).not.toBe(a?.via?.at(last)?.x);
  });

  test('dashes are counted from the end where lines run on one another, so that they fall together', () => {
    for (const edge of routeEdges(nodes, [gap('a', 'outside'), gap('b', 'outside')])) {
      const from = nodes.find(({ id }) => id === edge.from);
      if (from === undefined) throw new Error('an end is missing');
      const line = edgePoints(edge, from, away);
      const length = line
        .slice(1)
        .reduce((sum, { x, y }, index) => sum + Math.hypot(x - (line[index]?.x ?? x), y - (line[index]?.y ?? y)), 0);
      expect((length + (edge.dashOffset ?? 0)) % period).toBeCloseTo(0, 6);
    }
  });

  test('a line that is alone begins with a dash', () => {
    const [edge] = routeEdges(nodes, [gap('a', 'outside')]);
    expect(edge?.via).toBeDefined();
    expect(edge?.dashOffset).toBeUndefined();
  });

  test('a line that joins those of where it comes from leaves the others to where it goes alone', () => {
    const bundles = lineBundles([gap('a', 'c'), gap('b', 'c'), gap('b', 'd'), gap('b', 'outside')]);
    expect(bundles.get('b→c')?.name).toBe(bundles.get('b→outside')?.name);
    expect(bundles.get('a→c')?.meetsOthers).toBe(false);
  });

  test('a line goes round the name of its own namespace', () => {
    const above = { ...away, x: 20, y: -200 };
    const named = [one, box(one, 'first', 0), box(one, 'second', 1), above];
    const [edge] = routeEdges(named, [gap('first', 'outside')]);
    const [first] = named.filter(({ id }) => id === 'first');
    if (edge?.via === undefined || first === undefined) throw new Error('the line runs over the name');
    const words = { x: 12, y: 0, width: 60, height: 28, weight: 1 };
    expect(crossedWeight(edgePoints(edge, first, above), [words])).toBe(0);
  });

  test('dimmed lines of the platform go round boxes as others do', () => {
    const platform = nodes.map((node) => (node.id === 'outside' ? { ...node, platform: true } : node));
    const [dimmed] = routeEdges(platform, [gap('a', 'outside', { state: 'allowed' })]);
    expect(dimmed?.via).toBeDefined();
  });

  test('lines that run as one trunk with one label have their plates at one place', () => {
    const plates = (...labels: string[]) =>
      placePlates(
        nodes,
        routeEdges(
          nodes,
          ['a', 'b'].map((from, index) => gap(from, 'outside', { label: labels[index] ?? '' })),
        ),
      ).map(({ plate }) => plate);
    const [one, other] = plates('any port', 'any port');
    expect(one).toBeDefined();
    expect(other).toEqual(one);
    const [first, second] = plates('any port', '443');
    expect(first).toBeDefined();
    expect(second).toBeDefined();
    expect(second).not.toEqual(first);
  });
});

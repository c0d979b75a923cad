import { expect, test } from 'vitest';
import { type TrafficBetween, trafficScene } from './traffic-scene.ts';
import type { Scene, SceneEdge, SceneNode } from './types.ts';

const box = (id: string, x: number, more: Partial<SceneNode> = {}): SceneNode => ({
  ...{ id, type: 'workload', x, y: 0, width: 130, height: 26, label: id, sentence: id },
  ...more,
});
const NONE = { TCP: [], UDP: [], SCTP: [] };
const line = (from: string, to: string, more: Partial<SceneEdge> = {}): SceneEdge => ({
  ...{ id: `${from}→${to}`, from, to, state: 'allowed', gaps: [], allow: NONE, depends: NONE, reasons: [] },
  ...{ label: '80', count: 1, sentence: 'allowed' },
  ...more,
});
const scene: Scene = {
  ...{ level: 'workloads', restLevel: 'workloads', width: 1000, height: 100, omitted: [] },
  nodes: [box('web', 0), box('api', 300), box('db', 600), box('any-pod', 900, { type: 'any-pod' })],
  edges: [line('web', 'api'), line('api', 'db', { state: 'gap', severity: 'high' }), line('any-pod', 'db')],
};
const seen = (from: string, to: string, more: Partial<TrafficBetween> = {}): TrafficBetween => ({
  ...{ id: `${from}→${to}`, from, to, state: 'used', perHour: 999, label: '999/h', sentence: 'seen' },
  ...more,
});
const drawn = (between: readonly TrafficBetween[]) => {
  const { nodes, edges } = trafficScene(scene, between);
  return { nodes, edges, edge: (id: string) => edges.find((each) => each.id === id) };
};

test('a line is as thick as its connections an hour', () => {
  expect(drawn([seen('web', 'api')]).edge('web→api')?.traffic?.width).toBeCloseTo(3.14);
  expect(drawn([seen('web', 'api', { perHour: 9 })]).edge('web→api')?.traffic?.width).toBeCloseTo(1.78);
});

test('what was not measured has no thickness of its own, nor has what nobody saw', () => {
  expect(drawn([seen('web', 'api', { perHour: null })]).edge('web→api')?.traffic).toEqual({ state: 'used' });
  const unused = seen('web', 'api', { state: 'unused', perHour: null });
  expect(drawn([unused]).edge('web→api')?.traffic).toEqual({ state: 'unused' });
});

test('a gap in use keeps its state and severity', () => {
  expect(drawn([seen('api', 'db')]).edge('api→db')).toMatchObject({ state: 'gap', severity: 'high', label: '999/h' });
});

test('lines that the picture lacks are added, and no box moves', () => {
  const { nodes, edge } = drawn([seen('web', 'db', { state: 'seen-denied', label: 'seen, denied 38' })]);
  expect(edge('web→db')?.traffic?.state).toBe('seen-denied');
  for (const node of nodes) expect(scene.nodes).toContain(node);
});

test('permissions that nobody used add no line, nor does an end that is not drawn', () => {
  const { edge } = drawn([seen('web', 'db', { state: 'unused' }), seen('web', 'elsewhere')]);
  expect(edge('web→db')).toBeUndefined();
  expect(edge('web→elsewhere')).toBeUndefined();
});

test('any pod goes, with its lines', () => {
  const { nodes, edges } = drawn([]);
  expect(nodes.map(({ id }) => id)).not.toContain('any-pod');
  expect(edges.map(({ id }) => id)).not.toContain('any-pod→db');
});

test('a line that is seen runs round the boxes between its ends, however many lines the picture has', () => {
  const place = (id: string, x: number) => [
    box(`${id}-ns`, x - 12, { type: 'namespace', y: -28, width: 154, height: 66 }),
    box(id, x, { parent: `${id}-ns` }),
  ];
  const others = Array.from({ length: 201 }, (_, at) => `o${at}`);
  const large: Scene = {
    ...scene,
    nodes: [...place('web', 0), ...place('api', 300), ...place('db', 600), ...others.map((id) => box(id, 2000))],
    edges: others.map((id) => line('web', id)),
  };
  const { edges } = trafficScene(large, [...others.map((id) => seen('web', id)), seen('web', 'db')]);
  expect(edges.find(({ id }) => id === 'web→db')?.via).toBeDefined();
  const drawn = { ...large, edges: [...large.edges, line('web', 'db')] };
  const via = (more: Partial<TrafficBetween>) => trafficScene(drawn, [seen('web', 'db', more)]).edges.at(-1)?.via;
  expect(via({})).toBeDefined();
  expect(via({ state: 'unused', perHour: null })).toBeUndefined();
});

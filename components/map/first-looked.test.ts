import { expect, test } from 'vitest';
import type { Scene, SceneNode } from '#lib/graph/types.ts';
import { firstLooked } from './first-looked.ts';

const box = (id: string, more: Partial<SceneNode> = {}): SceneNode => ({
  ...{ id, type: 'namespace', x: 0, y: 0, width: 100, height: 50, label: id, sentence: id },
  ...more,
});
const scene = (nodes: readonly SceneNode[], more: Partial<Scene> = {}): Scene => ({
  ...{ level: 'workloads', restLevel: 'workloads', width: 900, height: 500, omitted: [], edges: [], nodes },
  ...more,
});
const NODES = [
  box('ns:calm'),
  box('ns:high', { gaps: { worst: 'high', count: 20 } }),
  box('ns:worst', { gaps: { worst: 'critical', count: 2 } }),
  box('worst/Deployment/web', { type: 'workload', gaps: { worst: 'critical', count: 9 } }),
];

test('what is opened comes first', () => {
  expect(firstLooked(scene(NODES, { namespace: 'calm' }))).toBe('ns:calm');
});

test('of a whole cluster the namespace with the worst gaps comes first', () => {
  expect(firstLooked(scene(NODES))).toBe('ns:worst');
});

test('a picture without namespaces begins with its first box, and one without boxes with none', () => {
  expect(firstLooked(scene([box('web', { type: 'workload' })]))).toBe('web');
  expect(firstLooked(scene([]))).toBeUndefined();
});

import { expect, test } from 'vitest';
import { buildScene, type SceneQuery } from '#lib/graph/scene.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { createAnalysis } from './analysis.ts';
import { boxesOfScene } from './boxes-of-scene.ts';

const META = {
  ...{ clusterId: 'c', clusterName: 'c', taken: '2026-11-05T00:00:00Z' },
  revision: { seq: 1, content: '' },
};
const analysis = createAnalysis(
  generateCluster({ pods: 400, policies: 40, namespaces: 3, seed: 3 }),
  PROFILES.upstream,
  META,
);
const { workloads } = analysis.model;
const boxes = async (query: SceneQuery) => {
  const scene = await buildScene(analysis.sceneInput, query);
  return { scene, boxesOf: boxesOfScene(analysis, scene) };
};

test('every workload of an opened namespace stands in a box that is drawn, also where boxes are folded', async () => {
  const [namespace = ''] = (workloads[0] ?? '').split('/');
  const { scene, boxesOf } = await boxes({ namespace });
  const drawn = new Set(scene.nodes.map(({ id }) => id));
  const own = workloads.filter((key) => key.startsWith(`${namespace}/`));
  const stands = own.filter((key) => boxesOf(key, 'from').length > 0);
  expect(stands.length).toBeGreaterThan(0);
  expect(stands.flatMap((key) => boxesOf(key, 'from')).filter((id) => !drawn.has(id))).toEqual([]);
});

test('at the level of namespaces a workload stands in the tile of its namespace', async () => {
  const { boxesOf } = await boxes({ level: 'namespaces' });
  const [first = ''] = workloads;
  expect(boxesOf(first, 'to')).toEqual([`ns:${first.split('/')[0]}`]);
});

test('an end that the picture has no box for has none', async () => {
  const { boxesOf } = await boxes({ level: 'namespaces' });
  expect(boxesOf('unknown', 'from')).toEqual([]);
  expect(boxesOf('host:node-1', 'from')).toEqual([]);
  expect(boxesOf('ip:203.0.113.7/32', 'to')).toEqual([]);
});

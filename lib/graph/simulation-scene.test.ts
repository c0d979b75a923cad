import { expect, test } from 'vitest';
import type { Classification } from '#lib/gdpr/types.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { buildScene } from './scene.ts';
import { type SimulationScene, simulationScene } from './simulation-scene.ts';

const UNCLASSIFIED: Classification = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false };
const DEPLOYMENT = (name: string, namespace = 'shop') => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec: {replicas: 1, template: {metadata: {labels: {app: ${name}}}, spec: {containers: []}}}
`;

function shop(yaml: string): PolicyModel {
  return clusterOf({
    namespaces: { shop: {}, crm: {} },
    yaml: `${DEPLOYMENT('web')}${DEPLOYMENT('db', 'crm')}${yaml}`,
  });
}

async function between(before: PolicyModel, after: PolicyModel): Promise<SimulationScene> {
  const scene = (model: PolicyModel) =>
    buildScene({ model, gaps: [], classificationOf: () => UNCLASSIFIED }, { level: 'workloads' });
  return simulationScene(await scene(before), await scene(after), diffModels(before, after));
}

const CLOSED = policy('podSelector: {}\ningress: []', { name: 'closed', namespace: 'crm' });

test('what the second state closes is drawn between the boxes of the first, also where that drew no line', async () => {
  const { scene } = await between(shop(''), shop(CLOSED));
  const closing = scene.edges.filter(({ change }) => change === 'closes');
  expect(closing.map(({ from, to }) => [from, to])).toContainEqual(['shop/Deployment/web', 'crm/Deployment/db']);
  expect(closing.find(({ from }) => from === 'internet')?.to).toBe('crm/Deployment/db');
});

test('every box of the first state stands where it stood, whatever comes', async () => {
  const before = shop('');
  const first = await buildScene(
    { model: before, gaps: [], classificationOf: () => UNCLASSIFIED },
    { level: 'workloads' },
  );
  for (const yaml of [CLOSED, DEPLOYMENT('new'), DEPLOYMENT('new', 'third')]) {
    const { scene } = await between(before, shop(yaml));
    const places = new Map(scene.nodes.map(({ id, x, y, width, height }) => [id, [x, y, width, height]]));
    for (const { id, x, y, width, height } of first.nodes) expect(places.get(id)).toEqual([x, y, width, height]);
  }
});

test('what is new has a box below, and its lines open', async () => {
  const { scene } = await between(shop(''), shop(DEPLOYMENT('new')));
  expect(scene.nodes.find(({ id }) => id === 'shop/Deployment/new')).toMatchObject({
    only: 'after',
    parent: 'new:shop',
  });
  const opening = scene.edges.filter(({ change }) => change === 'opens');
  expect(opening.map(({ from, to }) => [from, to])).toContainEqual(['shop/Deployment/new', 'crm/Deployment/db']);
});

test('what goes stays in the picture of both, and is in the first state only', async () => {
  const { scene } = await between(shop(DEPLOYMENT('old')), shop(''));
  expect(scene.nodes.find(({ id }) => id === 'shop/Deployment/old')?.only).toBe('before');
  expect(scene.edges.some(({ change, from }) => change === 'closes' && from === 'shop/Deployment/old')).toBe(true);
});

test('a box that says something else is told in its former words', async () => {
  const { former } = await between(shop(''), shop(CLOSED));
  expect(former.find(({ id }) => id === 'crm/Deployment/db')?.sentence).toContain('Ingress open');
});

test('the same state twice has no change', async () => {
  const { scene, former } = await between(shop(CLOSED), shop(CLOSED));
  expect(scene.edges.filter(({ change, only }) => change !== undefined || only !== undefined)).toEqual([]);
  expect(former).toEqual([]);
});

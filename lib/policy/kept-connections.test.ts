import { expect, test } from 'vitest';
import { compileModel } from './compile-model.ts';
import { connectionsOf } from './connections.ts';
import { generateCluster } from './generate-cluster.ts';
import { keepConnections, keptConnections } from './kept-connections.ts';
import { PROFILES } from './profile.ts';

const modelOf = (seed: number) =>
  compileModel(generateCluster({ pods: 300, policies: 60, namespaces: 6, seed }), PROFILES.upstream);

test('kept are the very edges that are computed, in the same order, and of one end those that it has', () => {
  const models = [1, 2, 3].map(modelOf);
  for (const model of [...models, ...models]) {
    const edges = [...connectionsOf(model).edges];
    expect([...keptConnections(model).touching(() => true)]).toEqual(edges);
    const [end = ''] = edges.map(({ to }) => to).filter((to) => to.includes('/'));
    const own = edges.filter(({ from, to }) => from === end || to === end);
    expect(own.length).toBeGreaterThan(0);
    expect([...keptConnections(model).touching((each) => each === end)]).toEqual(own);
  }
});

test('what was computed of one model stays when another one is asked about', () => {
  const [first, second] = [modelOf(1), modelOf(2)];
  const before = keptConnections(first);
  keptConnections(second);
  expect(keptConnections(first)).toBe(before);
});

test('they are computed once for a model, and in steps that may stand between questions', () => {
  const [first, second] = [modelOf(1), modelOf(2)];
  const steps = keepConnections(first);
  steps.next();
  const meanwhile = keptConnections(second); // somebody asks about another model
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  expect(keptConnections(first)).toBe(step.value);
  expect(meanwhile).not.toBe(step.value);
  expect([...keptConnections(second).touching(() => true)]).toEqual([...connectionsOf(second).edges]);
});

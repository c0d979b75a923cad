import { expect, test } from 'vitest';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { allObjects } from './build-cluster-objects.ts';
import { ClusterState } from './cluster-state.ts';
import { objectChanges } from './object-changes.ts';

const given = () => {
  const state = new ClusterState();
  for (const object of allObjects(generateCluster({ pods: 60, policies: 6 }))) state.apply({ type: 'upsert', object });
  return state;
};

test('objects of a namespace that came, went or are others are told, and none of a namespace that stayed', () => {
  const state = given();
  const before = state.snapshot();
  const [gone, other] = [...before.pods.values()];
  if (gone === undefined || other === undefined) throw new Error('no pods');
  state.apply({ type: 'remove', object: gone });
  state.apply({ type: 'upsert', object: { ...other, metadata: { ...other.metadata, labels: { app: 'other' } } } });
  state.apply({
    type: 'upsert',
    object: { ...other, metadata: { ...other.metadata, namespace: 'new', name: 'first' } },
  });
  const changes = objectChanges(before, state.snapshot());
  expect(new Set(changes.map(({ verb, namespace, name }) => `${verb} ${namespace}/${name}`))).toEqual(
    new Set([
      `removed ${gone.metadata.namespace}/${gone.metadata.name}`,
      `changed ${other.metadata.namespace}/${other.metadata.name}`,
      'added new/first',
    ]),
  );
  expect(objectChanges(before, before)).toEqual([]);
});

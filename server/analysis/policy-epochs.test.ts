import { expect, test } from 'vitest';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Analysis } from './analysis.ts';
import { createPolicyEpochs } from './policy-epochs.ts';

const revision = (seq: number) => ({ revision: { seq, content: '' } }) as Analysis;
const policies = new Map();
const objects = (networkPolicies: ReadonlyMap<string, unknown> = policies) =>
  ({ networkPolicies, pods: new Map() }) as unknown as ClusterObjects;

test('revisions with the same policies are one time, told by its last revision', () => {
  const epochs = createPolicyEpochs();
  epochs.note(10, revision(1), objects());
  epochs.note(20, revision(2), objects());
  epochs.note(30, revision(3), objects(new Map()));
  expect(epochs.until(3).map(({ since, analysis }) => [since, analysis.revision.seq])).toEqual([
    [10, 2],
    [30, 3],
  ]);
  expect(epochs.until(2).map(({ since }) => since)).toEqual([10]);
});

test('three earlier times are kept', () => {
  const epochs = createPolicyEpochs();
  for (const seq of [1, 2, 3, 4, 5, 6]) epochs.note(seq, revision(seq), objects(new Map()));
  expect(epochs.until(6).map(({ since }) => since)).toEqual([3, 4, 5, 6]);
});

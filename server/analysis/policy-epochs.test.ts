import { expect, test } from 'vitest';
import { type EndChanges, endChangesOf } from '#lib/flows/join/end-changes.ts';
import { joinFlows } from '#lib/flows/join/join-flows.ts';
import { someEdge, someTraffic } from '#lib/flows/testing/some-edge.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
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

test('a label that changed while policies stayed is told with its time, and a revision says when it was made', () => {
  const cluster = (role: string) =>
    clusterOf({
      namespaces: { one: {} },
      pods: { 'one/web': { labels: { role }, ip: '10.0.0.1' } },
      yaml: policy('podSelector: {matchLabels: {role: back}}\npolicyTypes: [Ingress]'),
    }).objects;
  const epochs = createPolicyEpochs();
  const first = cluster('front');
  const second = { ...first, pods: cluster('back').pods };
  for (const [seq, of] of [first, second].entries()) {
    epochs.changed(seq * 10, of);
    epochs.note(seq * 10, revision(seq), of);
  }
  expect(epochs.until(1)).toHaveLength(1);
  expect(epochs.latest()).toEqual([{ of: 'one/Pod/web', at: 10 }]);
  expect(epochs.ends.firstAfter(['one/Pod/web'], 5, 20)).toEqual({ of: 'one/Pod/web', at: 10 });
  const [newest] = epochs.until(1);
  expect(newest && epochs.asOf(newest.analysis)).toBe(10);
});

test('a flow of a namespace that went and came back with other labels is judged by nobody', () => {
  const cluster = (labels?: Readonly<Record<string, string>>) =>
    clusterOf({
      namespaces: { b: {}, ...(labels === undefined ? {} : { a: labels }) },
      pods: {
        'b/db': { ip: '10.0.0.2' },
        ...(labels === undefined ? {} : { 'a/web': { ip: '10.0.0.1' } }),
      },
      yaml: policy('podSelector: {}\ningress: [{from: [{namespaceSelector: {matchLabels: {team: x}}}]}]', {
        namespace: 'b',
      }),
    });
  const [first, without, last] = [cluster({ team: 'x' }), cluster(), cluster({})];
  const { networkPolicies } = first.objects;
  const epochs = createPolicyEpochs();
  for (const [at, { objects: of }] of [first, without, last].entries()) {
    epochs.changed(at * 1_000, { ...of, networkPolicies });
  }
  const flow = someEdge('a/Pod/web', 'b/Pod/db', { first: 100, last: 100 });
  const state = (ends?: EndChanges) =>
    joinFlows(last, someTraffic([flow]), { asOf: 2_000, ...(ends === undefined ? {} : { ends }) }).edges[0]?.state;
  expect(state()).toBe('seen-denied');
  expect(state(epochs.ends)).toBe('unjudged');
});

test('of more workloads without pods than are kept, what was before they went is not decided any more', () => {
  const cluster = (...names: readonly string[]) =>
    clusterOf({
      namespaces: { one: {} },
      pods: Object.fromEntries(names.map((name, at) => [`one/${name}`, { ip: `10.0.0.${at + 1}` }])),
    }).objects;
  const epochs = createPolicyEpochs(true, 1);
  for (const [at, of] of [cluster('a', 'b'), cluster('b'), cluster()].entries()) epochs.changed(at * 10, of);
  expect(epochs.ends.firstAfter(['one/Pod/a'], 5, 20)).toEqual({ of: '', at: 10 });
  expect(epochs.ends.firstAfter(['one/Pod/b'], 15, 20)).toBeUndefined();
  expect(endChangesOf(epochs.latest()).firstAfter(['one/Pod/a'], 5, 20)).toEqual({ of: '', at: 10 });
});

test('three earlier times are kept', () => {
  const epochs = createPolicyEpochs();
  for (const seq of [1, 2, 3, 4, 5, 6]) epochs.note(seq, revision(seq), objects(new Map()));
  expect(epochs.until(6).map(({ since }) => since)).toEqual([3, 4, 5, 6]);
});

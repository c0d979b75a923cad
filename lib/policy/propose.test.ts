import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { KeptObject } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import type { PolicyModel } from './model.ts';
import { type Proposal, propose, proposedState } from './propose.ts';
import { clusterOf, policy, verdict } from './testing/cluster-of.ts';

const POD = (name: string, hash: string) => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: one
  labels: {app: web, pod-template-hash: ${hash}}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-${hash}, controller: true, uid: a}]
spec: {containers: [], nodeName: n1}
status: {phase: Running, podIP: 10.0.0.9}
`;
const DEPLOYMENT = (labels: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: one}
spec: {replicas: 1, template: {metadata: {labels: ${labels}}, spec: {containers: []}}}
`;
const ONLY_WEB = policy(
  'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]',
  { name: 'db' },
);

function shop(): PolicyModel {
  return clusterOf({
    namespaces: { one: {}, two: {} },
    pods: { 'one/db': { labels: { app: 'db' }, ip: '10.0.0.1' }, 'two/job': { ip: '10.0.1.1' } },
    yaml: [DEPLOYMENT('{app: web}'), POD('web-aa-1', 'aa'), ONLY_WEB.replace('---\n', '')].join('---\n'),
  });
}

function proposal(parts: { yaml?: string; removes?: Proposal['removes']; labels?: Proposal['labels'] }): Proposal {
  const upserts = (parts.yaml ?? '').split(/^---$/m).flatMap((text): KeptObject[] => {
    const { kept } = projectObject(parse(text));
    return kept === undefined ? [] : [kept];
  });
  return { upserts, removes: parts.removes ?? [], labels: parts.labels ?? [] };
}

const identity = (apiVersion: string, kind: string, name: string, namespace?: string) => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});
const DB_POLICY = identity('networking.k8s.io/v1', 'NetworkPolicy', 'db', 'one');

test('a policy that is taken away opens what it closed, and the state that is asked stays as it is', () => {
  const model = shop();
  const { diff, after } = propose(model, proposal({ removes: [DB_POLICY] }));
  expect(diff.counts.opened).toEqual({ connections: 1, pairs: 1, outside: 1 });
  expect(verdict(after, 'two/job', 'one/db')).toBe('allow');
  expect(verdict(model, 'two/job', 'one/db')).toBe('deny');
});

test('a collection is copied once, however many of its objects a proposal names', () => {
  const model = shop();
  const yaml = ['x', 'y', 'z'].map((name) => POD(name, 'aa')).join('---\n');
  const removes = [identity('v1', 'Pod', 'db', 'one'), identity('v1', 'Pod', 'job', 'two')];
  const proposed = proposal({ yaml, removes });
  // A map is copied by walking it: what walks those of the pods is counted.
  const walk = Map.prototype[Symbol.iterator];
  let copies = 0;
  const spy = vi.spyOn(Map.prototype, Symbol.iterator).mockImplementation(function (this: Map<unknown, unknown>) {
    if (this.has('one/web-aa-1')) copies++;
    return walk.call(this);
  });
  const { changes } = proposedState(model, proposed);
  spy.mockRestore();
  expect(changes.map(({ change }) => change)).toEqual(['removed', 'removed', 'added', 'added', 'added']);
  expect(copies).toBe(1);
});

test('what a proposal does not touch is shared, not copied', () => {
  const model = shop();
  const { objects } = proposedState(model, proposal({ removes: [DB_POLICY] }));
  expect(objects.pods).toBe(model.objects.pods);
  expect(objects.networkPolicies).not.toBe(model.objects.networkPolicies);
});

test('a relabelled workload takes its pods with it; labels that others gave them stay', () => {
  const labels = [{ object: identity('apps/v1', 'Deployment', 'web', 'one'), labels: { app: null, tier: 'front' } }];
  const { objects, changes } = proposedState(shop(), proposal({ labels }));
  expect({ ...objects.pods.get('one/web-aa-1')?.metadata.labels }).toEqual({
    tier: 'front',
    'pod-template-hash': 'aa',
  });
  expect(changes.map(({ change }) => change)).toEqual(['changed']);
  const { diff } = propose(shop(), proposal({ labels }));
  expect(diff.counts.closed).toEqual({ connections: 1, pairs: 1, outside: 0 });
});

test('a changed template rolls out: on the host network the address is another one, and not known', () => {
  const yaml = DEPLOYMENT('{app: web}').replace('spec: {containers', 'spec: {hostNetwork: true, containers');
  const { objects } = proposedState(shop(), proposal({ yaml }));
  expect(objects.pods.get('one/web-aa-1')).toMatchObject({
    spec: { hostNetwork: true, nodeName: 'n1' },
    status: { phase: 'Running' },
  });
  expect(objects.pods.get('one/web-aa-1')?.status?.podIP).toBeUndefined();
});

test('with a workload go its pods, with a namespace all that is in it', () => {
  const removes = [identity('apps/v1', 'Deployment', 'web', 'one'), identity('v1', 'Namespace', 'two')];
  const { diff } = propose(shop(), proposal({ removes }));
  expect(diff.removed.map(({ id }) => id)).toEqual(['one/Deployment/web', 'two/Pod/job']);
  expect(diff.changes).toEqual([]);
});

test('a manifest of a pod that runs keeps its node, its address and its owner', () => {
  const yaml =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web-aa-1, namespace: one, labels: {app: other}}\nspec: {containers: []}\n';
  const { diff } = propose(shop(), proposal({ yaml }));
  expect([diff.added, diff.removed]).toEqual([[], []]);
  expect(diff.counts.closed.connections).toBe(1);
});

test('what is not there, and what is as proposed already, is said so', () => {
  const again = proposal({ yaml: ONLY_WEB.replace('---\n', ''), removes: [identity('v1', 'Namespace', 'three')] });
  expect(proposedState(shop(), again).changes.map(({ object, change }) => [object.metadata.name, change])).toEqual([
    ['three', 'absent'],
    ['db', 'unchanged'],
  ]);
});

test('a new workload is there with its connections', () => {
  const yaml =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: one}\nspec: {replicas: 2, template: {metadata: {labels: {app: web}}, spec: {containers: []}}}\n';
  expect(propose(shop(), proposal({ yaml })).diff.added).toMatchObject([{ id: 'one/Deployment/api', pods: 2 }]);
});

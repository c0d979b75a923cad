import { expect, test } from 'vitest';
import { clusterOf, policy, type TestCluster } from '#lib/policy/testing/cluster-of.ts';
import { changedEnds } from './changed-ends.ts';
import { createEndChangeLog } from './end-changes.ts';

const POLICIES =
  policy(
    `podSelector: {}
policyTypes: [Ingress]
ingress:
- from: [{namespaceSelector: {matchExpressions: [{key: team, operator: Exists}]}}]
  ports: [{port: http}]
- from: [{ipBlock: {cidr: 10.0.1.0/24}}]`,
    { name: 'in' },
  ) + policy('podSelector: {matchLabels: {app: web}}\npolicyTypes: [Ingress]', { name: 'closed' });

const of = (more: Partial<TestCluster> = {}) =>
  clusterOf({
    namespaces: { one: { team: 'a' } },
    nodes: { n1: { addresses: ['192.168.0.1'] } },
    pods: { 'one/web': { labels: { app: 'web', hash: '1' }, ip: '10.0.0.1', node: 'n1', ports: ['http=TCP/80'] } },
    yaml: POLICIES,
    ...more,
  }).objects;
const web = (part: object) => ({
  pods: { 'one/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'n1', ports: ['http=TCP/80'], ...part } },
});
/** A slice of the Service `one/api`. */
const sliceOf = (endpoints: string, name = 'a') => `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ${name}, namespace: one, labels: {kubernetes.io/service-name: api}}
addressType: IPv4
endpoints: [${endpoints}]
`;
const endpoint = (pod: string) => `{addresses: [10.0.0.1], targetRef: {kind: Pod, namespace: one, name: ${pod}}}`;
const changes = (more: Partial<TestCluster>, before = of()) => changedEnds(before, of(more), new Map(), 0);

test('what no policy names is no change: another label, another address outside all blocks, a pod that is new', () => {
  expect(changes(web({ labels: { app: 'web', hash: '2' } }))).toEqual([]);
  expect(changes(web({ ip: '10.0.0.9' }))).toEqual([]);
  const { pods } = web({});
  expect(changes({ pods: { ...pods, 'one/new': { labels: { app: 'web' }, ip: '10.0.1.9' } } })).toEqual([]);
});

test('a label, a named port, an address in a block and the host network are what policies see of a pod', () => {
  for (const part of [
    { labels: { app: 'other' } },
    { ports: ['http=TCP/8080'] },
    { ip: '10.0.1.1' },
    { hostNetwork: true },
  ]) {
    expect(changes(web(part)), JSON.stringify(part)).toEqual(['one/Pod/web']);
  }
});

test('another node is told apart', () => {
  expect(changes(web({ node: 'n2' }))).toEqual(['on:one/Pod/web']);
});

test('labels of namespaces and nodes count where a selector names them', () => {
  expect(changes({ namespaces: { one: { team: 'b' } } })).toEqual(['namespace:one']);
  expect(changes({ namespaces: { one: { team: 'a', note: 'x' } } })).toEqual([]);
  expect(changes({ nodes: { n1: { addresses: ['192.168.0.9'] } } })).toEqual(['host:n1']);
});

test('policies count by namespace, and those that are gone are told apart', () => {
  const [, closed = ''] = POLICIES.split(/(?=---)/).filter((text) => text.trim() !== '');
  expect(changes({ yaml: closed })).toEqual(['policies:one', 'removed:one']);
  expect(changes({}, of({ yaml: closed }))).toEqual(['policies:one']);
});

test('a workload whose pods come and go is compared with what was there last', () => {
  const gone = new Map();
  const none = of({ pods: {} });
  expect(changedEnds(of(), none, gone, 0)).toEqual([]);
  expect(changedEnds(none, of(), gone, 0)).toEqual([]);
  expect(changedEnds(of(), none, gone, 0)).toEqual([]);
  expect(changedEnds(none, of(web({ labels: { app: 'other' } })), gone, 0)).toEqual(['one/Pod/web']);
});

test('a namespace, a Service or a node that goes may come back as another: that it went is the change', () => {
  expect(changes({ namespaces: {}, pods: {} })).toEqual(['namespace:one']);
  expect(changes({ nodes: {} })).toEqual(['host:n1']);
  const service = `---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: one}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;
  expect(changes({}, of({ yaml: POLICIES + service }))).toEqual(['service:one/web']);
});

test('whose pods are behind a Service is told by all its slices: one that comes or goes with others is a change', () => {
  const slice = (name: string, pod: string) => sliceOf(endpoint(pod), name);
  const pods = { ...web({}).pods, 'one/other': { labels: { app: 'web' }, ip: '10.0.0.2', node: 'n1' } };
  const given = (...slices: string[]) => of({ pods, yaml: POLICIES + slices.join('') });
  const [one, both] = [given(slice('a', 'web')), given(slice('a', 'web'), slice('b', 'other'))];
  expect(changedEnds(one, both, new Map(), 0)).toEqual(['service:one/api']);
  expect(changedEnds(both, one, new Map(), 0)).toEqual(['service:one/api']);
  expect(changedEnds(both, given(slice('c', 'other'), slice('a', 'web')), new Map(), 0)).toEqual([]);
  expect(changedEnds(given(), one, new Map(), 0)).toEqual([]);
});

test('a Service that nobody is behind for a while is compared with who was behind it last', () => {
  const behind = (pod: string) =>
    sliceOf(`{addresses: [10.0.0.1], targetRef: {kind: Pod, namespace: one, name: ${pod}}}`);
  const pods = { ...web({}).pods, 'one/other': { labels: { app: 'web' }, ip: '10.0.0.2', node: 'n1' } };
  const [mine, none, others] = [behind('web'), sliceOf(''), behind('other')].map((yaml) => of({ pods, yaml }));
  if (mine === undefined || none === undefined || others === undefined) throw new Error('three states are given');
  for (const [last, changed] of [
    [mine, []],
    [others, ['service:one/api']],
  ] as const) {
    const gone = new Map();
    expect(changedEnds(mine, none, gone, 0)).toEqual([]);
    expect(changedEnds(none, last, gone, 1)).toEqual(changed);
  }
});

test('a Service whose pods went before its slices said so counts as changed as soon as somebody is behind it again', () => {
  const other = { 'one/other': { labels: { app: 'web' }, ip: '10.0.0.2', node: 'n1' } };
  const before = of({ yaml: POLICIES + sliceOf(endpoint('web')) });
  const podGone = { ...of({ pods: {} }), endpointSlices: before.endpointSlices };
  const empty = of({ pods: {}, yaml: POLICIES + sliceOf('') });
  const others = of({ pods: other, yaml: POLICIES + sliceOf(endpoint('other')) });
  for (const steps of [
    [before, podGone, empty, others],
    [before, podGone, others],
  ]) {
    const gone = new Map();
    const told = steps.slice(1).map((now, index) => changedEnds(steps[index] ?? now, now, gone, index));
    expect(told.at(-1)).toEqual(['service:one/api']);
  }
  const outside = of({ pods: {}, yaml: POLICIES + sliceOf('{addresses: [192.0.2.1]}') });
  expect(changedEnds(before, outside, new Map(), 0)).toEqual(['service:one/api']);
});

test('a pod that comes before its ReplicaSet belongs to the Deployment as soon as that is told', () => {
  const pod = (name: string, app: string) => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: one
  labels: {app: ${app}}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: front-rs, uid: u1, controller: true}]
spec: {containers: [{name: main}]}
status: {phase: Running, podIP: 10.0.0.5, podIPs: [{ip: 10.0.0.5}]}
`;
  const replicaSet = `---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: front-rs
  namespace: one
  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: front, uid: u2, controller: true}]
spec: {replicas: 1, selector: {matchLabels: {}}, template: {metadata: {labels: {}}, spec: {containers: [{name: main}]}}}
`;
  const early = of({ pods: {}, yaml: POLICIES + pod('front-1', 'web') });
  const late = of({ pods: {}, yaml: POLICIES + replicaSet });
  const gone = new Map();
  expect(changedEnds(early, { ...early, workloads: late.workloads }, gone, 0)).toEqual([]);
  const other = of({ pods: {}, yaml: POLICIES + replicaSet + pod('front-2', 'other') });
  expect(changedEnds({ ...early, workloads: late.workloads }, other, gone, 0)).toEqual(['one/Deployment/front']);
});

test('of one that changes all the time the last changes are kept, and what was before counts as changed', () => {
  const log = createEndChangeLog();
  for (let at = 1; at <= 20; at++) log.note(['a'], at);
  expect(log.firstAfter(['a'], 15, 100)).toEqual({ of: 'a', at: 16 });
  expect(log.firstAfter(['a'], 0, 5)).toBeDefined();
  expect(log.firstAfter(['a'], 20, 100)).toBeUndefined();
  expect(log.latest()).toEqual([{ of: 'a', at: 20 }]);
});

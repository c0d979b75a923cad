import { expect, test } from 'vitest';
import { policy } from '#lib/policy/testing/cluster-of.ts';
import type { FlowEdge } from '../flow-row.ts';
import type { PolicyChange } from '../observed.ts';
import { someEdge, someTraffic } from '../testing/some-edge.ts';
import { twoPods } from '../testing/two-pods.ts';
import { endChangesOf } from './end-changes.ts';
import { type JoinContext, joinFlows } from './join-flows.ts';

const HOUR = 60 * 60_000;
const WEB = 'one/Pod/web';
const DB = 'one/Pod/db';
const SET = 'one/StatefulSet/set';
const pod = (name: string, ip: string, labels: string) => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: one
  labels: {${labels}}
  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: set, uid: u, controller: true}]
spec: {nodeName: n2, containers: [{name: c}]}
status: {podIP: ${ip}, podIPs: [{ip: ${ip}}], phase: Running}
`;
const OPEN = policy(
  'podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]\ningress: [{from: [{podSelector: {}}]}]',
  { name: 'open' },
);
const CLOSED = policy('podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]', { name: 'closed' });
const model = twoPods(OPEN);
const CILIUM = `---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: strict, namespace: one}
spec: {}
`;

const refused = (part: Partial<FlowEdge> = {}, from = WEB, to = DB): FlowEdge =>
  someEdge(from, to, { verdict: 'denied', first: 3 * HOUR, last: 3 * HOUR, ...part });
const changed = (at: number): PolicyChange => ({
  ...{ at, verb: 'changed', kind: 'NetworkPolicy', namespace: 'one', name: 'open', told: 'revision' },
});
const joinedOf = (edge: FlowEdge, context: JoinContext = {}, others: readonly FlowEdge[] = [], of = model) => {
  const joined = joinFlows(of, someTraffic([edge, ...others]), context);
  const found = joined.edges.find(({ seen }) => seen?.verdict === edge.verdict);
  return { joined, found };
};
const reasonsOf = (...asked: Parameters<typeof joinedOf>) =>
  joinedOf(...asked).found?.reasons.map(({ reason, likely }) => [reason, likely]) ?? [];
const likely = (...asked: Parameters<typeof joinedOf>) =>
  joinedOf(...asked).found?.reasons.flatMap(({ reason, likely }) => (likely ? [reason] : [])) ?? [];

test('what was refused though all policies of its time allow it is named a contradiction, and counted', () => {
  const { found, joined } = joinedOf(refused());
  expect(found).toMatchObject({ state: 'denied', refusedThoughAllowed: true });
  expect(joined.refusedThoughAllowed).toBe(1);
  expect(found?.reasons.map(({ reason, likely, sentence }) => [reason, likely, sentence])).toEqual([
    [
      'other-policy-kind',
      false,
      'Something decides that is not read: another kind of policy, a mesh, a firewall of the node or of the cloud.',
    ],
    ['plugin-behind', false, 'The plugin may not have had its policies in place yet, as right after a pod starts.'],
  ]);
});

test('what policies refuse, or may refuse, to one of the pods is none', () => {
  expect(joinedOf(refused({}, WEB, DB), {}, [], twoPods(CLOSED)).found).not.toHaveProperty('refusedThoughAllowed');
  const half = twoPods(CLOSED + pod('set-0', '10.0.0.5', 'app: db') + pod('set-1', '10.0.0.6', 'app: free'));
  const { found, joined } = joinedOf(refused({}, WEB, SET), {}, [], half);
  expect(found).toMatchObject({ state: 'denied', reasons: [] });
  expect(found).not.toHaveProperty('refusedThoughAllowed');
  expect(joined.refusedThoughAllowed).toBe(0);
  // and it is told by the pods of which it was refused
  expect(found?.decisions.at(-1)).toMatchObject({
    at: 'ingress',
    allowed: false,
    sentence: 'closed: no rule admits it',
  });
  expect(joinedOf(refused({ port: null, protocol: 1 })).found).not.toHaveProperty('refusedThoughAllowed');
  expect(joinedOf(refused({ directionUnknown: true })).found).not.toHaveProperty('refusedThoughAllowed');
  expect(joinedOf(refused({}, 'unknown')).found).not.toHaveProperty('refusedThoughAllowed');
});

test('policies that refused it at any of its times, and what is not kept of one, make it none', () => {
  const between = {
    since: 4 * HOUR,
    earlier: [
      { since: 0, model },
      { since: 2 * HOUR, model: twoPods(CLOSED) },
    ],
  };
  expect(joinedOf(refused({ first: HOUR, last: 5 * HOUR }), between).found).not.toHaveProperty('refusedThoughAllowed');
  expect(joinedOf(refused({ first: HOUR, last: HOUR }), between).found).toHaveProperty('refusedThoughAllowed', true);
  const ends = endChangesOf([{ of: DB, at: 4 * HOUR }]);
  expect(joinedOf(refused(), { ends }).found).not.toHaveProperty('refusedThoughAllowed');
});

test('what was refused only before any policies are known is no contradiction, and says that nobody kept those of its time', () => {
  const { found, joined } = joinedOf(refused(), { since: 5 * HOUR });
  expect(found).toMatchObject({ state: 'denied' });
  expect(found).not.toHaveProperty('refusedThoughAllowed');
  expect(joined.refusedThoughAllowed).toBe(0);
  expect(found?.reasons).toEqual([
    {
      reason: 'not-kept',
      likely: true,
      sentence:
        'It was last refused before 05:00 UTC on 1 Jan 1970, from when on policies are known. Those allow it; what was in force at its time nobody kept.',
    },
  ]);
  // refused again since, it is one
  expect(joinedOf(refused({ last: 6 * HOUR }), { since: 5 * HOUR }).found).toHaveProperty('refusedThoughAllowed', true);
  // and where the known ones refuse it, it is what it looks like
  expect(joinedOf(refused(), { since: 5 * HOUR }, [], twoPods(CLOSED)).found?.reasons).toEqual([]);
  // of what is only reported nobody says more
  const reported = joinedOf(refused({ trust: 'reported' }), { since: 5 * HOUR }).found;
  expect(reported).toMatchObject({ state: 'unjudged', reasons: [{ reason: 'reported-only' }] });
  expect(reported).not.toHaveProperty('refusedThoughAllowed');
});

test('a denial that is only reported is no denial, and says that policies allow it', () => {
  const { found } = joinedOf(refused({ trust: 'reported' }));
  expect(found).toMatchObject({ state: 'unjudged', refusedThoughAllowed: true });
  expect(found?.reasons).toEqual([
    {
      reason: 'reported-only',
      likely: true,
      sentence:
        'That it was refused is only reported, by who does not forward or drop itself; all policies that were read allow it.',
    },
  ]);
});

test('a policy of a kind that is not evaluated, named by the source, is the likely reason; where one was read nothing is certain', () => {
  expect(joinedOf(refused({ policies: 'deny CiliumNetworkPolicy one/strict' })).found?.reasons[0]).toMatchObject({
    reason: 'other-policy-kind',
    likely: true,
    sentence: 'The source says that CiliumNetworkPolicy one/strict refused it, of a kind that is not evaluated.',
  });
  const read = joinedOf(refused(), {}, [], twoPods(OPEN + CILIUM)).found;
  expect(read).toMatchObject({ state: 'denied', reasons: [] });
  expect(read).not.toHaveProperty('refusedThoughAllowed');
});

test('policies that changed since, or of which the source names one that is gone, may have been others', () => {
  expect(likely(refused(), { changes: [changed(5 * HOUR)] })).toEqual(['policy-changed']);
  // what was in force before is known, and it allows it
  const known = { since: 2 * HOUR, changes: [changed(5 * HOUR)] };
  expect(likely(refused(), known)).toEqual([]);
  expect(likely(refused({ policies: 'deny NetworkPolicy one/old' }))).toEqual(['policy-changed']);
  expect(reasonsOf(refused({ last: 6 * HOUR }), { since: 5 * HOUR })[0]).toEqual(['policy-changed', false]);
  const passed = someEdge(WEB, DB, { first: 4 * HOUR, last: 5 * HOUR });
  expect(likely(refused(), {}, [passed])).toEqual(['policy-changed']);
  // what passes beside it is no change
  const beside = someEdge(WEB, DB, { first: 3 * HOUR - 1_000, last: 3 * HOUR + 1_000 });
  expect(likely(refused(), {}, [beside])).toEqual([]);
});

test('within minutes of a change the plugin may be behind, or clocks apart', () => {
  const context = { since: 0, changes: [changed(3 * HOUR - 60_000)] };
  expect(reasonsOf(refused(), context)).toEqual([
    ['plugin-behind', true],
    ['other-policy-kind', false],
    ['clocks-apart', false],
  ]);
  expect(likely(refused({ last: 9 * HOUR }), context)).toEqual([]);
});

test('an end that changed shortly before may be taken for what it was', () => {
  expect(likely(refused(), { ends: endChangesOf([{ of: DB, at: 3 * HOUR - 60_000 }]) })).toEqual(['identity-stale']);
});

test('a node is closed by what is not evaluated, and a port of clients may belong to what the other end began', () => {
  const none = twoPods('');
  expect(likely(refused({}, 'host:n1', DB), {}, [], none)).toEqual(['host-network']);
  expect(reasonsOf(refused({ port: 41_000 }))).toContainEqual(['reply-misread', false]);
  const oneWay = twoPods(policy('podSelector: {matchLabels: {app: web}}\npolicyTypes: [Ingress]', { name: 'web' }));
  expect(likely(refused({ port: 41_000 }), {}, [], oneWay)).toEqual(['reply-misread']);
});

test('nothing is claimed of a Service behind which an address stands that policies may refuse', () => {
  const service = (addresses: string) => `---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: one}
spec: {ports: [{port: 5432, protocol: TCP, name: pg}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata: {name: db-1, namespace: one, labels: {kubernetes.io/service-name: db}}
ports: [{port: 5432, protocol: TCP, name: pg}]
endpoints: [${addresses}]
`;
  const ofPod = '{addresses: [10.0.0.2], targetRef: {kind: Pod, name: db, namespace: one}, conditions: {ready: true}}';
  const outside = '{addresses: [203.0.113.9], conditions: {ready: true}}';
  const isContradiction = (addresses: string) =>
    joinedOf(refused({}, WEB, 'service:one/db'), {}, [], twoPods(OPEN + service(addresses))).found
      ?.refusedThoughAllowed;
  expect(isContradiction(ofPod)).toBe(true);
  expect(isContradiction(`${ofPod}, ${outside}`)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { policy } from '#lib/policy/testing/cluster-of.ts';
import type { FlowEdge } from '../flow-row.ts';
import type { PolicyChange } from '../observed.ts';
import { someEdge, someTraffic } from '../testing/some-edge.ts';
import { twoPods } from '../testing/two-pods.ts';
import { type JoinContext, joinFlows } from './join-flows.ts';

const HOUR = 60 * 60_000;
const WEB = 'one/Pod/web';
const DB = 'one/Pod/db';
const CLOSED = policy('podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]', { name: 'closed' });
const model = twoPods(CLOSED);

const changed = (at: number, part: Partial<PolicyChange> = {}): PolicyChange => ({
  ...{ at, verb: 'changed', kind: 'NetworkPolicy', namespace: 'one', name: 'closed', told: 'revision' },
  ...part,
});
const reasonsOf = (edge: FlowEdge, context: JoinContext = {}, others: readonly FlowEdge[] = [], of = model) => {
  const joined = joinFlows(of, someTraffic([edge, ...others]), context).edges.find(
    ({ state }) => state === 'seen-denied',
  );
  return joined?.reasons.map(({ reason, likely, sentence }) => [reason, likely, sentence] as const) ?? [];
};
const likely = (...asked: Parameters<typeof reasonsOf>) =>
  reasonsOf(...asked).flatMap(([reason, isLikely]) => (isLikely ? [reason] : []));

test('without any sign it may be a connection that was opened before', () => {
  expect(reasonsOf(someEdge(WEB, DB))).toEqual([
    ['connection-older', false, 'A connection lives on that was opened while something allowed it.'],
  ]);
});

test('a policy that changed after it was seen first is the likely reason, and says when and which', () => {
  const [first, second] = reasonsOf(someEdge(WEB, DB, { first: HOUR, last: 3 * HOUR }), {
    changes: [changed(2 * HOUR)],
  });
  expect(first).toEqual(['policy-changed', true, 'NetworkPolicy one/closed was changed at 02:00 UTC on 1 Jan 1970.']);
  expect(second?.slice(0, 2)).toEqual(['connection-older', true]);
});

test('a policy that allowed it before makes the change certain', () => {
  const context = { since: 2 * HOUR, earlier: [{ since: 0, model: twoPods('') }], changes: [changed(2 * HOUR)] };
  const edge = someEdge(WEB, DB, { first: HOUR, last: 3 * HOUR });
  expect(reasonsOf(edge, context)[0]?.[2]).toBe(
    'Policies allowed it until 02:00 UTC on 1 Jan 1970. NetworkPolicy one/closed was changed at 02:00 UTC on 1 Jan 1970.',
  );
  expect(joinFlows(model, someTraffic([edge]), context).edges[0]?.deniedSince).toBe(2 * HOUR);
});

test('a policy of another namespace has nothing to do with it', () => {
  const edge = someEdge(WEB, DB, { first: HOUR, last: 3 * HOUR });
  expect(likely(edge, { changes: [changed(2 * HOUR, { namespace: 'two' })] })).toEqual([]);
});

test('a policy that the source names and that is gone has changed', () => {
  expect(reasonsOf(someEdge(WEB, DB, { policies: 'allow NetworkPolicy one/old' }))[0]).toEqual([
    'policy-changed',
    true,
    'The source says that NetworkPolicy one/old allowed it, and there is no such policy any more.',
  ]);
});

test('what is refused since then has changed in between', () => {
  const refused = someEdge(WEB, DB, { verdict: 'denied', first: 2 * HOUR, last: 3 * HOUR });
  expect(likely(someEdge(WEB, DB, { first: 0, last: HOUR }), {}, [refused])).toEqual(['policy-changed']);
  const beside = { ...refused, first: HOUR - 1_000 };
  expect(likely(someEdge(WEB, DB, { first: HOUR, last: HOUR }), {}, [beside])).toEqual([]);
});

test('what passed only before policies are known says that nobody kept those of its time', () => {
  expect(reasonsOf(someEdge(WEB, DB), { since: 5 * HOUR })[0]).toEqual([
    'not-kept',
    true,
    'It was seen before 05:00 UTC on 1 Jan 1970, from when on policies are known. Those deny it; what was in force at its time nobody kept.',
  ]);
  // the first that are kept came later than the first that are known
  expect(likely(someEdge(WEB, DB, { first: HOUR, last: HOUR }), { since: 5 * HOUR, knownFrom: HOUR })).toEqual([]);
  expect(likely(someEdge(WEB, DB, { last: 6 * HOUR }), { since: 5 * HOUR })).toEqual([]);
});

test('what was denied before policies are known, and is allowed since, is denied by nobody who is known', () => {
  const context = { since: 6 * HOUR, earlier: [{ since: 5 * HOUR, model }], changes: [] };
  const open = twoPods('');
  const edge = someEdge(WEB, DB, { first: 3 * HOUR, last: 7 * HOUR });
  expect(likely(edge, context, [], open)).toEqual(['not-kept']);
  // beside one that was denied by known ones, it is no excuse
  const denied = someEdge(WEB, DB, { first: 5 * HOUR, last: 7 * HOUR });
  expect(likely(edge, context, [denied], open)).toEqual([]);
});

test('a node and a pod in the host network are not bound', () => {
  expect(likely(someEdge('host:n1', DB))).toEqual(['host-network']);
});

test('a plugin that does not enforce is the reason, one that nobody knows may be', () => {
  expect(likely(someEdge(WEB, DB), {}, [], twoPods(CLOSED, ['enforced=no']))).toEqual(['not-enforced']);
  expect(reasonsOf(someEdge(WEB, DB), {}, [], twoPods(CLOSED, [])).map(([reason, is]) => [reason, is])).toEqual([
    ['connection-older', false],
    ['not-enforced', false],
  ]);
});

test('policies that are only audited do not refuse', () => {
  expect(likely(someEdge(WEB, DB, { policies: 'deny pending StagedNetworkPolicy one/closed' }))).toEqual(['audit']);
});

test('a policy of a kind that is not evaluated may have allowed it', () => {
  expect(likely(someEdge(WEB, DB, { policies: 'allow CiliumNetworkPolicy one/db' }))).toEqual(['other-policy-kind']);
});

test('a port that clients use, with the way back allowed, may be a reply', () => {
  expect(likely(someEdge(WEB, DB, { port: 41_000 }))).toEqual(['reply-misread']);
  expect(likely(someEdge(WEB, DB, { port: 443 }))).toEqual([]);
});

test('clocks may be apart where it was seen near the change, or where they are told to be', () => {
  const near = someEdge(WEB, DB, { first: HOUR, last: 2 * HOUR + 60_000 });
  expect(reasonsOf(near, { changes: [changed(2 * HOUR)] }).map(([reason]) => reason)).toContain('clocks-apart');
  expect(likely(someEdge(WEB, DB), { skewMs: 4 * 60_000 })).toEqual(['clocks-apart']);
});

test('what is only reported or inferred is less than what the datapath says', () => {
  expect(likely(someEdge(WEB, DB, { trust: 'reported' }))).toEqual(['reported-only']);
});

test('nothing else has reasons', () => {
  const joined = joinFlows(model, someTraffic([someEdge(DB, WEB), someEdge(WEB, DB, { verdict: 'denied' })]));
  expect(joined.edges.flatMap(({ reasons }) => reasons)).toEqual([]);
});

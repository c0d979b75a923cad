import { expect, test } from 'vitest';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { someEdge, someTraffic } from '../testing/some-edge.ts';
import { changedEnds } from './changed-ends.ts';
import { createEndChangeLog, type EndChange } from './end-changes.ts';
import { type JoinContext, joinFlows } from './join-flows.ts';

const HOUR = 60 * 60_000;
const WEB = 'one/Pod/web';
const DB = 'one/Pod/db';
const ADMITS_FRONT = policy(
  `podSelector: {matchLabels: {app: db}}
policyTypes: [Ingress]
ingress: [{from: [{podSelector: {matchLabels: {role: front}}}], ports: [{port: 80}]}]`,
  { name: 'db-ingress' },
);
/** db admits whoever has the role `front`. */
const cluster = (role: string, { node = 'n1', yaml = ADMITS_FRONT } = {}) =>
  clusterOf({
    namespaces: { one: {} },
    nodes: { n1: { addresses: ['192.168.0.1'] }, n2: { addresses: ['192.168.0.2'] } },
    pods: {
      'one/web': { labels: { role, version: role }, ip: '10.0.0.1', node: 'n1' },
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.2', node },
    },
    yaml,
  });
const front = cluster('front');
const back = cluster('back');
const logOf = (...changes: readonly EndChange[]) => {
  const log = createEndChangeLog();
  for (const { of, at } of changes) log.note([of], at);
  return log;
};
const between = (at: number, before = front, now = back) =>
  logOf(...changedEnds(before.objects, now.objects, new Map(), 0).map((of) => ({ of, at })));
const joined = (edge: ReturnType<typeof someEdge>, context: JoinContext, model = back) =>
  joinFlows(model, someTraffic([edge]), context).edges.find(({ seen }) => seen !== undefined);

test('a flow from before a label changed is not called denied by what the labels are now', () => {
  const ends = between(5 * HOUR);
  const seen = someEdge(WEB, DB, { first: HOUR, last: 2 * HOUR });
  const edge = joined(seen, { since: 0, asOf: 10 * HOUR, ends });
  expect(edge).toMatchObject({ state: 'unjudged', decisions: [] });
  expect(edge?.reasons).toEqual([
    {
      reason: 'not-kept',
      likely: true,
      sentence:
        'What policies see of one/Pod/web changed at 05:00 UTC on 1 Jan 1970, after it was seen; what was allowed before is not kept.',
    },
  ]);
});

test('a flow from before a label changed is not called allowed by what the labels are now', () => {
  const ends = between(5 * HOUR, back, front);
  const seen = someEdge(WEB, DB, { first: HOUR, last: 2 * HOUR });
  expect(joined(seen, { since: 0, ends }, front)?.state).toBe('unjudged');
});

test('what was seen after the label changed is judged by it', () => {
  const ends = between(5 * HOUR);
  expect(joined(someEdge(WEB, DB, { first: 6 * HOUR, last: 7 * HOUR }), { ends })?.state).toBe('seen-denied');
  // it passed after it was denied, whatever was allowed before
  expect(joined(someEdge(WEB, DB, { first: HOUR, last: 7 * HOUR }), { ends })?.state).toBe('seen-denied');
});

test('an earlier time of policies is judged by its last revision only where nothing changed since the flow', () => {
  const ends = between(5 * HOUR);
  const context = { since: 10 * HOUR, earlier: [{ since: 0, asOf: 9 * HOUR, model: back }], ends };
  expect(joined(someEdge(WEB, DB, { first: HOUR, last: 2 * HOUR }), context)?.state).toBe('unjudged');
  expect(joined(someEdge(WEB, DB, { first: 6 * HOUR, last: 7 * HOUR }), context)?.state).toBe('seen-denied');
});

test('a change after the revision by which a flow is judged says nothing of it', () => {
  const ends = between(12 * HOUR, front, back);
  const context = { since: 10 * HOUR, earlier: [{ since: 0, asOf: 9 * HOUR, model: front }], ends };
  expect(joined(someEdge(WEB, DB, { first: HOUR, last: 2 * HOUR }), context)?.state).toBe('used');
});

test('policies that are not kept any more judge nothing', () => {
  const ends = logOf({ of: 'policies:one', at: 5 * HOUR });
  const context = { since: 10 * HOUR, earlier: [{ since: 6 * HOUR, asOf: 9 * HOUR, model: front }], ends };
  const edge = joined(someEdge(WEB, DB, { first: HOUR, last: 2 * HOUR }), context);
  expect(edge?.state).toBe('unjudged');
  expect(edge?.reasons[0]?.sentence).toContain('Policies in one changed at 05:00');
});

test('a node is its own node no more: a pod that moved is not judged by where it is now', () => {
  const moved = cluster('front', { node: 'n2' });
  const ends = between(5 * HOUR, front, moved);
  const seen = (at: number) => joined(someEdge('host:n1', DB, { first: at, last: at }), { ends }, moved)?.state;
  expect(seen(HOUR)).toBe('unjudged');
  expect(seen(6 * HOUR)).toBe('seen-denied');
  // where it runs is nobody's business but its node's
  expect(joined(someEdge(WEB, DB, { first: HOUR, last: HOUR }), { ends }, moved)?.state).toBe('used');
});

test('what changes of a pod that no policy names changes nothing', () => {
  const ends = between(5 * HOUR, cluster('a', { yaml: '' }), cluster('b', { yaml: '' }));
  expect(ends.latest()).toEqual([]);
});

test('a permission is unused only since its ends are who they are', () => {
  const of = (at: number) =>
    joinFlows(front, someTraffic([]), { ends: between(at, back, front) }).edges.find(({ to }) => to === DB);
  expect(of(HOUR)).toMatchObject({ state: 'unused' });
  expect(of(12 * HOUR)).toMatchObject({ state: 'not-enough-seen', covered: { from: 0.5, to: 0.5 } });
});

test('what evidence keeps of changes judges likewise', () => {
  const changed = between(5 * HOUR).latest();
  const traffic = { ...someTraffic([someEdge(WEB, DB, { first: HOUR, last: 2 * HOUR })]), changed };
  expect(joinFlows(back, traffic).edges.find(({ seen }) => seen !== undefined)?.state).toBe('unjudged');
});

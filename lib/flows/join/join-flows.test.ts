import { expect, test } from 'vitest';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import type { FlowEdge } from '../flow-row.ts';
import type { TrafficState } from '../observed.ts';
import { someEdge, someTraffic } from '../testing/some-edge.ts';
import { JOINED_MOST, joinFlows } from './join-flows.ts';

const HOUR = 60 * 60_000;
const WEB = 'one/Pod/web';
const DB = 'one/Pod/db';
const OTHER = 'two/Pod/other';
/** db admits web on 80; web may go out to db on 80, to a block and nowhere else. */
const cluster = (more: Partial<Parameters<typeof clusterOf>[0]> = {}) =>
  clusterOf({
    namespaces: { one: {}, two: {} },
    nodes: {
      n1: { addresses: ['192.168.0.1'] },
      n2: { addresses: ['192.168.0.2'] },
      n3: { addresses: ['192.168.0.3'] },
    },
    pods: {
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'n1' },
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.2', node: 'n2' },
      'two/other': { labels: { app: 'other' }, ip: '10.0.0.3', node: 'n1' },
    },
    yaml:
      policy(
        `podSelector: {matchLabels: {app: db}}
policyTypes: [Ingress]
ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}]`,
        { name: 'db-ingress' },
      ) +
      policy(
        `podSelector: {matchLabels: {app: web}}
policyTypes: [Egress]
egress:
- {to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 80}]}
- {to: [{ipBlock: {cidr: 203.0.113.0/25}}], ports: [{port: 443}]}`,
        { name: 'web-egress' },
      ),
    ...more,
  });
const model = cluster();

const stateOf = (edge: FlowEdge): TrafficState | undefined =>
  joinFlows(model, someTraffic([edge])).edges.find(({ seen }) => seen !== undefined)?.state;
const permission = (joined: ReturnType<typeof joinFlows>, from = WEB, to = DB) =>
  joined.edges.find((edge) => edge.from === from && edge.to === to && edge.seen === undefined);

test('an edge that both gates let through is used, and says by which rules', () => {
  const [edge] = joinFlows(model, someTraffic([someEdge(WEB, DB)])).edges;
  expect(edge).toMatchObject({ state: 'used', from: WEB, to: DB, port: 80 });
  expect(edge?.decisions).toMatchObject([
    { at: 'egress', allowed: true, policy: { name: 'web-egress', namespace: 'one' }, rule: 1 },
    { at: 'ingress', allowed: true, policy: { name: 'db-ingress' }, rule: 1, sentence: 'db-ingress rule 1' },
  ]);
});

test('an edge that passed though no rule admits it was seen though denied', () => {
  const [edge] = joinFlows(model, someTraffic([someEdge(OTHER, DB)])).edges;
  expect(edge).toMatchObject({ state: 'seen-denied' });
  expect(edge?.decisions).toMatchObject([
    { at: 'egress', allowed: true, sentence: 'egress open' },
    { at: 'ingress', allowed: false, policy: { name: 'db-ingress' }, sentence: 'db-ingress: no rule admits it' },
  ]);
  expect(stateOf(someEdge(WEB, DB, { port: 81 }))).toBe('seen-denied');
});

test('what was seen at the client alone may have been refused at the server, and passed only its own gate', () => {
  expect(stateOf(someEdge(OTHER, DB, { seenAt: 1 }))).toBe('unjudged');
  expect(stateOf(someEdge(OTHER, DB, { seenAt: 2 }))).toBe('seen-denied');
  expect(stateOf(someEdge(WEB, OTHER, { seenAt: 1 }))).toBe('seen-denied');
});

test('what was refused is denied, what would be refused says so, and what was dropped by no policy is judged by nobody', () => {
  expect(stateOf(someEdge(OTHER, DB, { verdict: 'denied' }))).toBe('denied');
  expect(stateOf(someEdge(OTHER, DB, { verdict: 'would-deny' }))).toBe('would-deny');
  expect(stateOf(someEdge(WEB, DB, { verdict: 'dropped' }))).toBe('unjudged');
});

test('a denial that is only reported counts where policies refuse it, and is judged by nobody else', () => {
  const denied = { verdict: 'denied', trust: 'reported' } as const;
  expect(stateOf(someEdge(OTHER, DB, denied))).toBe('denied');
  expect(stateOf(someEdge('unknown', DB, denied))).toBe('unjudged');
  const { edges } = joinFlows(model, someTraffic([someEdge(WEB, DB, denied)]));
  expect(edges.find(({ seen }) => seen !== undefined)).toMatchObject({
    state: 'unjudged',
    reasons: [{ reason: 'reported-only', sentence: expect.stringContaining('only reported') }],
  });
  // it may have passed
  expect(edges.filter(({ state }) => state === 'unused').map(({ from, to }) => `${from} ${to}`)).not.toContain(
    `${WEB} ${DB}`,
  );
  expect(stateOf(someEdge(WEB, DB, { verdict: 'denied' }))).toBe('denied');
});

test('who began it being unknown, nobody judges it', () => {
  expect(stateOf(someEdge(WEB, DB, { directionUnknown: true }))).toBe('unjudged');
});

test('an end that is unknown, or is no more, is judged by nobody', () => {
  expect(stateOf(someEdge('unknown', DB))).toBe('unjudged');
  expect(stateOf(someEdge(WEB, 'one/Deployment/gone'))).toBe('unjudged');
});

test('a port that is not told is judged only where all ports are alike', () => {
  expect(stateOf(someEdge(WEB, DB, { port: null }))).toBe('unjudged');
  expect(stateOf(someEdge(OTHER, DB, { port: null }))).toBe('seen-denied');
  expect(stateOf(someEdge(DB, OTHER, { port: null }))).toBe('used');
});

test('what NetworkPolicies do with other protocols is unsaid, but where there are none', () => {
  expect(stateOf(someEdge(WEB, DB, { protocol: 1, port: null }))).toBe('unjudged');
  expect(stateOf(someEdge(DB, OTHER, { protocol: 1, port: null }))).toBe('used');
});

test('a pod that reaches itself through its Service may be what was seen of a workload with itself', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', controller: true };
  const pod = (name: string, ip: string) => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: one, labels: {app: db}, ownerReferences: [${JSON.stringify(owner)}]}
spec: {nodeName: n1, containers: [{name: db}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
`;
  const service = `---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: one}
spec: {selector: {app: db}, ports: [{port: 80}]}
`;
  const closed = policy('podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]', { name: 'closed' });
  const state = (yaml: string, set: readonly string[]) => {
    const pods = pod('db-0', '10.0.0.7') + pod('db-1', '10.0.0.8');
    const of = clusterOf({ namespaces: { one: {} }, yaml: closed + pods + yaml, set });
    const edge = someEdge('one/StatefulSet/db', 'one/StatefulSet/db');
    return joinFlows(of, someTraffic([edge])).edges.find(({ seen }) => seen !== undefined)?.state;
  };
  expect(state('', [])).toBe('seen-denied');
  expect(state(service, [])).toBe('unjudged');
  expect(state(service, ['selfViaService=evaluate'])).toBe('seen-denied');
  expect(state(service, ['selfViaService=allow'])).toBe('used');
});

test('a network is allowed where all of it is, and depends where part of it is', () => {
  const out = (block: string) => stateOf(someEdge(WEB, `ip:${block}`, { port: 443 }));
  expect(out('203.0.113.7/32')).toBe('used');
  expect(out('203.0.113.200/32')).toBe('seen-denied');
  expect(out('203.0.113.0/24')).toBe('unjudged');
  expect(out('203.0.112.0/24')).toBe('seen-denied');
  expect(stateOf(someEdge('ip:198.51.100.0/24', DB))).toBe('seen-denied');
  expect(stateOf(someEdge('ip:198.51.100.0/24', OTHER))).toBe('used');
});

test('a name depends on its addresses, unless the gate is open to all or closed', () => {
  expect(stateOf(someEdge(WEB, 'name:mail.example', { port: 443 }))).toBe('unjudged');
  expect(stateOf(someEdge(WEB, 'name:mail.example', { port: 25 }))).toBe('seen-denied');
  expect(stateOf(someEdge(DB, 'name:mail.example', { port: 25 }))).toBe('used');
});

test('what is allowed in part says so, and not that a rule admits it', () => {
  const decisionOf = (to: string, port: number | null) =>
    joinFlows(model, someTraffic([someEdge(WEB, to, { port })])).edges.find(({ seen }) => seen !== undefined)
      ?.decisions[0];
  expect(decisionOf('ip:203.0.113.7/32', 443)).toMatchObject({ allowed: true, sentence: 'web-egress rule 2' });
  expect(decisionOf('ip:203.0.113.0/24', 443)).toMatchObject({
    allowed: 'depends',
    sentence: 'web-egress rule 2, for some of its addresses',
  });
  expect(decisionOf('name:mail.example', 443)).toMatchObject({ allowed: 'depends' });
  expect(decisionOf(DB, null)).toMatchObject({ allowed: 'depends', sentence: 'web-egress rule 1, on some ports' });
});

test('the own node of a pod reaches it, another one only where a rule says so', () => {
  expect(stateOf(someEdge('host:n2', DB))).toBe('used');
  expect(stateOf(someEdge('host:n1', DB))).toBe('seen-denied');
  expect(stateOf(someEdge('host', DB))).toBe('used'); // it may have been its own
});

test('a permission that nothing used is unused where both ends were observed', () => {
  const joined = joinFlows(model, someTraffic([]));
  expect(permission(joined)).toMatchObject({ state: 'unused', port: 80, protocol: 6, covered: { from: 1, to: 1 } });
  expect(permission(joined, WEB, 'ip:203.0.113.0/25')).toMatchObject({ state: 'unused', port: 443 });
  expect(joined.permitted).toBe(2);
  expect(joined.counts).toMatchObject({ unused: 2, used: 0 });
});

test('a permission that something used is not told a second time', () => {
  const joined = joinFlows(model, someTraffic([someEdge(WEB, DB), someEdge(WEB, 'ip:203.0.113.9/32', { port: 443 })]));
  expect(joined.edges.map(({ state }) => state)).toEqual(['used', 'used']);
  expect(joined).toMatchObject({ permitted: 2, permittedUsed: 2 });
});

test('less than 95 % of the window observed at either end is not enough to call anything unused', () => {
  const { coverage } = someTraffic([]);
  const without = (hours: number) => coverage.filter(({ node, hour }) => node !== 'n2' || hour >= hours * HOUR);
  const covered = (hours: number) => permission(joinFlows(model, someTraffic([], { coverage: without(hours) })));
  expect(covered(1)).toMatchObject({ state: 'unused' }); // 23 of 24
  expect(covered(2)).toMatchObject({ state: 'not-enough-seen', covered: { from: 1, to: 22 / 24 } });
});

test('what was not allowed yet could not be used: only the time since then was observed', () => {
  const closed = cluster({ yaml: policy('podSelector: {}\npolicyTypes: [Ingress, Egress]') });
  const since = (hour: number) =>
    permission(joinFlows(model, someTraffic([]), { since: hour * HOUR, earlier: [{ since: 0, model: closed }] }));
  expect(since(1)).toMatchObject({ state: 'unused', covered: { from: 23 / 24, to: 23 / 24 } });
  expect(since(18)).toMatchObject({ state: 'not-enough-seen', covered: { from: 6 / 24, to: 6 / 24 } });
});

test('a policy that says itself that it is younger than the window leaves only the time since then', () => {
  const made = (hour: number) =>
    cluster({
      yaml: policy(
        `podSelector: {matchLabels: {app: db}}
policyTypes: [Ingress]
ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}]`,
        { name: 'db-ingress' },
      ).replace('metadata: {', `metadata: {creationTimestamp: "${new Date(hour * HOUR).toISOString()}", `),
    });
  const of = (hour: number) => permission(joinFlows(made(hour), someTraffic([])));
  expect(of(1)).toMatchObject({ state: 'unused', allowedSince: HOUR });
  expect(of(18)).toMatchObject({ state: 'not-enough-seen', covered: { from: 6 / 24, to: 6 / 24 } });
});

test('an hour of which something was lost was not observed', () => {
  const coverage = someTraffic([]).coverage.map((row) => (row.hour < 2 * HOUR ? { ...row, lost: 1 } : row));
  expect(permission(joinFlows(model, someTraffic([], { coverage })))).toMatchObject({
    state: 'not-enough-seen',
    covered: { from: 22 / 24, to: 22 / 24 },
  });
});

test('the silence of a source that does not see everything says nothing', () => {
  expect(permission(joinFlows(model, someTraffic([], { complete: [] })))).toMatchObject({ state: 'not-enough-seen' });
});

test('where only one of so many was looked at, nothing is unused', () => {
  const sampled = someEdge(OTHER, WEB, { sampling: 50 });
  expect(permission(joinFlows(model, someTraffic([sampled])))).toMatchObject({ state: 'not-enough-seen' });
});

test('where edges had no room, nothing is unused', () => {
  expect(permission(joinFlows(model, someTraffic([], { leftOut: 1 })))).toMatchObject({ state: 'not-enough-seen' });
});

test('what may have used a permission keeps it from being unused', () => {
  const maybe = [
    someEdge(WEB, DB, { directionUnknown: true }),
    someEdge(DB, WEB, { directionUnknown: true, port: 40_000 }),
    someEdge(WEB, 'unknown'),
    someEdge('unknown', DB),
    someEdge(WEB, DB, { port: null }),
  ];
  for (const edge of maybe) {
    expect(permission(joinFlows(model, someTraffic([edge]))), JSON.stringify(edge)).toMatchObject({
      state: 'not-enough-seen',
    });
  }
});

test('a node, a Service or an unknown end may have been met under an address of a block that is permitted', () => {
  const state = (to: string) =>
    permission(joinFlows(model, someTraffic([someEdge(WEB, to, { port: 443 })])), WEB, 'ip:203.0.113.0/25')?.state;
  expect(state('host:n3')).toBe('not-enough-seen');
  expect(state('host')).toBe('not-enough-seen');
  expect(state('service:default/kubernetes')).toBe('not-enough-seen');
  expect(state('unknown')).toBe('not-enough-seen');
  expect(state('ip:198.51.100.0/24')).toBe('unused');
});

test('a node whose addresses all lie in a block uses what is permitted to it', () => {
  const near = cluster({ nodes: { n1: { addresses: ['192.168.0.1'] }, cp1: { addresses: ['203.0.113.10'] } } });
  const joined = joinFlows(near, someTraffic([someEdge(WEB, 'host:cp1', { port: 443 })]));
  expect(permission(joined, WEB, 'ip:203.0.113.0/25')).toBeUndefined();
  expect(joined.permittedUsed).toBe(1);
});

test('behind a Service that is gone any workload may have stood', () => {
  expect(permission(joinFlows(model, someTraffic([someEdge(WEB, 'service:one/gone')])))).toMatchObject({
    state: 'not-enough-seen',
  });
});

test('where nobody knows who began it, it may have used the permission of either way', () => {
  const back = someEdge('ip:203.0.113.7/32', WEB, { port: 40_000, directionUnknown: true });
  expect(permission(joinFlows(model, someTraffic([back])), WEB, 'ip:203.0.113.0/25')).toMatchObject({
    state: 'not-enough-seen',
  });
});

test('attempts that were refused do not use a permission', () => {
  expect(permission(joinFlows(model, someTraffic([someEdge(WEB, DB, { verdict: 'denied' })])))).toMatchObject({
    state: 'unused',
  });
});

test('ends that are open to all are counted and not written out', () => {
  expect(joinFlows(model, someTraffic([])).open).toEqual({ out: 2, in: 2 });
});

test('edges that are told with different policies but have the same state are one', () => {
  const joined = joinFlows(
    model,
    someTraffic([
      someEdge(WEB, DB, { policies: 'allow NetworkPolicy one/a', connections: 2, first: 5, last: 9 }),
      someEdge(WEB, DB, { policies: 'allow NetworkPolicy one/b', connections: null, first: 1, last: 7 }),
    ]),
  );
  expect(joined.counts.used).toBe(1);
  expect(joined.edges[0]?.seen).toMatchObject({
    policies: 'allow NetworkPolicy one/a, allow NetworkPolicy one/b',
    connections: 2,
    first: 1,
    last: 9,
  });
});

test('a flow is judged by the policies of its own time', () => {
  const earlier = cluster({ yaml: '' });
  const context = { since: 10 * HOUR, earlier: [{ since: 0, model: earlier }] };
  const state = (first: number, last: number) =>
    joinFlows(model, someTraffic([someEdge(OTHER, DB, { first, last })]), context).edges[0]?.state;
  expect(state(HOUR, 2 * HOUR)).toBe('used');
  expect(state(HOUR, 11 * HOUR)).toBe('seen-denied');
  expect(state(11 * HOUR, 12 * HOUR)).toBe('seen-denied');
});

test('what was seen before the first model is judged by it', () => {
  const context = { since: 10 * HOUR, earlier: [{ since: 5 * HOUR, model: cluster({ yaml: '' }) }] };
  const edge = someEdge(OTHER, DB, { first: HOUR, last: 2 * HOUR });
  expect(joinFlows(model, someTraffic([edge]), context).edges[0]?.state).toBe('used');
});

test('beyond the bound what was not seen is left out, and never what was seen', () => {
  const pods = Array.from({ length: 145 }, (_, at) => `p${at}`);
  const many = clusterOf({
    namespaces: { one: {} },
    pods: Object.fromEntries(pods.map((name, at) => [`one/${name}`, { labels: { app: 'a' }, ip: `10.0.0.${at + 1}` }])),
    yaml: policy(`podSelector: {}
policyTypes: [Ingress]
ingress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{port: 80}]}]`),
  });
  const dropped = someEdge('one/Pod/p0', 'one/Pod/p1', { verdict: 'dropped' });
  const joined = joinFlows(many, someTraffic([dropped]));
  expect(joined.permitted).toBeGreaterThan(JOINED_MOST);
  expect(joined.edges).toHaveLength(JOINED_MOST);
  expect(joined.edges.at(-1)).toMatchObject({ state: 'unjudged', from: 'one/Pod/p0' });
});

test('a range of which only the first port was allowed before is not allowed since then', () => {
  const admits = (ports: string) =>
    cluster({
      yaml: policy(
        `podSelector: {matchLabels: {app: db}}
policyTypes: [Ingress]
ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [${ports}]}]`,
        { name: 'db-ingress' },
      ),
    });
  const joined = joinFlows(admits('{port: 80, endPort: 90}'), someTraffic([]), {
    since: 20 * HOUR,
    earlier: [{ since: 0, model: admits('{port: 80}') }],
  });
  expect(permission(joined)).toMatchObject({ ports: { TCP: [[80, 90]] }, allowedSince: 20 * HOUR });
});

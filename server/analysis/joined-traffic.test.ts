import { expect, test } from 'vitest';
import type { FlowEdge } from '#lib/flows/flow-row.ts';
import { endChangesOf } from '#lib/flows/join/end-changes.ts';
import { joinFlows } from '#lib/flows/join/join-flows.ts';
import { someEdge, someTraffic } from '#lib/flows/testing/some-edge.ts';
import { factsWithPast } from '#lib/gdpr/observed-facts.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { type Analysis, createAnalysis, type RevisionHistory } from './analysis.ts';
import { trafficOfWindow, windowOf } from './joined-traffic.ts';
import { createPolicyEpochs } from './policy-epochs.ts';

const CLOSED = policy('podSelector: {}\npolicyTypes: [Ingress]', { name: 'closed' });
const NOON = Date.parse('2026-11-05T12:00:00Z');
const HOUR = 60 * 60_000;
const window = { from: NOON - 2 * HOUR, to: NOON };
const query = { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() };

function analysisOf(seq: number, yaml: string, history?: RevisionHistory): Analysis {
  const pods = { 'one/web': { ip: '10.0.0.1' }, 'one/db': { ip: '10.0.0.2' } };
  const { objects } = clusterOf({ namespaces: { one: {} }, pods, yaml });
  const meta = { clusterId: 'c', clusterName: 'c', taken: '2026-11-05T12:00:00Z', revision: { seq, content: '' } };
  return createAnalysis(objects, PROFILES.upstream, history === undefined ? meta : { ...meta, history });
}
const flowsOf = (first: number, last: number) => {
  const observed = someTraffic([someEdge('one/Pod/web', 'one/Pod/db', { first, last })], { window });
  return { flows: { observed: async () => observed, times: async () => ({ all: [], apart: [] }) } };
};

test('a flow from before a policy came is judged by the policies of then', async () => {
  const before = analysisOf(1, '');
  const history: RevisionHistory = {
    entries: () => [],
    kept: () => [2],
    analysisOf: () => undefined,
    epochs: {
      until: () => [
        { since: NOON - 3 * HOUR, analysis: before },
        { since: NOON - HOUR, analysis: before },
      ],
      asOf: () => undefined,
      ends: endChangesOf([]),
      knownFrom: NOON - 3 * HOUR,
    },
  };
  const now = analysisOf(2, CLOSED, history);
  const stateOf = async (first: number, last: number) =>
    (await trafficOfWindow(now, query, flowsOf(first, last))).joined.edges.find(({ seen }) => seen !== undefined);
  expect(await stateOf(NOON - 110 * 60_000, NOON - 100 * 60_000)).toMatchObject({ state: 'used' });
  expect(await stateOf(NOON - 110 * 60_000, NOON - 60_000)).toMatchObject({
    state: 'seen-denied',
    deniedSince: NOON - HOUR,
  });
});

test('what was observed is joined once with each revision', async () => {
  const analysis = analysisOf(1, CLOSED);
  const context = flowsOf(window.from, window.to - 1);
  const { joined } = await trafficOfWindow(analysis, query, context);
  expect((await trafficOfWindow(analysis, query, context)).joined).toBe(joined);
  expect((await trafficOfWindow(analysisOf(2, ''), query, context)).joined).not.toBe(joined);
});

test('without flows nothing was observed, and permissions are not called unused', async () => {
  const { joined } = await trafficOfWindow(analysisOf(1, CLOSED), query, {});
  expect(joined.counts).toMatchObject({ used: 0, unused: 0 });
});

test('a window is whole minutes, and the day that ends now where none is asked', () => {
  expect(windowOf({}, NOON + 1)).toEqual({ from: NOON + 60_000 - 24 * HOUR, to: NOON + 60_000 });
  expect(windowOf({ from: '2026-11-05T10:00:30Z', to: '2026-11-05T11:59:30Z' })).toEqual(window);
  expect(() => windowOf({ from: query.to, to: query.from })).toThrow('The window ends before it begins.');
});

test('a window of more than 400 days is refused', () => {
  const to = '2026-11-05T12:00:00Z';
  expect(() => windowOf({ from: '0001-01-01T00:00:00Z', to })).toThrow('The window is longer than 400 days.');
  expect(windowOf({ from: new Date(NOON - 400 * 24 * HOUR).toISOString(), to }).to).toBe(NOON);
});

/** The newest revision of a cluster whose policies of another namespace were others each hour. */
function watched(hours: readonly number[], isWatched = true) {
  const epochs = createPolicyEpochs(isWatched);
  const history: RevisionHistory = { entries: () => [], kept: () => [], analysisOf: () => undefined, epochs };
  let yaml = policy('podSelector: {}\npolicyTypes: [Ingress]\ningress: [{}]', { name: 'open' });
  let newest = analysisOf(0, yaml, history);
  for (const [seq, hour] of hours.entries()) {
    newest = analysisOf(seq, yaml, history);
    epochs.changed(NOON + hour * HOUR, newest.model.objects);
    epochs.note(NOON + hour * HOUR, newest, newest.model.objects);
    yaml += policy('podSelector: {}\npolicyTypes: [Ingress]', { name: `other-${seq}`, namespace: 'two' });
  }
  return { newest, epochs };
}

/** How many refusals page, checks and `list` call a contradiction. */
async function contradictions({ newest, epochs }: ReturnType<typeof watched>, at: number) {
  const times = { first: NOON + at * HOUR, last: NOON + at * HOUR };
  const refused: Partial<FlowEdge> = { verdict: 'denied', ...times };
  const traffic = someTraffic([someEdge('one/Pod/web', 'one/Pod/db', refused)], {
    window: { from: NOON - 6 * HOUR, to: NOON },
  });
  const flows = { observed: async () => traffic, times: async () => ({ all: [], apart: [] }) };
  const { joined } = await trafficOfWindow(newest, query, { flows });
  const { knownFrom: policiesFrom } = epochs;
  const facts = factsWithPast({ traffic }, { changes: epochs.latest(), policiesFrom });
  const { checks } = runChecks(newest.model, { observed: facts });
  return {
    page: joined.refusedThoughAllowed,
    checks: checks.find(({ id }) => id === 'OBS-001')?.notEvaluated.length,
    list: joinFlows(newest.model, facts.traffic).refusedThoughAllowed,
  };
}

test('page, checks and list call the same refusals a contradiction: none from before policies are known', async () => {
  expect(await contradictions(watched([-3]), -4)).toEqual({ page: 0, checks: 0, list: 0 });
  expect(await contradictions(watched([-3]), -2)).toEqual({ page: 1, checks: 1, list: 1 });
  // what nobody watches holds for all times
  expect(await contradictions(watched([-3], false), -4)).toEqual({ page: 1, checks: 1, list: 1 });
});

test('a contradiction stays one however often policies of another namespace changed since', async () => {
  expect(await contradictions(watched([-5, -4, -3, -2, -1]), -4.5)).toEqual({ page: 1, checks: 1, list: 1 });
  expect(await contradictions(watched([-5, -4, -3, -2, -1]), -5.5)).toEqual({ page: 0, checks: 0, list: 0 });
});

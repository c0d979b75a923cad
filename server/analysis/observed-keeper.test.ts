import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import type { WatchedPast } from '#lib/gdpr/observed-facts.ts';
import { cluster, namespace, node, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { flow, observed } from '#lib/gdpr/testing/observed.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { running } from '#lib/gdpr/testing/running.ts';
import { createObservedKeeper, REFRESH_MS } from './observed-keeper.ts';

const MODEL = modelOf(cluster(namespace('crm'), workload('crm/api'), workload('crm/db', { port: 5432 })));
const USED = flow('crm/api', 'crm/db', 5432);
const nothing: ObservedTraffic = { window: { from: 0, to: 0 }, edges: [], leftOut: 0, coverage: [], complete: [] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The join takes its turns on a clock that is not ours. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let turn = 0; turn < 20; turn++) await nextTurn();
}

function keeping(answer: () => ObservedTraffic, days = 30, model = MODEL, past?: () => WatchedPast) {
  const windows: FlowWindow[] = [];
  let changes = 0;
  const keeper = createObservedKeeper({
    flows: {
      observed: async (window) => {
        windows.push(window);
        return answer();
      },
    },
    model: () => model,
    days: () => days,
    ...(past === undefined ? {} : { past }),
    changed: () => changes++,
  });
  return { keeper, windows, changes: () => changes };
}

test('nothing is asked before the flows can be', async () => {
  const { windows } = keeping(() => nothing);
  await pass(REFRESH_MS);
  expect(windows).toEqual([]);
});

test('facts come soon, for as many days as MIN-001 looks back, and then every five minutes', async () => {
  const { keeper, windows, changes } = keeping(() => observed([USED]).traffic);
  keeper.connected();
  await pass(1_000);
  expect(changes()).toBe(1);
  expect(keeper.facts?.traffic.edges).toEqual([USED]);
  expect((windows[0] as FlowWindow).to - (windows[0] as FlowWindow).from).toBe(30 * 24 * 60 * 60_000);
  await pass(REFRESH_MS - 1);
  expect(windows).toHaveLength(1);
  await pass(1);
  expect(windows).toHaveLength(2);
});

test('no window of more than 400 days is asked, however far MIN-001 looks back', async () => {
  const { keeper, windows } = keeping(() => nothing, 1e9);
  keeper.connected();
  await pass(1_000);
  expect((windows[0] as FlowWindow).to - (windows[0] as FlowWindow).from).toBe(400 * 24 * 60 * 60_000);
});

test('other counts and times are no other facts, another state of an edge is', async () => {
  let edges = [USED];
  const { keeper, changes } = keeping(() => observed(edges).traffic);
  keeper.connected();
  await pass(1_000);
  const first = keeper.facts;
  edges = [{ ...USED, connections: 99, last: USED.last + 60_000 }];
  await pass(REFRESH_MS);
  expect(keeper.facts).toBe(first);
  edges = [...edges, flow('crm/db', 'crm/api', 1)];
  await pass(REFRESH_MS);
  expect(changes()).toBe(2);
  expect(keeper.facts).not.toBe(first);
});

const NARROW = modelOf(
  cluster(
    namespace('crm'),
    node('n1'),
    node('n2'),
    running('crm/api', 'n1'),
    running('crm/db', 'n2'),
    policy(
      'crm/db',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}]}',
    ),
  ),
);

test('another coverage is other facts where the checks conclude something else from it', async () => {
  const whole = observed([], { days: 30 }).traffic;
  const without = (hours: number) =>
    whole.coverage.filter(({ node, hour }) => node !== 'n2' || hour >= whole.window.from + hours * 60 * 60_000);
  let coverage = whole.coverage;
  const { keeper, changes } = keeping(() => ({ ...whole, coverage }), 30, NARROW);
  keeper.connected();
  await pass(1_000);
  coverage = without(1);
  await pass(REFRESH_MS);
  const first = changes();
  coverage = without(60); // less than 95 % of 30 days
  await pass(REFRESH_MS);
  expect(changes()).toBe(first + 1);
  expect(keeper.facts?.traffic.coverage).toHaveLength(coverage.length);
  coverage = without(400); // still not enough, and the figure is another one
  await pass(REFRESH_MS);
  expect(changes()).toBe(first + 2);
});

test('a node that nobody observes any more is other facts, though no edge has another state', async () => {
  const whole = observed([USED]).traffic;
  let coverage = whole.coverage;
  const { keeper, changes } = keeping(() => ({ ...whole, coverage }), 1, NARROW);
  keeper.connected();
  await pass(1_000);
  coverage = coverage.filter(({ node }) => node === 'n1');
  await pass(REFRESH_MS);
  expect(changes()).toBe(2);
});

test('a source that was away leaves what is known', async () => {
  let isAway = false;
  const { keeper, changes } = keeping(() => {
    if (isAway) throw new Error('away');
    return observed([USED]).traffic;
  });
  keeper.connected();
  await pass(1_000);
  isAway = true;
  await pass(2 * REFRESH_MS);
  expect(changes()).toBe(1);
  expect(keeper.facts).toBeDefined();
});

test('what passed before policies are known, and passes again since, is concluded anew', async () => {
  const shut = modelOf(
    cluster(namespace('crm'), workload('crm/api'), workload('crm/db'), policy('crm/shut', '{podSelector: {}}')),
  );
  const policiesFrom = USED.last + 1;
  let last = USED.last;
  const answer = () => observed([{ ...USED, last }]).traffic;
  const { keeper, changes } = keeping(answer, 30, shut, () => ({ changes: [], policiesFrom }));
  keeper.connected();
  await pass(1_000);
  await pass(REFRESH_MS);
  expect(changes()).toBe(1);
  last = policiesFrom;
  await pass(REFRESH_MS);
  expect(changes()).toBe(2);
});

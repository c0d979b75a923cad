import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFlowAggregator } from './flow-aggregator.ts';
import { type ClusterNames, parseRanges } from './flow-ends.ts';
import type { FlowObs } from './flow-obs.ts';
import type { FlowRow } from './flow-row.ts';
import { createNameHistory } from './name-history.ts';
import { someFlow } from './testing/some-flow.ts';

const history = createNameHistory();
history.change({ name: '10.0.0.1', at: null, holder: { type: 'pod', workload: 'shop/Deployment/web', listens: [] } });
history.change({ name: '10.0.0.2', at: null, holder: { type: 'pod', workload: 'shop/StatefulSet/db', listens: [] } });
const names: ClusterNames = { history, podRanges: parseRanges(['10.0.0.0/24']) };
const ALL = Number.POSITIVE_INFINITY;

function rowsOf(flows: readonly FlowObs[], edges?: number): readonly FlowRow[] {
  const aggregator = createFlowAggregator(() => names, { keys: 1024, ...(edges === undefined ? {} : { edges }) });
  for (const flow of flows) aggregator.observe(flow, 0);
  return aggregator.take(ALL).rows;
}

describe('one minute', () => {
  test('is a row for each edge, told when the minute and the watermark are over', () => {
    const aggregator = createFlowAggregator(() => names, { keys: 1024 });
    aggregator.observe(someFlow({ t0: 1_000, t1: 1_000 }), 1_000);
    aggregator.observe(someFlow({ t0: 2_000, t1: 2_000, fromPort: 40_001 }), 2_000);
    expect(aggregator.take(64_999).rows).toEqual([]);
    expect(aggregator.take(65_000).rows).toEqual([
      {
        minute: 0,
        source: 'hubble',
        from: 'shop/Deployment/web',
        to: 'shop/StatefulSet/db',
        port: 5432,
        protocol: 6,
        verdict: 'allowed',
        decidedAt: null,
        trust: 'datapath',
        policies: '',
        seenAt: 1,
        directionUnknown: false,
        connections: 2,
        bytesOut: null,
        bytesIn: null,
        sampling: 1,
        first: 1_000,
        last: 2_000,
      },
    ]);
    expect(aggregator.take(65_001).rows).toEqual([]);
  });

  test('what both ends counted is the larger count', () => {
    const both = [someFlow({ seenAt: 1 }), someFlow({ seenAt: 2, decidedAt: 'ingress' })];
    expect(rowsOf(both)).toMatchObject([{ connections: 1, seenAt: 3 }]);
  });

  test('a refused connection that is tried again counts once', () => {
    const tries = [0, 1_000, 3_000].map((t0) => someFlow({ t0, t1: t0, verdict: 'denied' }));
    expect(rowsOf(tries)).toMatchObject([{ verdict: 'denied', connections: 1, first: 0, last: 3_000 }]);
  });

  test('a record that stands for several counts as many', () => {
    expect(rowsOf([someFlow({ connections: 5 }), someFlow({ t0: 1, connections: 5 })])).toMatchObject([
      { connections: 10 },
    ]);
  });

  test('the policies that the records named stand in it once, sorted', () => {
    const policy = (name: string) =>
      ({ kind: 'NetworkPolicy', namespace: 'shop', name, action: 'allow', stage: 'enforced' }) as const;
    const flows = [someFlow({ policies: [policy('b')] }), someFlow({ t0: 1, policies: [policy('a'), policy('b')] })];
    expect(rowsOf(flows)[0]?.policies).toBe('allow NetworkPolicy shop/a, allow NetworkPolicy shop/b');
  });
});

describe('what comes late', () => {
  test('is added to its minute as what is more', () => {
    const aggregator = createFlowAggregator(() => names, { keys: 1024 });
    aggregator.observe(someFlow({ seenAt: 1 }), 0);
    expect(aggregator.take(70_000).rows).toMatchObject([{ connections: 1, seenAt: 1 }]);
    aggregator.observe(someFlow({ seenAt: 2 }), 71_000);
    aggregator.observe(someFlow({ seenAt: 2, fromPort: 1 }), 71_000);
    expect(aggregator.take(72_000).rows).toMatchObject([{ minute: 0, connections: 1, seenAt: 3 }]);
  });

  test('an hour late still has its minute', () => {
    const aggregator = createFlowAggregator(() => names, { keys: 1024 });
    aggregator.observe(someFlow({ t0: 3_600_000, t1: 3_600_000 }), 3_600_000);
    aggregator.observe(someFlow({ t0: 1_000, t1: 1_000 }), 3_600_000);
    expect(aggregator.take(3_600_000).rows).toMatchObject([{ minute: 0, first: 1_000 }]);
  });
});

describe('bounds', () => {
  test('edges that do not fit are counted as lost', () => {
    const aggregator = createFlowAggregator(() => names, { keys: 1024, edges: 2 });
    for (const toPort of [1, 2, 3, 4]) aggregator.observe(someFlow({ toPort, node: 'n1' }), 0);
    const { rows, coverage } = aggregator.take(ALL);
    expect(rows.length).toBe(2);
    expect(coverage).toEqual([{ hour: 0, source: 'hubble', node: 'n1', connectedMs: 0, records: 2, lost: 2 }]);
  });

  test('minutes that were taken make room', () => {
    const aggregator = createFlowAggregator(() => names, { keys: 1024, edges: 1 });
    aggregator.observe(someFlow(), 0);
    aggregator.take(70_000);
    aggregator.observe(someFlow({ t0: 70_000, t1: 70_000 }), 70_000);
    expect(aggregator.take(ALL)).toMatchObject({ rows: [{ minute: 60_000 }] });
  });
});

test('coverage goes with the rows of its minutes, the same time counts once', () => {
  const aggregator = createFlowAggregator(() => names, { keys: 1024 });
  const connected = (t0: number, t1: number) =>
    aggregator.cover({ type: 'connected', source: 'hubble', node: 'n1', t0, t1 });
  connected(0, 30_000);
  connected(20_000, 90_000);
  expect(aggregator.take(70_000).coverage).toMatchObject([{ connectedMs: 60_000 }]);
  expect(aggregator.take(80_000).coverage).toEqual([]);
  expect(aggregator.take(Number.MAX_SAFE_INTEGER, true).coverage).toMatchObject([{ connectedMs: 30_000 }]);
});

const anyFlow = fc
  .record({
    t0: fc.nat(119_999),
    seenAt: fc.constantFrom<1 | 2>(1, 2),
    fromPort: fc.constantFrom(40_000, 40_001),
    toPort: fc.constantFrom(80, 5432),
    verdict: fc.constantFrom<FlowObs['verdict']>('allowed', 'denied', 'would-deny'),
    connections: fc.constantFrom(1, 3, null),
    bytesOut: fc.option(fc.nat(99)),
  })
  .map((part) => someFlow({ ...part, t1: part.t0, decidedAt: part.seenAt === 1 ? 'egress' : 'ingress' }));
const sorted = (rows: readonly FlowRow[]) => rows.map((row) => JSON.stringify(row)).sort();

test('the order of arrival within the watermark changes nothing', () => {
  const shuffled = fc
    .array(anyFlow, { maxLength: 12 })
    .chain((flows) => fc.tuple(fc.constant(flows), fc.shuffledSubarray(flows, { minLength: flows.length })));
  fc.assert(
    fc.property(shuffled, ([flows, other]) => {
      expect(sorted(rowsOf(other))).toEqual(sorted(rowsOf(flows)));
    }),
  );
});

test('duplicates change nothing', () => {
  fc.assert(
    fc.property(fc.array(anyFlow, { maxLength: 12 }), (flows) => {
      expect(sorted(rowsOf([...flows, ...flows]))).toEqual(sorted(rowsOf(flows)));
    }),
  );
});

describe('who an end was when it was told late', () => {
  const passed = createNameHistory();
  const pod = (workload: string) => ({ type: 'pod' as const, workload, listens: [] });
  passed.change({ name: '10.0.0.1', at: 0, holder: pod('shop/Deployment/web') });
  passed.change({ name: '10.0.0.2', at: 0, holder: pod('shop/StatefulSet/db') });
  passed.change({ name: '10.0.0.1', at: 10_000, holder: null });
  passed.change({ name: '10.0.0.1', at: 20_000, holder: pod('crm/Deployment/mailer') });
  const clients = (...times: readonly number[]) => {
    const aggregator = createFlowAggregator(() => ({ ...names, history: passed }), { keys: 1024 });
    for (const [at, t0] of times.entries()) aggregator.observe(someFlow({ t0, fromPort: 40_000 + at }), 50_000);
    return aggregator.take(ALL).rows.map(({ from }) => from);
  };

  test('a flow of a pod that is already deleted is that pod', () => {
    expect(clients(9_000)).toEqual(['shop/Deployment/web']);
  });

  test('an address that another pod has now was the one before at its time, and nobody in between', () => {
    expect(clients(9_000, 15_000, 25_000)).toEqual(['shop/Deployment/web', 'unknown', 'crm/Deployment/mailer']);
  });
});

import type { FlowRow } from '#lib/flows/flow-row.ts';
import { MINUTE_MS } from '../tiers.ts';

/** Start of a day of the tests. */
export const DAY = Date.parse('2026-11-02T00:00:00Z');
/** A row of web to db, as a test needs it. `at` is the minute's number since `DAY`. */
export function someRow(at: number, part: Partial<FlowRow> = {}): FlowRow {
  const minute = DAY + at * MINUTE_MS;
  return {
    minute,
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
    connections: 1,
    bytesOut: null,
    bytesIn: null,
    sampling: 1,
    first: minute,
    last: minute,
    ...part,
  };
}

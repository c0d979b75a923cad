import { expect, test } from 'vitest';
import { allHold } from './filter-subject.ts';
import { type FilteredFlow, flowSubject } from './flow-subject.ts';
import { parseFilter } from './parse-filter.ts';

const HOUR = 3_600_000;
const flow: FilteredFlow = {
  from: { id: 'analytics/Deployment/metabase', label: 'metabase', namespace: 'analytics', kind: 'Deployment' },
  to: {
    ...{ id: 'shop/StatefulSet/orders-db', label: 'orders-db', namespace: 'shop', kind: 'StatefulSet' },
    dataClass: 'personal',
  },
  port: 5432,
  protocol: 6,
  state: 'seen-denied',
  decisions: [{ policy: { name: 'shop-ingress' } }],
  severity: 'high',
  age: 5 * HOUR,
};
const keeps = (filter: string, of: FilteredFlow = flow): boolean => {
  const { terms, errors } = parseFilter(filter, 'traffic');
  expect(errors, filter).toEqual([]);
  return allHold(flowSubject(of), terms);
};

test('from: and to: name an end by its name, its namespace or both', () => {
  for (const filter of ['from:metabase', 'from:analytics', 'to:shop/orders-db', 'to:orders-*', 'from:meta* to:shop']) {
    expect(keeps(filter), filter).toBe(true);
  }
  for (const filter of ['to:metabase', 'from:shop', 'to:orders']) expect(keeps(filter), filter).toBe(false);
});

test('what is said of an end without a side holds for either', () => {
  for (const filter of ['ns:shop', 'ns:analytics', 'kind:sts', 'class:personal', 'orders']) {
    expect(keeps(filter), filter).toBe(true);
  }
  expect(keeps('class:special')).toBe(false);
});

test('state:, port:, policy: and gap: are those of the flow', () => {
  for (const filter of ['state:seen-denied', 'state:used,seen-denied', 'port:5432', 'policy:shop-*', 'gap:medium']) {
    expect(keeps(filter), filter).toBe(true);
  }
  for (const filter of ['state:used', 'port:udp/5432', 'gap:critical', '-policy:shop-ingress']) {
    expect(keeps(filter), filter).toBe(false);
  }
});

test('since: keeps what was first seen so long ago or later, and nothing of which nobody knows when', () => {
  expect(keeps('since:6h')).toBe(true);
  expect(keeps('since:4h')).toBe(false);
  const { age: _, ...unseen } = flow;
  expect(keeps('since:30d', unseen)).toBe(false);
});

test('a time that cannot be read is said with its column', () => {
  expect(parseFilter('since:soon to:x', 'traffic').errors).toMatchObject([
    { problem: 'since', found: 'soon', start: 6 },
  ]);
});

test('keys of traffic are not asked of the map', () => {
  expect(parseFilter('state:used', 'map').errors).toMatchObject([{ problem: 'place' }]);
});

import { expect, test } from 'vitest';
import { connectionGaps, isGapOn } from './connection-gaps.ts';
import type { Gap, Severity } from './types.ts';

const NONE = { TCP: [], UDP: [], SCTP: [] };
const DB = 'crm/StatefulSet/crm-db';
const API = 'crm/Deployment/crm-api';

function gap(subject: string, from: string, to: string, peers: readonly string[], severity: Severity = 'high'): Gap {
  const [namespace = '', kind = '', name = ''] = subject.split('/');
  return {
    id: subject,
    check: 'ISO-001',
    result: 'FAIL',
    severity,
    derivation: '',
    title: '',
    summary: '',
    subject: { namespace, kind, name },
    witness: [{ from, to, ports: NONE, verdict: 'allow', because: [] }],
    peers,
    articles: [],
    classification: { dataClass: 'personal', basis: 'declared', source: '', dataAtRest: true },
    fix: { yaml: '', note: '' },
    fingerprint: '',
    references: [],
  };
}

test('who is behind a gap of the workload has a gap on its connection', () => {
  const gaps = connectionGaps([gap(DB, 'shop/?', DB, [API])], DB);
  expect(gaps.in.get(API)).toBe('high');
  expect(gaps.out.size).toBe(0);
});

test('the same gap stands on the way out of the peer', () => {
  expect(connectionGaps([gap(DB, 'shop/?', DB, [API])], API).out.get(DB)).toBe('high');
});

test('an egress gap names the internet by its witness', () => {
  expect(connectionGaps([gap(API, API, 'internet', [])], API).out.get('internet')).toBe('high');
});

test("a peer's own gap does not mark a connection that it does not name", () => {
  const gaps = connectionGaps([gap(API, API, 'internet', [])], DB);
  expect(gaps.in.size + gaps.out.size).toBe(0);
});

test('the worst of several counts, an unknown result does not', () => {
  const unknown: Gap = { ...gap(DB, 'shop/?', DB, [API], 'critical'), result: 'UNKNOWN' };
  const gaps = [gap(DB, 'shop/?', DB, [API], 'medium'), gap(DB, 'shop/?', DB, [API], 'high'), unknown];
  expect(connectionGaps(gaps, DB).in.get(API)).toBe('high');
});

test('a gap is on the connection that leads to its subject, and not on the one back', () => {
  const reachable = gap(DB, 'shop/?', DB, [API]);
  expect(isGapOn(reachable, API, DB)).toBe(true);
  expect(isGapOn(reachable, DB, API)).toBe(false);
});

test('a gap is on the connection out of its subject where its witness leads away', () => {
  const unrestricted = gap(DB, DB, 'internet', [API]);
  expect(isGapOn(unrestricted, DB, API)).toBe(true);
  expect(isGapOn(unrestricted, DB, 'internet')).toBe(true);
  expect(isGapOn(unrestricted, API, DB)).toBe(false);
});

test('asking for one peer does not list them all: in a large cluster that takes a second', () => {
  const reachable: Gap = {
    ...gap(DB, 'shop/?', DB, []),
    get peers(): readonly string[] {
      throw new Error('listed');
    },
    hasPeer: (workload) => workload === API,
  };
  expect(isGapOn(reachable, API, DB)).toBe(true);
  expect(isGapOn(reachable, 'crm/Deployment/other', DB)).toBe(false);
});

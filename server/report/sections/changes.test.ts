import { expect, it } from 'vitest';
import type { Changes } from '#lib/gdpr/report-parts/changes.ts';
import { count } from '#lib/text/en/count.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { changesChapter } from './changes.ts';

const NONE: Changes = {
  since: { taken: '2026-10-01T00:00:00Z' },
  gaps: { opened: [], closed: [], changed: [], unchanged: 0 },
  connections: [],
  workloads: { added: [], removed: [] },
  policies: { added: [], removed: [], changed: [] },
  classification: [],
  dataMap: [],
};
const names = (many: number) => Array.from({ length: many }, (_, each) => `shop/Deployment/web-${each}`);
const told = (changes: Partial<Changes>): string =>
  JSON.stringify(changesChapter({ changes: { ...NONE, ...changes } } as Evidence).blocks);

it('ends a list of changes that pages do not hold in a sentence with its counts and its place in the evidence', () => {
  const text = told({ workloads: { added: names(5_000), removed: names(1) } });
  expect(text).toContain(`${count(5_001)} entries are too many for pages: ${count(5_000)} added, 1 removed.`);
  expect(text).toContain('at changes.workloads.');
  expect(text).not.toContain('web-4999');
});

it('tells every entry up to that', () => {
  const text = told({ workloads: { added: names(5_000), removed: [] } });
  expect(text).toContain('web-4999');
  expect(text).not.toContain('too many');
});

const GAP = { id: 'ISO-002-1', check: 'ISO-002', title: 'No default deny', subject: 'shop' };
const changed = (before: object, after: object): string =>
  told({ gaps: { ...NONE.gaps, changed: [{ ...GAP, ...after, before } as never] } });

it('tells of a changed gap what is not as it was, in words', () => {
  const high = { result: 'FAIL', severity: 'high' };
  expect(changed({ ...high, severity: 'medium' }, high)).toContain('(ISO-002-1): from Medium to High"');
  expect(changed(high, { ...high, result: 'WAIVED' })).toContain('(ISO-002-1): from open to waived"');
  expect(changed(high, { result: 'UNKNOWN', severity: 'low' })).toContain(': from open, High to unknown, Low"');
});

const NO_PORTS = { TCP: [], UDP: [], SCTP: [] };
const WEB = { ...NO_PORTS, TCP: [[80, 80]] };
const connection = (allow: object, depends: object): string => {
  const after = { allow, depends, reasons: [] };
  const before = { allow: NO_PORTS, depends: NO_PORTS, reasons: [] };
  const change = { subject: 'a/Pod/b', direction: 'ingress', change: 'opened', peers: ['internet'], before, after };
  return told({ connections: [change as never] });
};

it('tells ports that depend without "no port" before them', () => {
  expect(connection(NO_PORTS, WEB)).toContain('"no port","depends: TCP 80"]');
  expect(connection(WEB, WEB)).toContain('"TCP 80; depends: TCP 80"]');
  expect(connection(WEB, NO_PORTS)).toContain('"no port","TCP 80"]');
});

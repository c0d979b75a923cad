import { describe, expect, it } from 'vitest';
import type { SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
import type { BriefGap } from '#lib/gdpr/gap-diff-json.ts';
import type { ChangeJson } from '#lib/policy/diff/diff-json.ts';
import { changeRows, countInTab, groupChanges, isInTab, personalRows } from './change-rows.ts';

const gap = (name: string, severity: BriefGap['severity']): BriefGap => ({
  id: `ISO-001-${name}`,
  check: 'ISO-001',
  result: 'FAIL',
  severity,
  title: `${name} is reachable from any pod`,
  subject: { namespace: 'crm', kind: 'Deployment', name },
  fingerprint: name,
});
const NO_PORTS = { TCP: [], UDP: [], SCTP: [] };
const POSTGRES = { ...NO_PORTS, TCP: [[5432, 5432]] } as const;
const NOTHING = { allow: NO_PORTS, depends: NO_PORTS, reasons: [] };
const opened = (subject: string, peer: string): ChangeJson => ({
  subject,
  direction: 'ingress',
  change: 'opened',
  before: NOTHING,
  after: { ...NOTHING, allow: POSTGRES },
  ports: { opened: POSTGRES },
  pairs: 1,
  peers: [{ id: peer, pairs: 1, of: 1 }],
  unlisted: 0,
});
const policy = { kind: 'NetworkPolicy', namespace: 'crm', name: 'db-ingress', change: 'removed' } as const;
const COMPARISON = {
  gaps: { opened: [gap('db', 'high'), gap('web', 'critical')], closed: [], changed: [] },
  diff: { changes: [opened('crm/Deployment/db', 'shop/Deployment/cart')], added: [], removed: [] },
  classes: [],
  policies: [policy, { ...policy, name: 'unrelated', change: 'added' }],
  dataMap: [],
  causes: [{ workload: 'crm/Deployment/db', causes: [{ type: 'policy', ...policy }] }],
  personal: ['crm/Deployment/db'],
} as unknown as SnapshotComparison;

const mailer = { part: 'recipient', name: 'mailer', change: 'added', fields: [] } as const;

describe('entries of the DataMap', () => {
  const comparison = { ...COMPARISON, dataMap: [mailer] } as SnapshotComparison;

  it('stand with the classes, under their file, and are about personal data', () => {
    const rows = changeRows(comparison);
    expect(rows.filter((row) => isInTab(row, 'classes'))).toMatchObject([{ type: 'data-map', entry: mailer }]);
    expect(personalRows(rows, comparison)).toContainEqual(expect.objectContaining({ type: 'data-map' }));
    const group = groupChanges(rows, 'cause', comparison).find((each) => each.causes[0]?.type === 'data-map');
    expect(group?.rows).toMatchObject([{ type: 'data-map' }]);
  });
});

describe('groupChanges', () => {
  it('puts gaps and connections under the policy that is another object now, and does not repeat it', () => {
    const groups = groupChanges(changeRows(COMPARISON), 'cause', COMPARISON);
    const [ofPolicy] = groups;
    expect(ofPolicy?.causes).toMatchObject([{ name: 'db-ingress', change: 'removed' }]);
    expect(ofPolicy?.rows.map(({ type }) => type)).toEqual(['gap', 'connection']);
  });

  it('keeps a policy that nothing else stands under, and puts what has no cause of its own last', () => {
    const groups = groupChanges(changeRows(COMPARISON), 'cause', COMPARISON);
    expect(groups.map(({ causes }) => causes[0]?.name)).toEqual(['db-ingress', 'unrelated', undefined]);
    expect(groups.at(-1)?.rows).toMatchObject([{ gap: { severity: 'critical' } }]);
  });

  it('loses no row by workload', () => {
    const rows = changeRows(COMPARISON);
    const groups = groupChanges(rows, 'workload', COMPARISON);
    expect(groups.flatMap(({ rows: own }) => own)).toHaveLength(rows.length);
    expect(groups.map(({ workload }) => workload)).toEqual(['crm/Deployment/web', 'crm/Deployment/db', '']);
  });
});

describe('personalRows', () => {
  it('keeps every gap, and what a workload with personal data has to do with', () => {
    const kept = personalRows(changeRows(COMPARISON), COMPARISON).map(({ key }) => key);
    expect(kept).toEqual([
      'gap ISO-001-web',
      'gap ISO-001-db',
      'connection crm/Deployment/db ingress opened 0',
      'policy NetworkPolicy crm/db-ingress',
    ]);
  });

  it('keeps a connection of which only the other end has personal data', () => {
    const comparison = { ...COMPARISON, personal: ['shop/Deployment/cart'] };
    const types = personalRows(changeRows(comparison), comparison).map(({ type }) => type);
    expect(types.filter((type) => type !== 'gap')).toEqual(['connection']);
  });
});

it('shows every kind of change in one tab beside all', () => {
  const rows = changeRows(COMPARISON);
  for (const row of rows) {
    const tabs = (['gaps', 'connections', 'classes', 'policies'] as const).filter((tab) => isInTab(row, tab));
    expect(tabs, row.key).toHaveLength(1);
  }
});

it('counts a connection with each peer, listed or not', () => {
  const [row] = changeRows(COMPARISON).filter(({ type }) => type === 'connection');
  if (row?.type !== 'connection') throw new Error('no row about connections');
  const many = { ...row, connection: { ...row.connection, unlisted: 4 } };
  expect(countInTab([many], 'connections')).toBe(5);
  expect(countInTab([many], 'gaps')).toBe(0);
});

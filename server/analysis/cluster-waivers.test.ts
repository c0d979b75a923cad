import { expect, test } from 'vitest';
import type { WaiverBody } from '#lib/api/waiver-schemas.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import type { Analysis } from './analysis.ts';
import { ClusterWaivers } from './cluster-waivers.ts';

const NOW = '2026-03-04T10:00:00Z';
const BODY: WaiverBody = {
  gap: 'ISO-001-0000aaaa',
  justification: 'Moves to a namespace of its own with release 14',
  riskOwner: 'head-of-crm',
  approvedBy: 'dpo',
  approvedAt: '2026-03-04',
  expiresAt: '2026-06-01',
  compensating: [],
  recordedBy: 'dpo office',
};
const revision = (peers: readonly string[]): Pick<Analysis, 'gaps'> => {
  const gap = { id: BODY.gap, check: 'ISO-001', fingerprint: '0000aaaa'.repeat(8), result: 'FAIL', peers };
  return { gaps: { byId: () => gap as unknown as Gap } as unknown as Analysis['gaps'] };
};

test('a waiver names the workloads of the revision looked at: one that came since was accepted by nobody', () => {
  const waivers = new ClusterWaivers({}, NOW);
  const looked = revision(['crm/Deployment/web']);
  const newest = revision(['crm/Deployment/web', 'shop/Deployment/new']);
  waivers.accept(BODY, { looked, newest }, NOW);
  expect(waivers.all().map(({ peers }) => peers)).toEqual([['crm/Deployment/web']]);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
const folder = mkdtempSync(join(tmpdir(), 'ringfence-waivers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

test('two servers on one data folder keep the waivers of both, under ids of their own', () => {
  const store = join(folder, 'both', 'waivers.json');
  const [one, other] = [new ClusterWaivers({ store }, NOW), new ClusterWaivers({ store }, NOW)];
  const seen = { looked: revision([]), newest: revision([]) };
  one.accept(BODY, seen, NOW);
  other.accept(BODY, seen, NOW);
  one.withdraw('P-2026-001', 'dpo', NOW);
  const kept = JSON.parse(readFileSync(store, 'utf8'));
  expect(kept.waivers).toMatchObject([{ id: 'P-2026-002' }]);
  expect(kept.withdrawn).toMatchObject([{ waiver: { id: 'P-2026-001' } }]);
});

test('a store that somebody breaks while the server runs is not overwritten', () => {
  const store = join(folder, 'broken.json');
  const waivers = new ClusterWaivers({ store }, NOW);
  writeFileSync(store, '{');
  expect(() => waivers.accept(BODY, { looked: revision([]), newest: revision([]) }, NOW)).toThrow('cannot be read');
  expect(readFileSync(store, 'utf8')).toBe('{');
});

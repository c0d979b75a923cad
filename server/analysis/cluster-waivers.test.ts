import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { WaiverBody } from '#lib/api/waiver-schemas.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import { oldWaiverPath } from '#server/store/take-over-files.ts';
import type { Analysis } from './analysis.ts';
import { ClusterWaivers } from './cluster-waivers.ts';
import { type KeptCluster, openKeptCluster } from './kept-cluster.ts';

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
const opened: KeptCluster[] = [];
afterAll(() => {
  for (const { store } of opened) store.close();
  rmSync(folder, { recursive: true, force: true });
});

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

const keptIn = (dataDir: string): KeptCluster => {
  const kept = openKeptCluster({ dataDir, under: 'prod-1f0a9c3e5b7d', session: 'local' });
  opened.push(kept);
  return kept;
};
const rows = ({ store }: KeptCluster) => store.db.prepare('SELECT id, withdrawn_by FROM waivers ORDER BY id').all();

test('two servers on one data folder keep the waivers of both, under ids of their own', () => {
  const [a, b] = [keptIn(join(folder, 'both')), keptIn(join(folder, 'both'))];
  const [one, other] = [new ClusterWaivers({ kept: a }, NOW), new ClusterWaivers({ kept: b }, NOW)];
  const seen = { looked: revision([]), newest: revision([]) };
  one.accept(BODY, seen, NOW);
  other.accept(BODY, seen, NOW);
  one.withdraw('P-2026-001', 'dpo');
  expect(rows(b)).toMatchObject([
    { id: 'P-2026-001', withdrawn_by: 'dpo' },
    { id: 'P-2026-002', withdrawn_by: null },
  ]);
  one.accept(BODY, seen, NOW);
  expect(one.all().map(({ id }) => id)).toEqual(['P-2026-002', 'P-2026-003']);
});

test('what an earlier version kept in a file is taken over once, with its record', () => {
  const dataDir = join(folder, 'old');
  const path = oldWaiverPath(dataDir, 'prod-1f0a9c3e5b7d');
  mkdirSync(dirname(path), { recursive: true });
  const [waiver] = acceptedIn(join(folder, 'source'));
  const withdrawn = { waiver: { ...waiver, id: 'P-2026-002' }, withdrawnAt: NOW, withdrawnBy: 'dpo' };
  const content = JSON.stringify({
    schema: 'ringfence.dev/waiver-store/v1',
    waivers: [waiver],
    withdrawn: [withdrawn],
  });
  writeFileSync(path, content);
  const kept = keptIn(dataDir);
  for (let start = 0; start < 2; start++) {
    expect(new ClusterWaivers({ kept }, NOW).all()).toEqual([waiver]);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, content); // as if the process had been killed before the file got its other name
  }
  expect(rows(kept)).toHaveLength(2);
  expect(readFileSync(`${path}.taken-over`, 'utf8')).toBe(content);
});

function acceptedIn(dataDir: string) {
  const waivers = new ClusterWaivers({ kept: keptIn(dataDir) }, NOW);
  waivers.accept(BODY, { looked: revision([]), newest: revision([]) }, NOW);
  return waivers.all();
}

test('a file of an earlier version that somebody broke counts for nothing, is told, and is left', () => {
  const dataDir = join(folder, 'broken');
  const path = oldWaiverPath(dataDir, 'prod-1f0a9c3e5b7d');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '{');
  const waivers = new ClusterWaivers({ kept: keptIn(dataDir) }, NOW);
  expect(waivers.unusable).toContain(path);
  expect(() => waivers.accept(BODY, { looked: revision([]), newest: revision([]) }, NOW)).toThrow('cannot be read');
  expect(readFileSync(path, 'utf8')).toBe('{');
});

import { expect, test } from 'vitest';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { gov003Examples } from './checks/examples/gov-003.ts';
import { diffGaps } from './diff-gaps.ts';
import { runChecks } from './run-checks.ts';
import { modelOf } from './testing/report-of.ts';
import type { GapReport } from './types.ts';
import { parseWaivers } from './waivers/parse-waivers.ts';

const DB = policy('podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]', { name: 'db' });
const shop = (yaml: string, uid?: string) =>
  clusterOf({
    pods: { 'one/db': { labels: { app: 'db', 'ringfence.dev/data-class': 'personal' }, ip: '10.0.0.1' } },
    yaml: `apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system${uid === undefined ? '' : `, uid: ${uid}`}}\n${yaml}`,
  });

test('a policy that closes a gap is told as closed, and nothing as opened', () => {
  const { opened, closed } = diffGaps(runChecks(shop('')), runChecks(shop(DB)));
  expect(closed.map(({ check }) => check)).toContain('ISO-001');
  expect(opened.map(({ check }) => check)).not.toContain('ISO-001');
});

test('the same state has the same gaps, also of another cluster where both are taken for one', () => {
  const before = runChecks(shop('', 'a'));
  const none = { opened: [], closed: [], changed: [] };
  expect(diffGaps(before, runChecks(shop('', 'a')))).toEqual(none);
  expect(diffGaps(before, runChecks(shop('', 'b'))).opened).not.toEqual([]);
  expect(diffGaps(before, runChecks(shop('', 'b'), { clusterUid: 'a' }))).toEqual(none);
});

test('whoever closes a waived gap opens none because the waiver is not taken out yet', () => {
  const { waivers } = parseWaivers(gov003Examples.waivers);
  const taken = '2026-06-01T12:00:00Z';
  const [before, after] = [gov003Examples.passing, gov003Examples.failing].map((yaml) =>
    runChecks(modelOf(yaml), { taken, waivers }),
  ) as [GapReport, GapReport];
  expect(after.gaps.some(({ check }) => check === 'GOV-003')).toBe(true);
  expect(diffGaps(before, after).opened.map(({ check }) => check)).not.toContain('GOV-003');
  expect(diffGaps(before, after).closed.map(({ check }) => check)).toContain('ISO-001');
});

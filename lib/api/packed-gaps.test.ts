import { expect, test } from 'vitest';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { packGaps, unpackGaps } from './packed-gaps.ts';

const REVISION = { seq: 1, content: '' };
const apps = Array.from({ length: 200 }, (_, index) => `app-${index}`);
const report = runChecks(
  modelOf(
    cluster(
      namespace('shop'),
      ...apps.map((name) => workload(`shop/${name}`, { dataClass: 'personal', port: 5432 })),
      workload('shop/constructor', { dataClass: 'personal', port: 5432 }),
    ),
  ),
  { taken: '2026-11-23T09:41:07Z' },
);

test('gaps that travelled are the gaps that were sent', () => {
  const travelled = JSON.parse(JSON.stringify(packGaps(REVISION, report)));
  expect(unpackGaps(travelled)).toEqual(JSON.parse(JSON.stringify({ revision: REVISION, ...report })));
});

test('peers in any order keep it', () => {
  const [first, ...rest] = report.gaps;
  if (first === undefined) throw new Error('no gap');
  const peers = ['b', 'a', 'c', 'd', 'a'];
  const { gaps } = unpackGaps(packGaps(REVISION, { ...report, gaps: [{ ...first, peers }, ...rest] }));
  expect(gaps[0]?.peers).toEqual(peers);
});

test('everybody but oneself costs two runs, not two hundred names', () => {
  const { gaps } = packGaps(REVISION, report);
  expect(report.gaps.some(({ peers }) => peers.length >= 200)).toBe(true);
  expect(Math.max(...gaps.map(({ peers }) => peers.length))).toBeLessThanOrEqual(4);
});

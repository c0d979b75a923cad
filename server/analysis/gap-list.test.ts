import { expect, test, vi } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { createAnalysis } from './analysis.ts';
import { gapList, gapView } from './gap-list.ts';

const { objects, profile } = modelOf(
  cluster(namespace('crm'), workload('crm/crm-db', { dataClass: 'special', port: 5432 })),
);
const META = {
  ...{ clusterId: 'demo', clusterName: 'demo', taken: '2026-06-01T12:00:00Z' },
  revision: { seq: 1, content: 'c' },
};

test('one gap is shown without computing what its fix does', () => {
  const analysis = createAnalysis(objects, profile, META);
  const [gap] = analysis.gapReport.gaps.filter(({ fix }) => fix.yaml !== '');
  if (gap === undefined) throw new Error('no gap with a fix');
  const effect = vi.spyOn(gap.fix, 'effect', 'get');
  const { fix } = JSON.parse(JSON.stringify(gapView(analysis, gap.id))).gap;
  expect(fix).toEqual({ yaml: gap.fix.yaml, note: gap.fix.note });
  expect(effect).not.toHaveBeenCalled();
});

test.each([
  { from: 'file', line: 2 },
  { from: 'page', recordedAt: '2026-03-04T09:00:00Z', recordedBy: 'dpo office' },
] as const)('a waived gap says whether its waiver comes from a file or the page: $from', (origin) => {
  const [open] = createAnalysis(objects, profile, META).gapReport.gaps;
  if (open === undefined) throw new Error('no gap');
  const waiver: Waiver = {
    ...{ id: 'W-1', check: open.check, match: { fingerprint: open.fingerprint }, origin, compensating: [] },
    justification: 'Moves to a namespace of its own with release 14',
    ...{ riskOwner: 'head-of-crm', approvedBy: 'dpo', approvedAt: '2026-03-04', expiresAt: '2026-12-31' },
  };
  const analysis = createAnalysis(objects, profile, { ...META, accepted: { waivers: [waiver] } });
  expect(gapView(analysis, open.id)).toMatchObject({ gap: { result: 'WAIVED' }, waiverFrom: origin.from });
});

test('a gap that is not waived names no origin of a waiver', () => {
  const analysis = createAnalysis(objects, profile, META);
  expect(gapView(analysis, analysis.gapReport.gaps[0]?.id ?? '')).not.toHaveProperty('waiverFrom');
});

test('gaps of one kind are listed by the names of their subjects, numbers by their value', () => {
  const stores = ['crm/db-10', 'crm/db-2'].map((name) => workload(name, { dataClass: 'special', port: 5432 }));
  const own = modelOf(cluster(namespace('crm'), ...stores));
  const { gaps } = gapList(createAnalysis(own.objects, own.profile, META));
  const ofStores = gaps.filter(({ check, subject }) => check === 'ISO-001' && subject.kind !== 'Namespace');
  expect(ofStores.map(({ subject }) => subject.name)).toEqual(['db-2', 'db-10']);
});

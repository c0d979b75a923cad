import { expect, test, vi } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { createAnalysis } from './analysis.ts';
import { gapView } from './gap-list.ts';

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

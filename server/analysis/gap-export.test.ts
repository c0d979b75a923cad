import { expect, test } from 'vitest';
import { FORMATS } from '#lib/api/formats.ts';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { scanCsv } from '#server/cli/scan-csv.ts';
import { createAnalysis } from './analysis.ts';
import { exportGaps } from './gap-export.ts';

const { objects, profile } = modelOf(
  cluster(namespace('crm'), workload('crm/crm-db', { dataClass: 'special', port: 5432 })),
);
const analysis = createAnalysis(objects, profile, {
  ...{ clusterId: 'demo', clusterName: 'demo', taken: '2026-06-01T12:00:00Z' },
  revision: { seq: 7, content: 'c' },
});
const SOURCE = { type: 'demo', label: 'Demo data', state: 'current' } as const;
const written = (format: 'csv' | 'json' | 'sarif') => exportGaps(analysis, { cluster: 'demo', format }, SOURCE);

test('the list of a page is the file that scan writes, of the revision that the page shows', () => {
  const document = FORMATS.gaps.parse(JSON.parse(written('json')));
  expect(document).toMatchObject({ cluster: 'demo', revision: { seq: 7 }, taken: '2026-06-01T12:00:00Z' });
  expect(document.gaps.map(({ id }) => id)).toEqual(analysis.gapReport.gaps.map(({ id }) => id));
  expect(written('csv')).toBe([...scanCsv(analysis.gapReport)].join(''));
  const { runs } = JSON.parse(written('sarif')) as {
    readonly runs: readonly { readonly results: readonly unknown[] }[];
  };
  expect(runs[0]?.results).toHaveLength(analysis.gapReport.gaps.length);
});

import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { EndpointInput } from '#lib/api/endpoints.ts';
import { scanCsv } from '#server/cli/scan-csv.ts';
import { scanJson } from '#server/cli/scan-json.ts';
import type { ScanResult } from '#server/cli/scan-result.ts';
import { scanSarif } from '#server/cli/scan-sarif.ts';
import type { Analysis } from './analysis.ts';

/** All gaps of a revision as `ringfence scan` writes them. */
export function exportGaps(
  analysis: Analysis,
  { format }: EndpointInput<'GET /api/clusters/{cluster}/gap-list'>,
  { type, label, state, asOf }: SourceStatus,
): string {
  const { model, revision, dataMapInForce, checkOptions, gapReport } = analysis;
  const result: ScanResult = {
    input: {
      objects: model.objects,
      profile: model.profile,
      dataMap: dataMapInForce?.dataMap,
      dataMapInForce,
      adequacy: checkOptions.adequacy,
      taken: analysis.taken,
      cluster: analysis.clusterName,
      source: { type, label, state, ...(asOf === undefined ? {} : { asOf }) },
      model: () => model,
    },
    report: gapReport,
  };
  switch (format) {
    case 'csv':
      return [...scanCsv(gapReport)].join('');
    case 'json':
      return `${JSON.stringify(scanJson(result, revision), null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(scanSarif(result, revision), null, 2)}\n`;
  }
}

import { withTable } from './adequacy-option.ts';
import type { ScanResult } from './scan-result.ts';

/** The document of `scan -o json` (command-line.md). */
export function scanJson({ input, report, baseline, filter }: ScanResult, revision: object): object {
  const { cluster, objects, profile, taken } = input;
  return {
    schema: 'ringfence.dev/gaps/v1',
    cluster,
    revision,
    taken: taken ?? null,
    profile,
    completeness: objects.completeness,
    ...withTable(input),
    ...report,
    ...(filter === undefined ? {} : { filter }),
    ...(baseline === undefined ? {} : { baseline: baseline.counts }),
  };
}

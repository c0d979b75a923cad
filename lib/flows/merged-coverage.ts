import type { CoverageRow } from './flow-row.ts';

/** One row for each hour, source and node. */
export function mergedCoverage(coverage: readonly CoverageRow[]): readonly CoverageRow[] {
  const groups = Map.groupBy(coverage, ({ hour, source, node }) => `${hour}\n${source}\n${node}`);
  const total = (rows: readonly CoverageRow[], of: 'connectedMs' | 'records' | 'lost') =>
    rows.reduce((sum, row) => sum + row[of], 0);
  return [...groups.values()].map((rows) => ({
    ...(rows[0] as CoverageRow),
    connectedMs: total(rows, 'connectedMs'),
    records: total(rows, 'records'),
    lost: total(rows, 'lost'),
  }));
}

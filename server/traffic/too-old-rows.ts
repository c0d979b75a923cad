import type { CoverageRow, FlowRow } from '#lib/flows/flow-row.ts';
import { mergedCoverage } from '#lib/flows/merged-coverage.ts';
import { HOUR_MS } from './tiers.ts';

export interface TakenWindow {
  readonly rows: readonly FlowRow[];
  /** Each hour, source and node once. */
  readonly coverage: readonly CoverageRow[];
}

/** What a store takes of a window: rows from before its minutes are left out, and counted as lost in their hour. */
export function withoutTooOld(
  rows: readonly FlowRow[],
  coverage: readonly CoverageRow[],
  minutesFrom: number,
): TakenWindow {
  const taken = rows.filter(({ minute }) => minute >= minutesFrom);
  if (taken.length === rows.length) return { rows, coverage: mergedCoverage(coverage) };
  const refused = rows
    .filter(({ minute }) => minute < minutesFrom)
    .map(({ minute, source, connections }): CoverageRow => {
      const hour = Math.floor(minute / HOUR_MS) * HOUR_MS;
      return { hour, source, node: '', connectedMs: 0, records: 0, lost: Math.max(1, connections ?? 1) };
    });
  return { rows: taken, coverage: mergedCoverage([...coverage, ...refused]) };
}

import type { SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import { shownSeverities } from '#lib/text/en/snapshots-page.ts';

/** Open gaps of one severity, oldest snapshot first. */
export interface TrendLane {
  readonly severity: Severity;
  readonly values: readonly number[];
  /** The highest of them, at least 1: what a full column stands for. */
  readonly most: number;
}

/** The chart of the last `columns` snapshots. `items` come newest first, as the list has them. */
export function trendLanes(
  items: readonly SnapshotItem[],
  columns: number,
): { readonly shown: readonly SnapshotItem[]; readonly lanes: readonly TrendLane[] } {
  const shown = items.slice(0, columns).reverse();
  const lanes = shownSeverities(shown).map((severity) => {
    const values = shown.map(({ gaps }) => gaps.FAIL[severity]);
    return { severity, values, most: Math.max(1, ...values) };
  });
  return { shown, lanes };
}

/** A snapshot that does not tell of the whole cluster, by scope or because something could not be read. */
export function isPartial({ scope, notRead }: Pick<SnapshotItem, 'scope' | 'notRead'>): boolean {
  return scope !== undefined || notRead.length > 0;
}

export function openGaps({ gaps }: Pick<SnapshotItem, 'gaps'>): number {
  return Object.values(gaps.FAIL).reduce((sum, gaps) => sum + gaps, 0);
}

import { inReadingOrder } from '#lib/gdpr/gap-order.ts';
import type { EvidenceGap } from '../evidence/peer-runs.ts';

/** Gaps of one kind: the same check and result, and the same derivation of the same severity. */
export interface GapGroup {
  readonly first: EvidenceGap;
  readonly rest: readonly EvidenceGap[];
}

/** In the order in which the first of each kind comes. A large cluster has thousands of gaps, of some forty kinds. */
export function groupGaps(gaps: readonly EvidenceGap[]): readonly GapGroup[] {
  const kinds = Map.groupBy(inReadingOrder(gaps), ({ check, result, severity, derivation }) =>
    JSON.stringify([check, result, severity, derivation]),
  );
  return [...kinds.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [{ first, rest }]));
}

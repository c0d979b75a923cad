import type { Gap, GapReport } from './types.ts';

/** The gaps of two states, by fingerprint. Both reports must be of one cluster, or of two taken for one. */
export interface GapDiff {
  /** In the second only, in its order. */
  readonly opened: readonly Gap[];
  /** In the first only. */
  readonly closed: readonly Gap[];
  /** In both with another result or severity: what was undecided is certain now, or the other way round. */
  readonly changed: readonly { readonly before: Gap; readonly after: Gap }[];
}

export function diffGaps(before: GapReport, after: GapReport): GapDiff {
  const [old, current] = [byFingerprint(before), byFingerprint(after)];
  return {
    opened: after.gaps.filter(({ fingerprint }) => !old.has(fingerprint)),
    closed: before.gaps.filter(({ fingerprint }) => !current.has(fingerprint)),
    changed: after.gaps.flatMap((gap) => {
      const was = old.get(gap.fingerprint);
      if (was === undefined || (was.result === gap.result && was.severity === gap.severity)) return [];
      return [{ before: was, after: gap }];
    }),
  };
}

function byFingerprint({ gaps }: GapReport): ReadonlyMap<string, Gap> {
  return new Map(gaps.map((gap) => [gap.fingerprint, gap]));
}

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
    opened: [...current.values()].filter(({ fingerprint }) => !old.has(fingerprint)),
    closed: [...old.values()].filter(({ fingerprint }) => !current.has(fingerprint)),
    changed: [...current.values()].flatMap((gap) => {
      const was = old.get(gap.fingerprint);
      if (was === undefined || (was.result === gap.result && was.severity === gap.severity)) return [];
      return [{ before: was, after: gap }];
    }),
  };
}

/**
 * Without GOV-003, which tells of evidence and waivers, not of the state: whoever closes a gap opens none because its waiver
 * is not taken out yet.
 */
function byFingerprint({ gaps }: GapReport): ReadonlyMap<string, Gap> {
  return new Map(gaps.filter(({ check }) => check !== 'GOV-003').map((gap) => [gap.fingerprint, gap]));
}

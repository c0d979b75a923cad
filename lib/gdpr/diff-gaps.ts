import type { Gap } from './types.ts';

/** The gaps of two states, by fingerprint. Both reports must be of one cluster, or of two taken for one. */
export interface GapDiff<Told extends ComparedGap = Gap> {
  /** In the second only, in its order. */
  readonly opened: readonly Told[];
  /** In the first only. */
  readonly closed: readonly Told[];
  /** In both with another result or severity: what was undecided is certain now, or the other way round. */
  readonly changed: readonly { readonly before: Told; readonly after: Told }[];
}

/** What is compared of a gap. */
type ComparedGap = Pick<Gap, 'check' | 'result' | 'severity' | 'fingerprint'>;

export function diffGaps<Told extends ComparedGap>(
  before: { readonly gaps: readonly Told[] },
  after: { readonly gaps: readonly Told[] },
): GapDiff<Told> {
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
function byFingerprint<Told extends ComparedGap>({
  gaps,
}: {
  readonly gaps: readonly Told[];
}): ReadonlyMap<string, Told> {
  return new Map(gaps.filter(({ check }) => check !== 'GOV-003').map((gap) => [gap.fingerprint, gap]));
}

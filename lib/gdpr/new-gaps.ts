import { isWorse } from './severity.ts';
import type { Gap, Severity } from './types.ts';

/** What an earlier report said of a gap. */
export interface KnownResult {
  readonly result: Gap['result'];
  readonly severity: Severity;
}

export interface NewGaps {
  /** New, or known and worse now, in their order. */
  readonly gaps: readonly Gap[];
  /** By fingerprint, of those in `gaps`. */
  readonly states: ReadonlyMap<string, 'new' | 'updated'>;
  /** Counts for the reader. */
  readonly counts: BaselineCounts;
  /** Some gap of a namespace was known. One of the whole cluster can be the same in any cluster without an id. */
  readonly recognised: boolean;
}

export interface BaselineCounts {
  readonly new: number;
  /** Known, and worse now: undecided or waived before and open now, or of a higher severity. */
  readonly updated: number;
  /** Known and left out. */
  readonly unchanged: number;
  /** Known and not there any more. */
  readonly absent: number;
}

/** The gaps that an earlier report did not know, by fingerprint. What became worse since is not known either. */
export function newGaps(gaps: readonly Gap[], known: ReadonlyMap<string, KnownResult>): NewGaps {
  const states = new Map<string, 'new' | 'updated'>();
  const found = new Set<string>();
  for (const gap of gaps) {
    const before = known.get(gap.fingerprint);
    if (before === undefined) states.set(gap.fingerprint, 'new');
    else {
      found.add(gap.fingerprint);
      if (becameWorse(before, gap)) states.set(gap.fingerprint, 'updated');
    }
  }
  const left = gaps.filter(({ fingerprint }) => states.has(fingerprint));
  const fresh = left.filter(({ fingerprint }) => states.get(fingerprint) === 'new').length;
  return {
    gaps: left,
    states,
    recognised: gaps.some(({ subject, fingerprint }) => subject.namespace !== '' && known.has(fingerprint)),
    counts: {
      new: fresh,
      updated: left.length - fresh,
      unchanged: gaps.length - left.length,
      absent: known.size - found.size,
    },
  };
}

/** From accepted over undecided to open. */
const BADNESS: Readonly<Record<Gap['result'], number>> = { WAIVED: 0, UNKNOWN: 1, FAIL: 2 };

function becameWorse(before: KnownResult, { result, severity }: Gap): boolean {
  if (result === 'WAIVED') return false;
  return BADNESS[result] > BADNESS[before.result] || isWorse(severity, before.severity);
}

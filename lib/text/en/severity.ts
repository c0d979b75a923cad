/** How a severity was derived. */

import type { Basis, DataClass, Severity } from '#lib/gdpr/types.ts';
import { countOf } from './count.ts';
import { classWords } from './data-classes.ts';

const EXPOSURE_WORDS = ['same application', 'same namespace', 'other namespace', 'any pod', 'internet'] as const;

export interface DerivationWords {
  readonly severity: Severity;
  readonly dataClass: DataClass;
  readonly basis: Basis;
  readonly exposure: 0 | 1 | 2 | 3 | 4;
  readonly lowered: boolean;
  readonly capped: boolean;
  readonly upTo: boolean;
  readonly hops?: number;
  /** Why the check gives no more, where it is another reason than that of EGR-001. */
  readonly capBecause?: string;
  /** What stands at this level where it is no witness of §2.2's own list. */
  readonly exposedBy?: string;
}

/** "high = personal (declared) × any pod (exposure 3)" */
export function derivationSentence(words: DerivationWords): string {
  const { severity, dataClass, basis, exposure } = words;
  const ground = dataClass === 'unknown' ? classWords('unknown') : `${classWords(dataClass)} (${basis})`;
  const lowered = words.lowered ? '; one level less, as the class is inferred' : '';
  const more = (words.hops ?? 1) - 1;
  const far = more > 0 ? `; one level less for each of ${countOf(more, 'further hop')}, at least low` : '';
  const why = words.capBecause ?? 'at most high for a workload that is no store of special categories';
  const capped = words.capped ? `; ${why}` : '';
  const at =
    words.exposedBy === undefined
      ? `${EXPOSURE_WORDS[exposure]} (exposure ${exposure})`
      : `${words.exposedBy} (counted as exposure ${exposure})`;
  const equation = `${severity} = ${ground} × ${at}${lowered}${far}${capped}`;
  return words.upTo ? `up to ${equation}` : equation;
}

/** "medium = base of POL-001" and what lifted it. */
export function derivationOfBase(words: {
  readonly check: string;
  readonly base: Severity;
  readonly severity: Severity;
  readonly lifted: string | undefined;
  readonly upTo: boolean;
}): string {
  const upTo = words.upTo ? 'up to ' : '';
  if (words.lifted === undefined) return `${upTo}${words.severity} = base of ${words.check}`;
  if (words.severity === words.base)
    return `${upTo}${words.severity} = base of ${words.check}; behind it: ${words.lifted}`;
  return `${upTo}${words.severity} = base ${words.base} of ${words.check}, lifted by what is behind it: ${words.lifted}`;
}

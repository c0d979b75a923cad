import { derivationOfBase, derivationSentence } from '#lib/text/en/severity.ts';
import type { Basis, DataClass, Severity } from './types.ts';
import { SEVERITIES } from './types.ts';

/** Exposure level of a witness: 4 internet · 3 any pod · 2 other namespace · 1 same namespace · 0 same application. */
export type Exposure = 0 | 1 | 2 | 3 | 4;

type Column = 'none' | 'unknown' | 'pseudonymised' | 'personal' | 'special';
type Row = Readonly<Record<Column, Severity | undefined>>;

/** The table of gdpr.md §2.2; undefined stands for its dash. */
const TABLE: Readonly<Record<Exposure, Row>> = {
  4: { none: 'low', unknown: 'medium', pseudonymised: 'medium', personal: 'high', special: 'critical' },
  3: { none: 'info', unknown: 'medium', pseudonymised: 'medium', personal: 'high', special: 'critical' },
  2: { none: 'info', unknown: 'low', pseudonymised: 'low', personal: 'medium', special: 'high' },
  1: { none: 'info', unknown: 'low', pseudonymised: 'low', personal: 'low', special: 'medium' },
  0: { none: undefined, unknown: undefined, pseudonymised: undefined, personal: 'info', special: 'low' },
};

export interface DerivedSeverity {
  readonly severity: Severity;
  readonly derivation: string;
}

export interface SeverityInput {
  readonly dataClass: DataClass;
  readonly basis: Basis;
  readonly exposure: Exposure;
  /** The highest level that the check may give. */
  readonly cap?: Severity;
  /** Words for the derivation where `cap` took something off. */
  readonly capBecause?: string;
  /** Decided by an edge that depends: printed as "up to …". */
  readonly upTo: boolean;
  /** Hops of the witness; each beyond the first takes one level off, down to low. */
  readonly hops?: number;
  /** Words for the derivation where the level stands for something else than the list above. */
  readonly exposedBy?: string;
}

/** Severity and its derivation by gdpr.md §2.2; undefined where the table has a dash. */
export function deriveSeverity(input: SeverityInput): DerivedSeverity | undefined {
  const cell = TABLE[input.exposure][columnOf(input.dataClass)];
  if (cell === undefined) return undefined;
  const lowered = input.basis === 'inferred' ? lower(cell) : cell;
  const far = fartherBy(lowered, (input.hops ?? 1) - 1);
  const capped = input.cap !== undefined && isWorse(far, input.cap);
  const severity = capped && input.cap !== undefined ? input.cap : far;
  return { severity, derivation: derivationSentence({ ...input, severity, lowered: lowered !== cell, capped }) };
}

/** A check with a fixed base, lifted to the worst connection that its repair changes (gdpr.md §2.2, POL). */
export function liftedSeverity(
  check: string,
  base: Severity,
  lifted: DerivedSeverity | undefined,
  upTo: boolean,
): DerivedSeverity {
  const severity = lifted !== undefined && isWorse(lifted.severity, base) ? lifted.severity : base;
  return { severity, derivation: derivationOfBase({ check, base, severity, lifted: lifted?.derivation, upTo }) };
}

export function isWorse(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);
}

function fartherBy(severity: Severity, hops: number): Severity {
  let far = severity;
  for (let hop = 0; hop < hops && isWorse(far, 'low'); hop++) far = lower(far);
  return far;
}

function lower(severity: Severity): Severity {
  return SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? 'info';
}

function columnOf(dataClass: DataClass): Column {
  return dataClass === 'criminal' || dataClass === 'children' ? 'special' : dataClass;
}

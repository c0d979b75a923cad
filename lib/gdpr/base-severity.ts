import { derivationOfPlainBase } from '#lib/text/en/checks/egr.ts';
import type { CheckId } from './check-table.ts';
import { isPersonal } from './data-class.ts';
import { type DerivedSeverity, isWorse, liftedSeverity } from './severity.ts';
import { type Classification, SEVERITIES, type Severity } from './types.ts';

/**
 * The base that the catalogue gives a check whose severity turns on no exposure: a record, a date, a recipient. What
 * §2.2 says of every severity holds here too: a class that is only inferred takes one level off, and the column of none
 * has nothing above low.
 */
export function baseSeverity(
  check: CheckId,
  base: Severity,
  { dataClass, basis }: Pick<Classification, 'dataClass' | 'basis'>,
  upTo: boolean,
): DerivedSeverity {
  if (dataClass === 'none' && isWorse(base, 'low')) {
    return {
      severity: 'low',
      derivation: derivationOfPlainBase({ check, base, severity: 'low', because: 'none', upTo }),
    };
  }
  const lowered = basis === 'inferred' && base !== 'info';
  const severity = lowered ? (SEVERITIES[SEVERITIES.indexOf(base) + 1] ?? 'info') : base;
  return {
    severity,
    derivation: derivationOfPlainBase({ check, base, severity, because: lowered ? 'inferred' : undefined, upTo }),
  };
}

/** A base of low that personal data makes medium, one level less again where the class is only inferred. */
export function lowOrMedium(
  check: CheckId,
  isMedium: boolean,
  classification: Classification,
  upTo: boolean,
): DerivedSeverity {
  return isMedium && isPersonal(classification.dataClass)
    ? baseSeverity(check, 'medium', classification, upTo)
    : liftedSeverity(check, 'low', undefined, upTo);
}

/** What a class of data and its basis are called. */

import type { Basis, DataClass } from '#lib/gdpr/types.ts';

const CLASS_WORDS: Readonly<Record<DataClass, string>> = {
  none: 'No personal data',
  personal: 'Personal',
  pseudonymised: 'Pseudonymised',
  special: 'Special category',
  criminal: 'Criminal record',
  children: 'Children',
  unknown: 'Unclassified',
};

export function dataClassWord(dataClass: DataClass): string {
  return CLASS_WORDS[dataClass];
}

/** Empty where the class itself says that nothing is known. */
export function basisWord(basis: Basis): string {
  return basis === 'unknown' ? '' : basis;
}

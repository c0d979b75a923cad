import { noClassFound } from '#lib/text/en/data-classes.ts';
import type { Classification, DataClass } from './types.ts';

/** Label keys of gdpr.md §4.1. */
export const DATA_CLASS_LABEL = 'ringfence.dev/data-class';
export const DATA_AT_REST_LABEL = 'ringfence.dev/data-at-rest';
export const DATA_ROLE_LABEL = 'ringfence.dev/data-role';
export const ENVIRONMENT_LABEL = 'ringfence.dev/environment';
/** Labels by which others name an environment. */
export const ENVIRONMENT_KEYS_OF_OTHERS: readonly string[] = ['app.kubernetes.io/environment', 'environment', 'env'];
export const PSEUDONYMISATION_DOMAIN_LABEL = 'ringfence.dev/pseudonymisation-domain';
export const PSEUDONYMISATION_PART_LABEL = 'ringfence.dev/pseudonymisation-part';

/** Of a gap whose subject has no data of its own: a policy that selects nothing, the cluster. */
export const NO_CLASS: Classification = {
  dataClass: 'unknown',
  basis: 'unknown',
  source: noClassFound,
  dataAtRest: false,
};

/** Sensitivity for "the maximum of all sources" (gdpr.md §4.3); `unknown` is no sensitivity and never wins. */
const SENSITIVITY: Readonly<Record<DataClass, number>> = {
  unknown: -1,
  none: 0,
  pseudonymised: 1,
  personal: 2,
  children: 3,
  criminal: 4,
  special: 5,
};

export function isMoreSensitive(a: DataClass, b: DataClass): boolean {
  return SENSITIVITY[a] > SENSITIVITY[b];
}

/** The label's value as a class; undefined for a value outside the vocabulary. `unknown` is no value that can be declared. */
export function parseDataClass(value: string): DataClass | undefined {
  return value !== 'unknown' && Object.hasOwn(SENSITIVITY, value) ? (value as DataClass) : undefined;
}

/** P of gdpr.md §2.1: the class is known and personal in some form. */
export function isPersonal(dataClass: DataClass): boolean {
  return dataClass !== 'none' && dataClass !== 'unknown';
}

/**
 * P* of the catalogue's conditions ("Which workloads"): only a declared `none` is out. One that a workload inherits from
 * its namespace says nothing of the workload itself, and gets the column of none.
 */
export function isInScope({ dataClass, basis }: Pick<Classification, 'dataClass' | 'basis'>): boolean {
  return dataClass !== 'none' || basis !== 'declared';
}

/** S and C of §2.1, and children, who share their column in the severity table. */
export function isSpecial(dataClass: DataClass): boolean {
  return dataClass === 'special' || dataClass === 'criminal' || dataClass === 'children';
}

/**
 * Orders classes by how much they matter in the severity table: a known class before an unknown one where the table
 * gives it at least as much, so that a namespace is judged by its worst workload.
 */
export function worstClass<T extends { readonly dataClass: DataClass }>(items: readonly T[]): T | undefined {
  let worst: T | undefined;
  for (const item of items) if (worst === undefined || weight(item.dataClass) > weight(worst.dataClass)) worst = item;
  return worst;
}

function weight(dataClass: DataClass): number {
  return dataClass === 'unknown' ? 0.5 : SENSITIVITY[dataClass];
}

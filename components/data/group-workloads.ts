import type { DataWorkload } from '#lib/api/data-schemas.ts';
import type { DataClass } from '#lib/gdpr/types.ts';
import { SENSITIVITY } from '#lib/gdpr/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';

export type DataGrouping = 'namespace' | 'class' | 'basis';

export interface WorkloadGroup {
  /** A namespace, a class or a basis. */
  readonly key: string;
  readonly workloads: readonly DataWorkload[];
}

export function namespaceOf({ key }: Pick<DataWorkload, 'key'>): string {
  return key.slice(0, key.indexOf('/'));
}

/** Of `ns/Kind/name`. */
export function nameOf(key: string): string {
  return key.split('/').slice(2).join('/');
}

export function kindOf(key: string): string {
  return key.split('/')[1] ?? '';
}

/** P of the checks: personal data in some form, by whatever ground. */
export function isPersonalClass(dataClass: DataClass): boolean {
  return dataClass !== 'none' && dataClass !== 'unknown';
}

/** Every word of the text must be in the key, the class, the basis or the source. */
export function filterWorkloads(
  workloads: readonly DataWorkload[],
  text: string,
  dataClass: DataClass | undefined,
): readonly DataWorkload[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && dataClass === undefined) return workloads;
  return workloads.filter(({ key, classification }) => {
    if (dataClass !== undefined && classification.dataClass !== dataClass) return false;
    const searched =
      `${key} ${classification.dataClass} ${classification.basis} ${classification.source}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

const BASES = ['unknown', 'inferred', 'inherited', 'declared'];

/**
 * The most in need of an answer first: namespaces by how many are unknown or suggested, classes by sensitivity, grounds
 * from unknown to declared. Inside a group the order of the answer holds.
 */
export function groupWorkloads(workloads: readonly DataWorkload[], grouping: DataGrouping): readonly WorkloadGroup[] {
  const keyOf = (workload: DataWorkload): string => {
    if (grouping === 'namespace') return namespaceOf(workload);
    return grouping === 'class' ? workload.classification.dataClass : workload.classification.basis;
  };
  const groups = [...Map.groupBy(workloads, keyOf)].map(([key, own]) => ({ key, workloads: own }));
  switch (grouping) {
    case 'namespace':
      return groups.sort((a, b) => openIn(b) - openIn(a) || compareNames(a.key, b.key));
    case 'class':
      return groups.sort((a, b) => SENSITIVITY.indexOf(a.key as DataClass) - SENSITIVITY.indexOf(b.key as DataClass));
    case 'basis':
      return groups.sort((a, b) => BASES.indexOf(a.key) - BASES.indexOf(b.key));
  }
}

function openIn({ workloads }: WorkloadGroup): number {
  return workloads.filter(
    ({ classification, suggestion }) => suggestion !== undefined || classification.basis === 'unknown',
  ).length;
}

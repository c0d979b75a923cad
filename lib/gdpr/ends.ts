import { formatRange, parseAddress } from '#lib/policy/address.ts';
import type { PolicyModel, RelationRow, SingleEnd } from '#lib/policy/model.ts';
import { hypotheticalId } from '#lib/text/en/gaps.ts';
import type { CheckContext } from './check.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const NO_LABELS = Object.freeze(Object.create(null)) as Readonly<Record<string, string>>;

/** φ(ns): a pod without labels, the only honest test of "by default" (gdpr.md §2.1). */
export function phantom(namespace: string): SingleEnd {
  return { type: 'hypothetical', namespace, labels: NO_LABELS };
}

export function classEnd(id: number): SingleEnd {
  return { type: 'class', class: id };
}

/** Every cluster has these, whatever the input holds. */
export const ALWAYS_THERE: readonly string[] = ['default', 'kube-system'];

/**
 * The namespaces whose phantom pods count as "another namespace": those of the input, `default` first as the place
 * where a pod lands by itself, then those that every cluster has and that the input does not hold.
 */
export function otherNamespaces(model: PolicyModel, namespace: string): readonly OtherNamespace[] {
  const known = model.namespaces.filter((other) => other !== namespace);
  const assumed = ALWAYS_THERE.filter((other) => other !== namespace && !known.includes(other));
  return [
    ...known.filter((other) => other === 'default'),
    ...known.filter((other) => other !== 'default'),
    ...assumed,
  ].map((name) => ({ name, assumed: assumed.includes(name) }));
}

export interface OtherNamespace {
  readonly name: string;
  readonly assumed: boolean;
}

/** How the witness names an end: `ns/Kind/name`, `ns/?`, `internet`, or an address. */
export function endId(context: CheckContext, end: SingleEnd, workload?: WorkloadFacts): string {
  switch (end.type) {
    case 'class':
      return workload?.key ?? context.workloadsOfClass.get(end.class)?.[0]?.key ?? '';
    case 'hypothetical':
      return hypotheticalId(end.namespace, end.labels);
    case 'node':
      return end.name;
    case 'address':
      return end.first === end.last ? end.first : rangeText(end);
    case 'internet':
      return 'internet';
  }
}

/** As a CIDR where the range is one, as people write it. */
function rangeText({ family, first, last }: Extract<SingleEnd, { type: 'address' }>): string {
  const [low, high] = [parseAddress(first), parseAddress(last)];
  if (low === undefined || high === undefined) return `${first}-${last}`;
  return formatRange(family, { first: low.value, last: high.value });
}

/** Keys of the real workloads in the rows that are allowed for certain (or possibly), sorted, without `self`. */
export function workloadsInRows(
  context: CheckContext,
  rows: readonly RelationRow[],
  accept: (row: RelationRow) => boolean,
  self: string,
): readonly string[] {
  const keys = new Set<string>();
  for (const row of rows) {
    if (!accept(row)) continue;
    for (const id of row.classes.keys()) {
      for (const workload of context.workloadsOfClass.get(id) ?? []) if (workload.count > 0) keys.add(workload.key);
    }
  }
  keys.delete(self);
  return [...keys].sort();
}

import { formatRange, parseAddress } from '#lib/policy/address.ts';
import type { PolicyModel, RelationRow, SingleEnd } from '#lib/policy/model.ts';
import { hypotheticalId } from '#lib/text/en/witness.ts';
import type { CheckContext } from './check.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const NO_LABELS = Object.freeze(Object.create(null)) as Readonly<Record<string, string>>;

/** φ(ns): a pod without labels, the only honest test of "by default" (gdpr.md §2.1). */
export function phantom(namespace: string): SingleEnd {
  return { type: 'hypothetical', namespace, labels: NO_LABELS };
}

export function classEnd(id: number): Extract<SingleEnd, { type: 'class' }> {
  return { type: 'class', class: id };
}

/** Every cluster has these, whatever the input holds. */
export const ALWAYS_THERE: readonly string[] = ['default', 'kube-system'];

export interface OtherNamespace {
  readonly name: string;
  readonly assumed: boolean;
}

/** Those of one model, in the order in which their phantom pods are asked. */
export interface OrderedNamespaces {
  readonly list: readonly OtherNamespace[];
  readonly placeOf: ReadonlyMap<string, number>;
}

const ordered = new WeakMap<PolicyModel, OrderedNamespaces>();

/**
 * The namespaces whose phantom pods are asked: those of the input, `default` first as the place where a pod lands by
 * itself, then those that every cluster has and that the input does not hold.
 */
export function orderedNamespaces(model: PolicyModel): OrderedNamespaces {
  let found = ordered.get(model);
  if (found === undefined) {
    const known = new Set(model.namespaces);
    const first = known.has('default') ? ['default'] : [];
    const names = [...first, ...model.namespaces.filter((name) => name !== 'default')];
    const assumed = ALWAYS_THERE.filter((name) => !known.has(name));
    const list = [...names, ...assumed].map((name) => ({ name, assumed: !known.has(name) }));
    found = { list, placeOf: new Map(list.map(({ name }, place) => [name, place])) };
    ordered.set(model, found);
  }
  return found;
}

/** Of these the others: those that count as "another namespace". */
export function* otherNamespaces(model: PolicyModel, namespace: string): Generator<OtherNamespace, undefined> {
  for (const other of orderedNamespaces(model).list) if (other.name !== namespace) yield other;
}

/** Of the other namespaces the first. */
export function firstOther(model: PolicyModel, namespace: string): OtherNamespace | undefined {
  return orderedNamespaces(model).list.find(({ name }) => name !== namespace);
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

import type { PolicyListItem } from '#lib/api/policy-types.ts';
import { compareNames } from '#lib/text/compare-names.ts';

export const QUICK_FILTERS = ['nothing', 'redundant', 'any', 'gap'] as const;
export type QuickFilter = (typeof QUICK_FILTERS)[number];

/** What the inventory can be narrowed to by lists of values; absent: not narrowed. */
export interface PolicyChoices {
  readonly kind?: string | undefined;
  readonly namespace?: string | undefined;
  readonly manager?: string | undefined;
}
export const POLICY_CHOICES = ['kind', 'namespace', 'manager'] as const;
export type PolicyChoice = (typeof POLICY_CHOICES)[number];

export interface PolicyFilters extends PolicyChoices {
  /** Keys (`policyKey`) that the filter of the page keeps; absent: all. */
  readonly kept?: ReadonlySet<string> | undefined;
  readonly quick?: QuickFilter | undefined;
}

export const policyKey = ({ kind, namespace, name }: PolicyListItem['policy']): string =>
  `${namespace}/${kind}/${name}`;

/** The policies that everything admits, in their order. `redundant`: keys of those with a rule that changes nothing. */
export function filterPolicies(
  items: readonly PolicyListItem[],
  { kept, quick, ...choices }: PolicyFilters,
  redundant: ReadonlySet<string>,
): readonly PolicyListItem[] {
  return items.filter(
    (item) =>
      (kept === undefined || kept.has(policyKey(item.policy))) &&
      (quick === undefined || passesQuick(item, quick, redundant)) &&
      POLICY_CHOICES.every((choice) => choices[choice] === undefined || choiceValue(item, choice) === choices[choice]),
  );
}

/** Counts stand on the chips, also 0: that nothing selects nothing is worth knowing. */
export function quickCount(
  items: readonly PolicyListItem[],
  filter: QuickFilter,
  redundant: ReadonlySet<string>,
): number {
  return items.filter((item) => passesQuick(item, filter, redundant)).length;
}

function passesQuick(item: PolicyListItem, filter: QuickFilter, redundant: ReadonlySet<string>): boolean {
  switch (filter) {
    case 'nothing':
      return item.selects.pods === 0;
    case 'redundant':
      return redundant.has(policyKey(item.policy));
    case 'any':
      return item.opensToAny;
    case 'gap':
      return item.gaps !== undefined;
  }
}

/** Where nobody is known to have changed it, or it is for the whole cluster, the value is empty. */
function choiceValue({ policy, changed }: PolicyListItem, choice: PolicyChoice): string {
  switch (choice) {
    case 'kind':
      return policy.kind;
    case 'namespace':
      return policy.namespace;
    case 'manager':
      return changed?.manager ?? '';
  }
}

/** What a list of values offers: how many policies would be left, under everything else as it is. */
export function choiceOptions(
  items: readonly PolicyListItem[],
  choice: PolicyChoice,
  filters: PolicyFilters,
  redundant: ReadonlySet<string>,
): readonly { readonly value: string; readonly found: number }[] {
  const counts = new Map<string, number>();
  const chosen = filters[choice];
  if (chosen !== undefined) counts.set(chosen, 0);
  for (const item of filterPolicies(items, { ...filters, [choice]: undefined }, redundant)) {
    const value = choiceValue(item, choice);
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, found]) => ({ value, found })).sort((a, b) => compareNames(a.value, b.value));
}

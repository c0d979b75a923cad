import type { Asked, CheckContext } from './check.ts';
import { type AnyPolicyEntry, allPoliciesOf, type PolicyEntry, policiesOf } from './policy-rules.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** The workloads that a check looks at. */
export function askedWorkloads({ workloads }: CheckContext, asked: Asked | undefined): readonly WorkloadFacts[] {
  return asked === undefined
    ? [...workloads.values()]
    : [...asked.workloads].flatMap((key) => workloads.get(key) ?? []);
}

/** The NetworkPolicies that a check looks at. */
export function askedPolicies(context: CheckContext, asked: Asked | undefined): readonly PolicyEntry[] {
  return selecting(policiesOf(context), asked);
}

/** Policies of every kind that a check looks at. */
export function allAskedPolicies(context: CheckContext, asked: Asked | undefined): readonly AnyPolicyEntry[] {
  return selecting(allPoliciesOf(context), asked);
}

function selecting<Entry extends AnyPolicyEntry>(entries: readonly Entry[], asked: Asked | undefined) {
  if (asked === undefined) return entries;
  const classes = [...asked.classes];
  return entries.filter(({ inForce }) => classes.some((id) => inForce?.subjects.has(id) === true));
}

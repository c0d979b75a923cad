import type { PolicyInForce } from '#lib/policy/model.ts';
import type { CheckContext } from './check.ts';

const grouped = new WeakMap<CheckContext, ReadonlyMap<string, readonly PolicyInForce[]>>();

/** Policies that select a pod which `inForce` selects too, itself among them: of its namespace, and cluster-wide ones. */
export function policiesBeside(context: CheckContext, inForce: PolicyInForce): readonly PolicyInForce[] {
  let groups = grouped.get(context);
  if (groups === undefined) {
    groups = Map.groupBy(context.model.policies, ({ policy }) => policy.namespace);
    grouped.set(context, groups);
  }
  const near = [...(groups.get(inForce.policy.namespace) ?? []), ...(groups.get('') ?? [])];
  return near.filter((other) => other === inForce || meet(other.subjects, inForce.subjects));
}

/** Iterates the smaller set: a cluster-wide policy selects thousands of classes, one of a namespace a few. */
function meet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const id of small) if (large.has(id)) return true;
  return false;
}

import type { PolicyInForce } from '#lib/policy/model.ts';
import type { CheckContext } from './check.ts';

const grouped = new WeakMap<CheckContext, ReadonlyMap<string, readonly PolicyInForce[]>>();

/** The policies of a namespace; those of the whole cluster where the name is empty. */
export function policiesInside(context: CheckContext, namespace: string): readonly PolicyInForce[] {
  let groups = grouped.get(context);
  if (groups === undefined) {
    groups = Map.groupBy(context.model.policies, ({ policy }) => policy.namespace);
    grouped.set(context, groups);
  }
  return groups.get(namespace) ?? [];
}

/**
 * Policies that select a pod which `inForce` selects too, itself among them: of its namespace, and cluster-wide ones;
 * of a cluster-wide policy those of every namespace.
 */
export function policiesBeside(context: CheckContext, inForce: PolicyInForce): readonly PolicyInForce[] {
  const known = beside.get(inForce);
  if (known !== undefined) return known;
  const own = inForce.policy.namespace;
  const inside = (namespace: string) => policiesInside(context, namespace);
  const near = own === '' ? context.model.policies : [...inside(own), ...inside('')];
  const found = near.filter((other) => other === inForce || meet(other.subjects, inForce.subjects));
  beside.set(inForce, found);
  return found;
}

/** A policy in force is of one model. */
const beside = new WeakMap<PolicyInForce, readonly PolicyInForce[]>();

/** Iterates the smaller set: a cluster-wide policy selects thousands of classes, one of a namespace a few. */
function meet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const id of small) if (large.has(id)) return true;
  return false;
}

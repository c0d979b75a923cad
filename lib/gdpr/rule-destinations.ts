import type { ClusterPolicy, NetworkPolicy } from '#lib/kube/objects.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import type { CheckContext } from './check.ts';
import { namespacesMatching, selectorPeers, workloadsOfPeer } from './peer-workloads.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * Where connections of a rule go: for ingress to what its policy selects, for egress to what its selectors mean (row 48),
 * to every workload where it means everybody. Empty where nobody is meant, or where it is not known who.
 */
export function ruleDestinations(
  context: CheckContext,
  policy: NetworkPolicy | ClusterPolicy,
  inForce: PolicyInForce,
  rule: RuleInForce,
): readonly WorkloadFacts[] {
  if (rule.direction === 'ingress') return selectedBy(context, inForce);
  if (rule.anyPeer) return [...context.workloads.values()];
  const lists: (readonly WorkloadFacts[])[] = [];
  for (const peer of selectorPeers(policy)) {
    if (peer.direction !== 'egress' || peer.rule !== rule.index) continue;
    const { namespaceSelector } = peer;
    if (namespaceSelector !== undefined && namespacesMatching(context, namespaceSelector).possible.length > 0)
      return [];
    lists.push(workloadsOfPeer(context, peer, rule.policy.namespace, 'with-hosts'));
  }
  const [only = []] = lists;
  return lists.length < 2 ? only : [...new Set(lists.flat())];
}

const selected = new WeakMap<CheckContext, WeakMap<PolicyInForce, readonly WorkloadFacts[]>>();

/** The workloads that a policy selects. Two contexts of one model have facts of their own. */
function selectedBy(context: CheckContext, inForce: PolicyInForce): readonly WorkloadFacts[] {
  const known = selected.get(context) ?? new WeakMap<PolicyInForce, readonly WorkloadFacts[]>();
  selected.set(context, known);
  let found = known.get(inForce);
  if (found === undefined) {
    found = [...new Set([...inForce.subjects].flatMap((id) => context.workloadsOfClass.get(id) ?? []))];
    known.set(inForce, found);
  }
  return found;
}

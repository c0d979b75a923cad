import type { ClusterPolicy, NetworkPolicy } from '#lib/kube/objects.ts';
import { ASSUMED_RESOLVER } from '#lib/policy/dns-resolvers.ts';
import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import { withNameLabel } from '#lib/policy/namespaces.ts';
import { namespacesOfUnreadPods } from '#lib/policy/weak-input.ts';
import { POL_006 } from '#lib/text/en/checks/pol.ts';
import type { CheckContext } from './check.ts';
import { ALWAYS_THERE } from './ends.ts';
import { namespacesMatching, type SelectorPeer, selectorPeers, workloadsOfPeer } from './peer-workloads.ts';
import { selectsWorkload } from './policy-rules.ts';
import { findResolvers } from './resolvers.ts';

/** A peer that means no pod of the input. */
export interface DeadPeer {
  readonly peer: SelectorPeer;
  /** Why there may be one all the same; empty: there is none. */
  readonly because: readonly string[];
  /** Namespaces that every cluster has and that the input does not hold: nothing can be said. */
  readonly outside: readonly string[];
  /** It means the pods that are assumed to answer DNS where the input has no resolver: nothing can be said either. */
  readonly isAssumedResolver: boolean;
}

/** The peers of a policy that match no pod and no pod template, on the host network or not (gdpr.md §3, POL-006). */
export function deadPeers(context: CheckContext, policy: NetworkPolicy | ClusterPolicy): readonly DeadPeer[] {
  const own = policy.metadata.namespace ?? 'default';
  return selectorPeers(policy).flatMap((peer) => deadPeer(context, peer, own) ?? []);
}

function deadPeer(context: CheckContext, peer: SelectorPeer, own: string): DeadPeer | undefined {
  if (workloadsOfPeer(context, peer, own, 'with-hosts').length > 0) return undefined;
  const { namespaceSelector, podSelector = {} } = peer;
  const { certain, possible } =
    namespaceSelector === undefined ? { certain: [own], possible: [] } : namespacesMatching(context, namespaceSelector);
  const isPossible = possible.some((name) =>
    (context.workloadsByNamespace.get(name) ?? []).some((each) => selectsWorkload(podSelector, each)),
  );
  const unread = namespacesOfUnreadPods(context.model.objects);
  const isHidden = [...certain, ...possible].some((name) => unread === 'all' || unread.has(name));
  const because = [
    ...(isPossible ? [POL_006.namespacesUnknown(possible)] : []),
    ...(isHidden ? [POL_006.podsUnread] : []),
  ];
  const outside = outsideTheInput(context, peer);
  return { peer, because, outside, isAssumedResolver: isAssumedResolver(context, peer, [...certain, ...outside]) };
}

/** What DNS-001 assumes, and every fix for egress writes, is not dead. */
function isAssumedResolver(
  context: CheckContext,
  { podSelector }: SelectorPeer,
  namespaces: readonly string[],
): boolean {
  const { namespace, labels } = ASSUMED_RESOLVER;
  return (
    namespaces.includes(namespace) &&
    podSelector !== undefined &&
    requirementsOf(podSelector).every((each) => matchesRequirement(each, labels)) &&
    findResolvers(context).assumed
  );
}

function outsideTheInput({ model }: CheckContext, { namespaceSelector }: SelectorPeer): readonly string[] {
  if (namespaceSelector === undefined) return [];
  const requirements = requirementsOf(namespaceSelector);
  return ALWAYS_THERE.filter(
    (name) =>
      !model.namespaces.includes(name) &&
      requirements.every((each) => matchesRequirement(each, withNameLabel(undefined, name))),
  );
}

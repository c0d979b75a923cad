import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { CLUSTER_POLICY_KINDS } from '#lib/kube/cluster-policy-kinds.ts';
import { POLICY_GROUPS } from '#lib/kube/policy-groups.ts';
import { isUnreadClusterPolicy, tierOf } from './compile/cluster-policy.ts';
import { isUnreadPolicy } from './compile/network-policy.ts';
import { type ReasonMask, reasonBit } from './reasons.ts';

const NETWORK_POLICIES = 'networkpolicies.networking.k8s.io';

/** What could not be read, is not understood or is not evaluated, by what it could touch (§3.11). */
export interface Weakness {
  /** Namespace → some NetworkPolicy there is not understood. */
  readonly doubt: ReadonlyMap<string, ReasonMask>;
  /** Namespace → its NetworkPolicies may not be read. */
  readonly policiesUnread: ReadonlyMap<string, ReasonMask>;
  readonly policiesUnreadEverywhere: ReasonMask;
  /** Namespace → policies of kinds that are not evaluated. */
  readonly notEvaluated: ReadonlyMap<string, ReasonMask>;
  readonly notEvaluatedEverywhere: ReasonMask;
  /** Cluster-wide policies of the tier are not read or not understood. */
  readonly adminUnread: ReasonMask;
  readonly baselineUnread: ReasonMask;
}

export function readWeakness(objects: ClusterObjects): Weakness {
  const notUnderstood = reasonBit('policy-not-understood');
  const notRead = reasonBit('policies-not-read');
  const notEvaluatedBit = reasonBit('policy-kind-not-evaluated');
  const doubt = new Map<string, ReasonMask>();
  for (const policy of objects.networkPolicies.values()) {
    if (isUnreadPolicy(policy)) doubt.set(policy.metadata.namespace ?? 'default', notUnderstood);
  }
  let adminUnread: ReasonMask = 0;
  let baselineUnread: ReasonMask = 0;
  for (const policy of objects.clusterPolicies.values()) {
    if (!isUnreadClusterPolicy(policy)) continue;
    // Where not even the tier can be read, it may be of the first one.
    if (tierOf(policy) === 'Baseline') baselineUnread |= notUnderstood;
    else adminUnread |= notUnderstood;
  }
  const notEvaluated = new Map<string, ReasonMask>();
  let notEvaluatedEverywhere: ReasonMask = 0;
  for (const { metadata } of objects.unevaluated.values()) {
    if (metadata.namespace === undefined) notEvaluatedEverywhere |= notEvaluatedBit;
    else notEvaluated.set(metadata.namespace, notEvaluatedBit);
  }
  const policiesUnread = new Map<string, ReasonMask>();
  let policiesUnreadEverywhere: ReasonMask = 0;
  for (const { resource, state, deniedNamespaces = [] } of objects.completeness.kinds) {
    const isHidden = state === 'forbidden' || state === 'failed';
    if (!isHidden && state !== 'partial') continue;
    const group = resource.slice(resource.indexOf('.') + 1);
    // The source may call the kind by its version, too.
    const kind = CLUSTER_POLICY_KINDS.find((kept) => kept.resource === resource)?.kind;
    if (resource === NETWORK_POLICIES) {
      if (isHidden) policiesUnreadEverywhere |= notRead;
      else for (const name of deniedNamespaces) policiesUnread.set(name, notRead);
    } else if (kind === 'BaselineAdminNetworkPolicy') baselineUnread |= notRead;
    else if (kind !== undefined) adminUnread |= notRead;
    else if (POLICY_GROUPS.has(group)) {
      // Kinds that are not evaluated, of which not even the number is known.
      if (isHidden) notEvaluatedEverywhere |= notRead;
      else for (const name of deniedNamespaces) notEvaluated.set(name, (notEvaluated.get(name) ?? 0) | notRead);
    }
  }
  return {
    ...{ doubt, policiesUnread, policiesUnreadEverywhere, notEvaluated, notEvaluatedEverywhere },
    ...{ adminUnread, baselineUnread },
  };
}

/** Equal for equal weakness. */
export function weaknessText(weakness: Weakness): string {
  return JSON.stringify(weakness, (_, value) => (value instanceof Map ? [...value].sort() : value));
}

/** The namespaces whose pods may not be read: there may be more pods there than are known. */
export function namespacesOfUnreadPods(objects: ClusterObjects): ReadonlySet<string> | 'all' {
  return namespacesNotRead(objects, 'pods');
}

/** The namespaces whose NetworkPolicies may not be read: there may be more policies there than are known. */
export function namespacesOfUnreadPolicies(objects: ClusterObjects): ReadonlySet<string> | 'all' {
  return namespacesNotRead(objects, NETWORK_POLICIES);
}

function namespacesNotRead({ completeness }: ClusterObjects, wanted: string): ReadonlySet<string> | 'all' {
  const names = new Set<string>();
  for (const { resource, state, deniedNamespaces = [] } of completeness.kinds) {
    if (resource !== wanted) continue;
    if (state === 'forbidden' || state === 'failed') return 'all';
    if (state === 'partial') for (const name of deniedNamespaces) names.add(name);
  }
  return names;
}

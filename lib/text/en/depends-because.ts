import type { DependsReason } from '#lib/policy/types.ts';

/** Why a result is UNKNOWN. */
const DEPENDS_BECAUSE: Readonly<Record<DependsReason, string>> = {
  'host-network': 'A pod on the host network is involved; network plugins treat those differently.',
  'pod-without-address': 'A pod has no address yet, so an address block may or may not hold it.',
  'namespace-not-read': 'A Namespace object is not in the input, so its labels are not known.',
  'policies-not-read': 'Policies of a namespace cannot be read.',
  'policy-not-understood': 'A policy or a rule could not be understood.',
  'nodes-not-read': 'Node addresses are not known.',
  'named-port-unresolved': 'A port name cannot be resolved.',
  'own-node': 'Whether a pod’s own node is filtered depends on the network plugin.',
  'self-via-service': 'A pod that calls itself through its Service: network plugins differ.',
  'ip-block-on-pods': 'Whether address blocks match pods depends on the network plugin.',
  'ip-block-on-nodes': 'Whether address blocks match nodes depends on the network plugin.',
  'policy-kind-not-evaluated': 'A policy of a kind that this version does not evaluate may decide.',
  'source-rewriting': 'The source address may be rewritten before policies look.',
  'priority-tie': 'Two policies of equal priority may both decide.',
  fqdn: 'A rule names a domain; its addresses are not known.',
  'pods-not-read': 'Pods of a namespace cannot be read.',
  'end-port-unsupported': 'The network plugin may ignore endPort.',
  'sctp-unsupported': 'The network plugin may ignore SCTP.',
  'source-ranges-not-read': 'A load balancer names a range of clients that is no address block; it may mean anybody.',
};

export function dependsBecause(reasons: readonly DependsReason[]): readonly string[] {
  return reasons.map((reason) => DEPENDS_BECAUSE[reason]);
}

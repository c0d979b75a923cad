import type { Direction, LabelSelector, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { type PolicySpec, policyYaml, portEntries, selectLabels } from './fix-yaml.ts';
import { newPolicyName } from './fixes.ts';
import { selectorLabels } from './identity-labels.ts';
import { dnsRules, findResolvers } from './resolvers.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const NAME = 'kubernetes.io/metadata.name';

/**
 * The change that keeps a workload and the pods of some namespaces apart in one direction: every rule at its gate that
 * means these namespaces leaves them out; where the gate is open, a policy that admits the rest of the cluster. Empty
 * where a NetworkPolicy cannot do it: its own namespace is among them, or cluster-wide policies decide.
 */
export function closeNamespacesYaml(
  context: CheckContext,
  workload: WorkloadFacts,
  direction: Direction,
  namespaces: readonly string[],
): string {
  if (namespaces.includes(workload.namespace) || workload.hostNetwork) return '';
  const gates = workload.classes.map((id) => context.model.gate(classEnd(id), direction));
  const refs = new Map(gates.flatMap(({ policies }) => policies.map((ref) => [`${ref.kind} ${ref.name}`, ref])));
  if ([...refs.values()].some(({ kind }) => kind !== 'NetworkPolicy')) return '';
  const changed = [...refs.values()].flatMap((ref) => narrowed(context, ref, direction, namespaces) ?? []);
  if (gates.every(({ isolated }) => isolated === 'yes')) return changed.join('---\n');
  const elsewhere = { namespaceSelector: without({}, namespaces) };
  const ports = direction === 'ingress' ? portEntries(workload.served) : undefined;
  const rule =
    direction === 'ingress'
      ? { ingress: [{ from: [elsewhere], ...(ports === undefined ? {} : { ports }) }] }
      : { egress: [...dnsRules(findResolvers(context), context), { to: [elsewhere] }] };
  const own = policyYaml(workload.namespace, newPolicyName(context, workload.namespace, workload.name, 'apart'), {
    podSelector: selectLabels(selectorLabels(workload, context)),
    policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
    ...rule,
  });
  return [...changed, own].join('---\n');
}

/** The policy with the namespaces left out of its peers; undefined where none of its peers means them. */
function narrowed(
  context: CheckContext,
  ref: PolicyRef,
  direction: Direction,
  namespaces: readonly string[],
): string | undefined {
  const policy = context.model.objects.networkPolicies.get(`${ref.namespace}/${ref.name}`);
  if (policy === undefined || policyObject(context.model.objects, ref)?.unread !== undefined) return undefined;
  let changes = false;
  const apart = (peers: readonly NetworkPolicyPeer[] | undefined): readonly NetworkPolicyPeer[] => {
    if (peers === undefined || peers.length === 0) {
      changes = true;
      return [{ namespaceSelector: without({}, namespaces) }];
    }
    return peers.map((peer) => {
      const { namespaceSelector } = peer;
      if (namespaceSelector === undefined || !namespaces.some((name) => means(context, namespaceSelector, name))) {
        return peer;
      }
      changes = true;
      return { ...peer, namespaceSelector: without(namespaceSelector, namespaces) };
    });
  };
  const spec: PolicySpec =
    direction === 'ingress'
      ? { ...policy.spec, ingress: (policy.spec.ingress ?? []).map((rule) => ({ ...rule, from: apart(rule.from) })) }
      : { ...policy.spec, egress: (policy.spec.egress ?? []).map((rule) => ({ ...rule, to: apart(rule.to) })) };
  return changes ? policyYaml(ref.namespace, ref.name, spec) : undefined;
}

function means(context: CheckContext, selector: LabelSelector, namespace: string): boolean {
  const labels = context.model.objects.namespaces.get(namespace)?.metadata.labels;
  return requirementsOf(selector).every((requirement) =>
    matchesRequirement(requirement, { ...labels, [NAME]: namespace }),
  );
}

function without(selector: LabelSelector, namespaces: readonly string[]): LabelSelector {
  const apart = { key: NAME, operator: 'NotIn', values: [...namespaces].sort() } as const;
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), apart] };
}

import type { Labels, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { type PolicySpec, podPeer, policyYaml, portEntries, selectLabels } from './fix-yaml.ts';
import { selectorLabels } from './identity-labels.ts';
import type { CountedWorkloads } from './reaching-workloads.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Peers named in a generated allow list; a longer list is nobody's least privilege. */
const MAX_CLIENTS = 40;

/** A DNS label made of `name` and a suffix, at most 253 characters. */
export function policyName(name: string, suffix: string): string {
  return `${name.slice(0, 253 - suffix.length - 1)}-${suffix}`;
}

/** The same, or with a number after it, as long as a policy has it: a fix must not overwrite what stands there. */
export function newPolicyName({ model }: CheckContext, namespace: string, name: string, suffix: string): string {
  const isTaken = (each: string): boolean => model.objects.networkPolicies.has(`${namespace}/${each}`);
  let free = policyName(name, suffix);
  for (let number = 2; isTaken(free); number++) free = policyName(name, `${suffix}-${number}`);
  return free;
}

/** The workloads of the same namespace among today's peers, but for those named. */
export function clientsInside(
  context: CheckContext,
  workload: WorkloadFacts,
  peers: Pick<CountedWorkloads, 'inNamespace'>,
  without?: ReadonlySet<string>,
): readonly WorkloadFacts[] {
  const inside: WorkloadFacts[] = [];
  for (const key of peers.inNamespace(workload.namespace)) {
    if (without?.has(key)) continue;
    const facts = context.workloads.get(key);
    if (facts !== undefined) inside.push(facts);
    if (inside.length === MAX_CLIENTS) break;
  }
  return inside;
}

/** Selector peers for workloads; those without labels cannot be named. */
export function peersOf(context: CheckContext, workloads: readonly WorkloadFacts[]): readonly NetworkPolicyPeer[] {
  const peers = new Map<string, NetworkPolicyPeer>();
  for (const workload of workloads) {
    const labels = selectorLabels(workload, context);
    if (labels !== undefined) peers.set(JSON.stringify(Object.entries(labels)), podPeer(labels));
  }
  return [...peers.values()];
}

/**
 * A policy that isolates a workload for ingress and admits its clients on the ports that it serves.
 * @param clients of its own namespace.
 * @param more peers that mean clients of other namespaces.
 */
export function allowClientsYaml(
  context: CheckContext,
  workload: WorkloadFacts,
  clients: readonly WorkloadFacts[],
  more: readonly NetworkPolicyPeer[] = [],
): string {
  const from = [...peersOf(context, clients), ...more];
  const ports = portEntries(workload.served);
  return policyYaml(workload.namespace, newPolicyName(context, workload.namespace, workload.name, 'clients'), {
    podSelector: selectLabels(selectorLabels(workload, context)),
    policyTypes: ['Ingress'],
    ingress: from.length === 0 ? [] : [{ from, ...(ports === undefined ? {} : { ports }) }],
  });
}

/** The policy as it is, with one change to its spec. Empty where the object is not at hand. */
export function changedPolicyYaml(
  context: CheckContext,
  ref: PolicyRef,
  change: (spec: PolicySpec) => PolicySpec,
): string {
  const policy = context.model.objects.networkPolicies.get(`${ref.namespace}/${ref.name}`);
  if (policy === undefined) return '';
  return policyYaml(ref.namespace, ref.name, change(policy.spec));
}

export function replaceAt<T>(items: readonly T[] | undefined, index: number, item: T | undefined): readonly T[] {
  return (items ?? []).flatMap((old, i) => (i !== index ? [old] : item === undefined ? [] : [item]));
}

export function namespaceNamed(namespace: string): { readonly matchLabels: Labels } {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}

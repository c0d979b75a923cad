import type { NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { byClusterPolicy } from '#lib/text/en/witness.ts';
import type { CheckContext } from './check.ts';
import { podPeer, policyYaml, portEntries, selectLabels } from './fix-yaml.ts';
import { changedPolicyYaml, namespaceNamed, newPolicyName } from './fixes.ts';
import { selectorLabels } from './identity-labels.ts';
import { lazyFix } from './lazy-fix.ts';
import { ruleIndex } from './policy-rules.ts';
import type { Gap, WitnessHop, WitnessReason } from './types.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** What to say of the change: where nothing isolated the workload, where rules are narrowed, where no policy can. */
export interface NarrowingNotes {
  readonly open: string;
  readonly rule: string;
  readonly host: string;
}

/** Peers that are named in a generated list; a longer one is nobody's least privilege. */
const MAX_CLIENTS = 40;

/**
 * The change that leaves only `clients` in: each rule that the witness names is narrowed to them; where nothing isolates
 * the workload, a policy that does and admits them.
 */
export function narrowIngressFix(
  context: CheckContext,
  workload: WorkloadFacts,
  hop: WitnessHop | undefined,
  clients: readonly WorkloadFacts[],
  notes: NarrowingNotes,
): Gap['fix'] {
  if (workload.hostNetwork) return { yaml: '', note: notes.host };
  const opening = ingressRules(hop);
  const [first] = opening;
  const foreign = opening.find(({ policy }) => policy.kind !== 'NetworkPolicy');
  if (foreign !== undefined) return { yaml: '', note: byClusterPolicy(foreign.policy) };
  if (first === undefined) return lazyFix(notes.open, () => clientsPolicy(context, workload, clients));
  return lazyFix(notes.rule, () => {
    const from = clientPeers(context, workload, clients);
    const byPolicy = Map.groupBy(opening, ({ policy }) => `${policy.namespace}/${policy.name}`);
    return [...byPolicy.values()]
      .map((rules) => narrowed(context, workload, rules, from))
      .filter((yaml) => yaml !== '')
      .join('---\n');
  });
}

type OpeningRule = WitnessReason & { readonly policy: NonNullable<WitnessReason['policy']> };

/** The rules at the target's gate that let the witness in. */
export function ingressRules(hop: WitnessHop | undefined): readonly OpeningRule[] {
  return (hop?.because ?? []).flatMap((reason) =>
    reason.gate === 'ingress' && reason.policy !== undefined ? [{ ...reason, policy: reason.policy }] : [],
  );
}

/** Selectors that name workloads, with their namespace where it is another. Those without labels cannot be named. */
export function clientPeers(
  context: CheckContext,
  workload: WorkloadFacts,
  clients: readonly WorkloadFacts[],
): readonly NetworkPolicyPeer[] {
  const peers = new Map<string, NetworkPolicyPeer>();
  for (const client of clients.slice(0, MAX_CLIENTS)) {
    const labels = selectorLabels(client, context);
    if (labels === undefined) continue;
    const inside = client.namespace === workload.namespace;
    const peer = inside
      ? podPeer(labels)
      : { namespaceSelector: namespaceNamed(client.namespace), podSelector: { matchLabels: labels } };
    peers.set(`${inside ? '' : client.namespace} ${JSON.stringify(Object.entries(labels))}`, peer);
  }
  return [...peers.values()];
}

/** A policy that isolates a workload for ingress and admits these clients on the ports that it serves. */
export function clientsPolicy(
  context: CheckContext,
  workload: WorkloadFacts,
  clients: readonly WorkloadFacts[],
): string {
  const from = clientPeers(context, workload, clients);
  const ports = portEntries(workload.served);
  return policyYaml(workload.namespace, newPolicyName(context, workload.namespace, workload.name, 'clients'), {
    podSelector: selectLabels(selectorLabels(workload, context)),
    policyTypes: ['Ingress'],
    ingress: from.length === 0 ? [] : [{ from, ...(ports === undefined ? {} : { ports }) }],
  });
}

function narrowed(
  context: CheckContext,
  workload: WorkloadFacts,
  rules: readonly OpeningRule[],
  from: readonly NetworkPolicyPeer[],
): string {
  const [first] = rules;
  if (first === undefined) return '';
  const indexes = new Set(rules.map(({ path }) => ruleIndex(path)));
  return changedPolicyYaml(context, first.policy, (spec) => ({
    ...spec,
    ingress: (spec.ingress ?? []).flatMap((rule, index) => {
      if (!indexes.has(index)) return [rule];
      const ports = rule.ports ?? portEntries(workload.served);
      return from.length === 0 ? [] : [{ from, ...(ports === undefined ? {} : { ports }) }];
    }),
  }));
}

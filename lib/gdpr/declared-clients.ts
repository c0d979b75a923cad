import type { NetworkPolicyPeer } from '#lib/kube/objects.ts';
import type { CheckContext } from './check.ts';
import { matchesWorkload } from './data-map/match.ts';
import { flowsOf } from './declared-connections.ts';
import { podPeer } from './fix-yaml.ts';
import { namespaceNamed } from './fixes.ts';
import { selectorLabels } from './identity-labels.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A client of another namespace that somebody declared, as a peer that means it. */
export interface DeclaredClient {
  readonly key: string;
  readonly peer: NetworkPolicyPeer;
}

/**
 * Those of some workloads (`ns/Kind/name`, asked only where somebody is declared) that stand in other namespaces and are declared to connect to a workload, by
 * a flow or as its consumers. One without labels cannot be named: a peer for it would mean its whole namespace.
 */
export function declaredClients(
  context: CheckContext,
  workload: WorkloadFacts,
  keys: () => readonly string[],
): readonly DeclaredClient[] {
  const references = [
    ...flowsOf(context.dataMap, 'to', workload.key).map(({ from }) => from),
    ...(context.dataOf(workload).consumers?.value ?? []),
  ];
  if (references.length === 0) return [];
  return keys().flatMap((key) => {
    const client = context.workloads.get(key);
    if (client === undefined || client.namespace === workload.namespace) return [];
    if (!references.some((reference) => matchesWorkload(reference, key))) return [];
    const labels = selectorLabels(client, context);
    if (labels === undefined) return [];
    return [{ key, peer: { namespaceSelector: namespaceNamed(client.namespace), ...podPeer(labels) } }];
  });
}

import type { Direction } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { countOf } from '#lib/text/en/count.ts';
import { listOf, unless } from '#lib/text/en/phrases.ts';
import { portsInWords } from '#lib/text/en/ports.ts';

function workloadsToday(peers: number): string {
  if (peers === 0) return 'No other workload does today.';
  return peers === 1 ? '1 workload can today.' : `${countOf(peers, 'workload')} can today.`;
}

export const ISO_001 = {
  title: (name: string, namespaces: readonly string[] | undefined, upTo: boolean): string => {
    const from = namespaces === undefined ? 'any pod' : `any pod in ${listOf(namespaces)}`;
    return unless(upTo, `${name} is reachable from ${from}`, `${name} may be reachable from ${from}`);
  },
  exposedBy: (namespaces: readonly string[]): string => `any pod in ${listOf(namespaces)}`,
  summaryOpen: (namespace: string, name: string, ports: PortsJson, peers: number, portsKnown: boolean): string =>
    `No policy in ${namespace} selects ${name} for ingress. A pod that anybody creates in another namespace can connect to it on ${portsInWords(ports)}. ${workloadsToday(peers)}${portsKnown ? '' : ' It declares no port, so every port counts.'}`,
  summaryRule: (policy: string, rule: string, name: string, ports: PortsJson, peers: number): string =>
    `${rule} of policy ${policy} lets pods without labels in other namespaces connect to ${name} on ${portsInWords(ports)}. ${workloadsToday(peers)}`,
  summaryUnknown: (name: string): string =>
    `Whether a pod in another namespace can connect to ${name} cannot be decided from what was read.`,
  fixNew: (clients: number, declared: number, others: number): string =>
    `${clients + declared === 0 ? 'Admits nobody: name the clients that it needs.' : `Keeps the ${countOf(clients, 'workload')} of its own namespace that can connect today${declared === 0 ? '' : `, and ${countOf(declared, 'declared client')} of other namespaces`}.`}${others === 0 ? '' : ` ${countOf(others, 'workload')} of other namespaces would lose access: add those that need it.`}`,
  fixRule: (declared: number): string =>
    `Narrows the rule that opens it to the workloads of its own namespace${declared === 0 ? '' : ` and ${countOf(declared, 'declared client')} of other namespaces`}. Add the clients that need it.`,
  fixUnknown: 'Read what is missing first; then this can be decided.',
};

export const ISO_002 = {
  title: (namespace: string, direction: Direction, upTo: boolean): string =>
    unless(
      upTo,
      `No default deny in ${namespace} for ${direction}`,
      `Perhaps no default deny in ${namespace} for ${direction}`,
    ),
  summary: (namespace: string, direction: Direction, missed: number): string =>
    `A new pod without labels in ${namespace} ${direction === 'ingress' ? 'accepts connections from everywhere' : 'may connect to everything'}: ${missed === 0 ? `no policy in ${namespace} covers ${direction}` : `${countOf(missed, 'policy', 'policies')} for ${direction} ${missed === 1 ? 'names' : 'name'} labels that it would not have`}.`,
  titlePartly: (namespace: string, direction: Direction): string =>
    `Default deny in ${namespace} for ${direction} leaves somebody out`,
  summaryPartly: (namespace: string, direction: Direction): string =>
    `Cluster-wide policies close a new pod without labels in ${namespace} to some for ${direction}, but whom none of their rules means gets through, and no policy in ${namespace} isolates it.`,
  exposedBy: 'no default deny',
  summaryUnknown: (namespace: string, direction: Direction): string =>
    `Whether a new pod in ${namespace} would be isolated for ${direction} cannot be decided from what was read.`,
  fixIngress:
    'Isolates every pod of the namespace for ingress. Connections that no rule admits end: add the rules that are needed first.',
  fixEgress:
    'Isolates every pod of the namespace for egress and keeps DNS. Connections that no rule admits end: add the rules that are needed first.',
};

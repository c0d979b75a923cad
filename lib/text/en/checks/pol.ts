/** Sentences of the checks on mistakes in policies, from POL-002 on. */
import type { Direction } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { countOf } from '../count.ts';
import { listOf } from '../gaps.ts';
import { portsInWords } from '../ports.ts';

export const POL_002 = {
  title: (policy: string, direction: Direction): string =>
    direction === 'ingress' ? `${policy} lets everybody in` : `${policy} lets its workloads connect to everywhere`,
  /** The rule names no peer. */
  summaryAnyPeer: (rule: string, direction: Direction, selected: number, ports: PortsJson): string =>
    direction === 'ingress'
      ? `${rule} names no peer, and that means everybody: every pod and every address may connect to ${workloads(selected)} on ${portsInWords(ports)}.`
      : `${rule} names no peer, and that means everybody: ${workloads(selected)} may connect to every pod and every address on ${portsInWords(ports)}.`,
  /** Its blocks together are the whole address space of a family. */
  summaryBlocks: (
    rule: string,
    direction: Direction,
    selected: number,
    ports: PortsJson,
    blocks: readonly string[],
    families: readonly string[],
  ): string =>
    direction === 'ingress'
      ? `${rule} names ${listOf(blocks)}, which is every ${families.join(' and every ')} address: all of them may connect to ${workloads(selected)} on ${portsInWords(ports)}.`
      : `${rule} names ${listOf(blocks)}, which is every ${families.join(' and every ')} address: ${workloads(selected)} may connect to all of them on ${portsInWords(ports)}.`,
  onlyIPv4Restricted: (dualStack: boolean): string =>
    ` IPv4 is restricted and IPv6 is not${dualStack ? ', and pods here have addresses of both' : ''}.`,
  alsoByOthers: ' Other rules admit the same connections today, so that nothing changes until they go too.',
  closedToday: ' Today nobody gets through: the other gate is closed. Whoever opens that opens this.',
  anyAddress: 'any address',
  capDns: 'no more than DNS-002 gives to name resolution by any server',
  fixIngress: (clients: number): string =>
    clients === 0
      ? 'Takes the open peers away. Name the clients that are needed instead; a public front end is annotated ringfence.dev/intent: public.'
      : `Admits the ${countOf(clients, 'workload')} of the namespace that can connect today, and nobody else. Add the clients that are missing; a public front end is annotated ringfence.dev/intent: public.`,
  fixEgress:
    'Keeps connections inside the cluster on the same ports and ends those to other addresses. Add the recipients that are needed as ipBlock peers.',
};

function workloads(selected: number): string {
  return `the ${countOf(selected, 'workload')} that it selects`;
}

/** "Rule 1 of crm/open could not be understood." */
export function ruleNotUnderstood(policy: string, path: string): string {
  return `${path} of ${policy} could not be understood.`;
}

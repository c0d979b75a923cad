/** Sentences of the checks on mistakes in policies, from POL-002 on. */
import type { Direction } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { listOf } from '#lib/text/en/phrases.ts';
import { count, countOf } from '../count.ts';
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

export const POL_007 = {
  title: (policy: string, upTo: boolean): string =>
    `${policy} ${upTo ? 'may say' : 'says'} "or" where "and" was probably meant`,
  summary: (rule: string, direction: Direction, or: number, and: number): string =>
    `${rule} lists a namespaceSelector and a podSelector as two peers, and peers of one list are alternatives: ${direction === 'ingress' ? 'it admits' : 'it lets to'} ${countOf(or, 'pod')}. As one peer with both selectors it would be ${count(and)}.`,
  extra: (peers: readonly string[]): string => ` More than both together mean: ${listOf(peers)}.`,
  fix: 'Puts both selectors into one peer: pods with these labels in these namespaces. Where the alternatives are meant, annotate the policy ringfence.dev/intent: any-of.',
  notKnown: (policy: string, path: string): string =>
    `${path} of ${policy}: the labels of a namespace, or its pods, are not known.`,
};

export const POL_010 = {
  title: (policy: string, upTo: boolean): string =>
    `${policy} ${upTo ? 'may trust' : 'trusts'} labels that others can set`,
  namespaceLabels: (rule: string, labels: string, namespaces: readonly string[], name: string): string =>
    `${rule} lets in the pods of whatever namespace carries ${labels}, today ${listOf(namespaces)}. Whoever may label a namespace lets its pods connect to ${name}.`,
  podLabels: (rule: string, labels: string, name: string): string =>
    `${rule} lets in pods labelled ${labels} of every namespace. Whoever may create a pod in any namespace lets it connect to ${name}.`,
  notKnown: (namespaces: readonly string[]): string => `The labels of ${listOf(namespaces)} are not known.`,
  fix: (namespaces: readonly string[]): string =>
    `Names the ${namespaces.length === 1 ? 'namespace' : 'namespaces'} (${listOf(namespaces)}) by kubernetes.io/metadata.name, which the API server sets itself. Where an admission policy guards the labels, annotate the policy ringfence.dev/intent: guarded-labels.`,
  fixNobody:
    'Name the namespaces of the clients by kubernetes.io/metadata.name: no pod carries these labels today, so that none can be proposed.',
};

export const POL_009 = {
  title: (policy: string, cidr: string, upTo: boolean): string =>
    `${cidr} in ${policy} ${upTo ? 'may not mean' : 'does not mean'} what it says`,
  place: (path: string, cidr: string, except: readonly string[]): string =>
    `${path} names ${cidr}${except.length === 0 ? '' : ` except ${listOf(except)}`}.`,
  pods: (overlap: string): string =>
    ` Pods have addresses in it (${overlap}): a pod gets another address with every restart, and some network plugins never match pods by address.`,
  nodes: (overlap: string): string =>
    ` Nodes have addresses in it (${overlap}): it means every program on the host network there, too.`,
  services: (overlap: string): string =>
    ` Services have addresses in it (${overlap}): whether policies see these or the addresses of the pods behind them depends on the network plugin.`,
  reopened: (except: string, by: string): string => ` What it takes out, ${except}, is opened again by ${by}.`,
  outside: (except: readonly string[], cidr: string): string =>
    ` ${listOf(except)} ${except.length === 1 ? 'lies' : 'lie'} outside ${cidr}, so that taking ${except.length === 1 ? 'it' : 'them'} out changes nothing.`,
  onlyServices: 'Whether policies see the address of a Service depends on the network plugin.',
  addressesUnknown: (policy: string, path: string): string =>
    `${path} of ${policy}: which addresses pods have is not known.`,
  fixPods: (workloads: number): string =>
    `Names the ${countOf(workloads, 'workload')} that have an address in it today by their labels. What else the block meant must be added.`,
  fixOutside: 'Leaves out what changes nothing. Check which addresses were meant to be taken out.',
  fixReopened:
    'Rules add up: what one rule takes out of a block stays closed only as long as no other rule opens it. Narrow the other rule.',
  fixNote:
    'Name pods by labels instead of addresses. Host-network programs and nodes can only be named by the addresses of the nodes: there the block is right.',
};

export const POL_006 = {
  titlePeer: (policy: string, upTo: boolean): string => `A peer of ${policy} ${upTo ? 'may match' : 'matches'} nothing`,
  titlePort: (policy: string, port: string): string => `Port ${port} in ${policy} is served by nobody`,
  titleNumbers: (policy: string, port: string): string => `Port ${port} in ${policy} means different numbers`,
  titleRange: (policy: string): string => `A range of ports in ${policy} cannot be`,
  peer: (path: string, pods: string, namespaces: string | undefined, own: string): string =>
    `${path} means ${pods} in ${namespaces === undefined ? own : namespaces}: there is no such pod and no pod template.`,
  noNamespace: (path: string, namespaces: string): string => `${path} means ${namespaces}: there is no such namespace.`,
  emptyPeer: (path: string): string =>
    `${path} names neither pods nor namespaces nor addresses, so it matches nothing.`,
  everyNamespace: 'every namespace',
  namespacesWith: (labels: string): string => `namespaces with ${labels}`,
  onlyRule: (direction: Direction, dns: boolean, name: string): string =>
    dns
      ? ` It is the only rule by which ${name} gets to name resolution.`
      : ` It is the only rule for ${direction} of ${name}: nobody is let through.`,
  nearest: (labels: string, where: string): string => ` The nearest is ${labels} (${where}).`,
  namedPort: (path: string, port: string, side: string): string =>
    `${path} means the port named ${port}, and ${side} declares one of that name.`,
  numbers: (path: string, port: string, numbers: readonly number[]): string =>
    `${path} means the port named ${port}, and that is ${numbers.slice(0, -1).join(', ')} or ${numbers.at(-1)}, depending on the pod.`,
  port: (path: string, port: string, side: string): string =>
    `${path} means ${port}, and ${side} declares, probes or serves it.`,
  nobodySelected: 'no workload that the policy selects',
  nobodyMeant: 'no workload that it means',
  range: (message: string): string => `The API server refuses it: ${message}`,
  namespacesUnknown: (namespaces: readonly string[]): string => `The labels of ${listOf(namespaces)} are not known.`,
  podsUnread: 'Pods of a namespace cannot be read.',
  notInInput: (policy: string, path: string, namespaces: readonly string[]): string =>
    `${path} of ${policy} may mean ${listOf(namespaces)}, which every cluster has and the input does not hold.`,
  assumedResolver: (policy: string, path: string): string =>
    `${path} of ${policy} means the resolver that is assumed: no resolver is in the input.`,
  fixNearest: 'Uses the nearest that exists. Check that it is the one that was meant.',
  fixNone:
    'Correct the peer or the port, or take it out. Where the workload is still to come, annotate the policy ringfence.dev/expected-from with who will bring it.',
};

export const POL_008 = {
  title: {
    redundant: (policy: string): string => `A rule of ${policy} changes nothing`,
    shadowed: (policy: string): string => `A rule of ${policy} is never reached`,
    overridden: (policy: string): string => `A rule of ${policy} is overridden`,
    unknown: (policy: string): string => `A rule of ${policy} may change nothing`,
    voids: (policy: string, upTo: boolean): string =>
      `${policy} ${upTo ? 'may override' : 'overrides'} what NetworkPolicies restrict`,
  },
  redundant: (rule: string, by: readonly string[]): string =>
    by.length === 0
      ? `${rule} allows what is allowed anyway.`
      : `${rule} allows what ${listOf(by)} ${by.length === 1 ? 'allows' : 'allow'} too: without it nothing changes.`,
  /** @param asksThroughService whether policies are, or may be, asked where a pod comes back to itself through its Service. */
  itself: (rule: string, asksThroughService: boolean): string =>
    `${rule} means only the pod that the policy selects, and nothing keeps a pod from itself${asksThroughService ? ', but perhaps on a way through its own Service' : ''}. It counts as soon as there is a second pod.`,
  shadowed: (rule: string, by: readonly string[]): string =>
    `${rule} is never asked: ${listOf(by)} ${by.length === 1 ? 'decides' : 'decide'} before it on everything that it means.`,
  overridden: (rule: string, by: readonly string[]): string =>
    `${rule} decides nothing: cluster-wide ${listOf(by)} ${by.length === 1 ? 'decides' : 'decide'} before it on everything that it means.`,
  unknown: (rule: string): string =>
    `Of ${lowerFirst(rule)} no effect is seen, but not everything that could show one is known.`,
  voids: (rule: string, direction: Direction, ports: PortsJson, workloads: number, first: string): string =>
    `${rule} accepts ${direction === 'ingress' ? 'connections from every pod' : 'connections to every pod'} on ${portsInWords(ports)} before any NetworkPolicy is asked. What NetworkPolicies restrict there is void for ${countOf(workloads, 'workload')} that may hold personal data, ${first} among them.`,
  ref: (policy: string, path: string): string => `${path} of ${policy}`,
  tooMany: (rules: number): string =>
    `${countOf(rules, 'rule')} more could be without effect: that many are not asked one by one.`,
  derivation: {
    overridden: (severity: string, dataClass: string, basis: string): string =>
      `${severity} = ${dataClass} (${basis}) × restriction overridden`,
    unknown: 'medium = unknown class × restriction overridden',
  },
  fixDelete:
    'Takes the rule out. As computed, no connection changes. Where it is kept on purpose, annotate the policy ringfence.dev/intent: defence-in-depth.',
  fixClusterWide: 'Take the rule out, or move it before the rules that decide on what it means.',
  fixPass: 'Change Accept to Pass in this rule, so that NetworkPolicies are asked, or narrow its peers and ports.',
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

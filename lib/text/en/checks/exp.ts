/** Sentences of the checks on exposure (EXP). */
import type { PortsJson } from '#lib/policy/types.ts';
import { countOf } from '../count.ts';
import { chainInWords, listOf } from '../phrases.ts';
import { portsInWords } from '../ports.ts';

/** Where the answer depends, the way to a decision is to read what is missing. */
const READ_FIRST = 'Read what is missing first; then this can be decided.';

export const onHost =
  'It runs on the host network, where policies do not select it: take it off the host network, or filter on the node.';

/** Objects that could open a way in may not be read. */
export const entriesUnread = (kinds: readonly string[]): string =>
  `${listOf(kinds, 6)} may not be read: there may be more ways in from outside than these.`;

export const reachUnknown = 'From where this way in can be reached is not known: the addresses are not in the input.';

type Origin = 'internet' | 'named' | 'private' | 'unknown';

const WHO: Readonly<Record<Origin, string>> = {
  internet: 'The internet',
  named: 'Named addresses outside',
  private: 'The private network',
  unknown: 'Somebody outside',
};

export const EXP_001 = {
  title: (name: string, origin: Origin, upTo: boolean): string =>
    `${WHO[origin]} ${upTo ? 'may reach' : origin === 'named' ? 'reach' : 'reaches'} the data store ${name} directly`,
  exposedBy: { named: 'named addresses outside', private: 'private network' },
  summary: (name: string, entry: string, more: number, ports: PortsJson, isolated: boolean): string =>
    `${entry} leads to ${name} on ${portsInWords(ports)}, where it answers for its data. ${isolated ? 'A rule lets that in' : 'No policy selects it for ingress'}.${more === 0 ? '' : ` ${countOf(more, 'further way')} of this kind ${more === 1 ? 'leads' : 'lead'} there.`}`,
  summaryUnknown: (name: string, entry: string): string =>
    `${entry} leads to ${name}. Whether the connection gets through, or from where it comes, cannot be decided from what was read.`,
  fixUnknown: READ_FIRST,
  fixService: (services: readonly string[]): string =>
    `Makes ${listOf(services)} reachable inside the cluster only. Whoever connects from outside today loses that way.`,
  fixPolicy: (clients: number) => ({
    open:
      clients === 0
        ? 'Isolates the store for ingress and admits nobody: name the clients that it needs.'
        : `Isolates the store for ingress and keeps the ${countOf(clients, 'workload')} of its own namespace that can connect today. Add the clients that it needs elsewhere.`,
    rule: 'Narrows what lets the outside in to the workloads of its own namespace. Add the clients that it needs.',
    host: onHost,
  }),
};

/** `a → b, c → d`: the connections of a cut. */
function cutInWords(parts: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[]): string {
  return listOf(
    parts.map(({ from, to }) => `${listOf(from, 2)} → ${listOf(to, 2)}`),
    3,
  );
}

/** "internet → (edge/Deployment/nginx) → crm/Deployment/web": the proxy is on the way, and no connection of its own. */
export function wayInWords(path: readonly string[], proxy: string | undefined): string {
  const [from = '', ...workloads] = path;
  return chainInWords([from, ...(proxy === undefined ? [] : [`(${proxy})`]), ...workloads]);
}

export const EXP_002 = {
  title: (name: string, hops: number, upTo: boolean): string =>
    `The internet ${upTo ? 'may reach' : 'reaches'} ${name} in ${countOf(hops, 'connection')}`,
  summary: (words: {
    readonly path: readonly string[];
    readonly ways: number;
    readonly proxy: string | undefined;
    readonly entry: string | undefined;
    readonly declared: boolean;
    readonly upTo: boolean;
  }): string =>
    `${words.upTo ? 'It may be that who' : 'Who'} takes over each workload on the way ${words.upTo ? 'gets' : 'can get'} there: ${wayInWords(words.path, words.proxy)}.${words.entry === undefined ? '' : ` It begins with ${words.entry}.`} ${words.ways === 1 ? 'There is no other way that is as short' : `There are ${countOf(words.ways, 'way')} of this length`}${words.declared ? '; chains that are declared from end to end are not counted' : ''}.`,
  cut: (connections: number, parts: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[]) =>
    ` The fewest connections whose removal leaves no way of any length: ${connections} (${cutInWords(parts)}).`,
  noFlows: ' Which of them are in use is not known: there are no observed flows.',
  fix: (cut: string): string =>
    `Closes the smallest cut inside the cluster: ${cut}. Look whether it is in use before you apply it. A chain that is needed is accepted by declaring its flows.`,
  cutOf: cutInWords,
  fixEntry: (ways: readonly string[]): string =>
    `The way from outside itself is the place to close: ${listOf(ways)}. A chain that is needed is accepted by declaring its flows.`,
  fixMany: (connections: number): string =>
    `${countOf(connections, 'connection')} would have to be closed at once: separate this workload from the others first (ISO-004). A chain that is needed is accepted by declaring its flows.`,
  fixUnknown: READ_FIRST,
};

export const EXP_003 = {
  title: (name: string, stores: number, upTo: boolean): string =>
    `${name} ${upTo ? 'may reach' : 'reaches'} ${countOf(stores, 'data store')} of other applications`,
  summary: (words: {
    readonly name: string;
    readonly entry: string | undefined;
    readonly stores: readonly string[];
    readonly special: number;
    readonly budget: string;
    readonly paths: readonly (readonly string[])[];
    readonly upTo: boolean;
  }): string =>
    `Who takes over ${words.name}${words.entry === undefined ? '' : `, which ${words.entry} opens to the outside,`} ${words.upTo ? 'may get' : 'gets'} to ${countOf(words.stores.length, 'store')} of other applications within three connections (${listOf(words.stores, 3)})${words.special === 0 ? '' : `, ${words.special} of them with special categories, convictions or children’s data`}. ${words.budget}${words.paths.length === 0 ? '' : ` Shortest ways: ${words.paths.map(chainInWords).join('; ')}.`} This helps to estimate a possible scope; it does not show that data was accessed.`,
  budgetDefault: 'Without a budget of its own it may reach none with special categories and three others.',
  budgetOwn: (budget: number): string => `Its own budget is ${countOf(budget, 'store')}.`,
  fix: (kept: number): string =>
    `Isolates it for egress and keeps DNS and ${kept === 0 ? 'nothing else' : `the ${countOf(kept, 'workload')} of its own application that it connects to today`}. Connections to addresses outside end: add those that it needs. What these workloads reach further still counts.`,
  fixRules:
    'Its egress is isolated already: narrow the rules that the hops name. A gateway that is meant to reach many gets a budget of its own in the DataMap (blastBudget), with the reason.',
  fixUnknown: READ_FIRST,
};

export const EXP_004 = {
  title: (name: string): string => `Whether rules for addresses filter who comes in to ${name} is not defined`,
  summary: (name: string, entry: string, policy: string, rule: string, blocks: readonly string[]): string =>
    `${entry} leads to ${name}, and the address that its policies see may be that of a node or a proxy instead of the client. ${rule} of policy ${policy} relies on the client’s address (${listOf(blocks)}). Kubernetes leaves undefined what happens then.`,
  because: 'The source address may be rewritten before policies look; Kubernetes does not define the outcome.',
  fixLocal: (services: readonly string[]): string =>
    `Lets ${listOf(services)} keep the address of the client. Nodes without a pod of it then answer nobody from outside.`,
  fixGateway:
    'Filter where the client’s address is known: at the gateway or the load balancer (loadBalancerSourceRanges). Where the network plugin keeps it, say so in the DataMap: cni.preservesClientIP: true.',
};

const INFRASTRUCTURE = {
  metadata: 'the cloud’s metadata service (TCP 80)',
  kubelet: 'the kubelet of a node (TCP 10250)',
  api: 'the API server',
} as const;

export const EXP_005 = {
  title: (name: string, reached: readonly (keyof typeof INFRASTRUCTURE)[], upTo: boolean): string =>
    `${name} ${upTo ? 'may reach' : 'reaches'} ${listOf(reached.map((each) => INFRASTRUCTURE[each]))}`,
  summary: (words: {
    readonly name: string;
    readonly reached: readonly (keyof typeof INFRASTRUCTURE)[];
    readonly isEntry: boolean;
    readonly tokenOff: boolean;
    readonly upTo: boolean;
  }): string =>
    `${words.name} ${words.isEntry ? 'can be entered from the internet' : 'holds special categories of data'} and ${words.upTo ? 'may be able to' : 'can'} connect to ${listOf(words.reached.map((each) => INFRASTRUCTURE[each]))}.${words.reached.includes('api') ? ` ${words.tokenOff ? 'It mounts no token of a service account' : 'That it uses a token of its service account is not said'}, so that nothing shows that it needs the API server.` : ''} Blocking on the node, by the cloud or by the kubelet itself is not visible here.`,
  lifted: 'it can be entered from the internet and its egress is unrestricted',
  noNodes: 'No node is in the input: whether a kubelet can be reached is not known.',
  noApi:
    'The addresses of the API server are not in the input (EndpointSlice of Service default/kubernetes): whether it can be reached is not known.',
  ownNode:
    'Whether a pod reaches its own node, whatever its policies say, depends on the network plugin: no rule closes that.',
  fix: 'Leaves these addresses out of what its egress admits, and keeps port 53 of the metadata address, where some clouds answer DNS. A cloud SDK that needs the metadata service loses it: give it a workload identity, and limit hops (IMDSv2).',
  fixByHand:
    'Leave these addresses out of what its egress admits, with ipBlock and except; there are too many to write them here, or no NetworkPolicy of its namespace can do it. Keep port 53 of 169.254.169.254, where some clouds answer DNS.',
  fixUnknown: READ_FIRST,
};

/** Sentences of the checks on isolation beside ISO-001 and ISO-002. */
import type { Direction } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { chainInWords, listOf } from '#lib/text/en/phrases.ts';
import { countOf } from '../count.ts';
import { portsInWords } from '../ports.ts';
import { onHost } from './exp.ts';

const READ_FIRST = 'Read what is missing first; then this can be decided.';

/** "dev-runner (dev/Deployment/dev-runner) and 3 more" */
function peersInWords(peers: readonly string[]): string {
  return listOf(peers, 2);
}

function mayWord(upTo: boolean): string {
  return upTo ? 'may be able to' : 'can';
}

export const ISO_003 = {
  title: (name: string, other: string, byController: boolean, upTo: boolean): string =>
    `${byController ? `Controller ${other}` : `Workloads for ${other}`} ${mayWord(upTo)} connect to ${name} without a declared flow`,
  exposedBy: 'other controller',
  summary: (words: {
    readonly name: string;
    readonly what: 'controller' | 'purpose';
    readonly own: string;
    readonly ownSource: string;
    readonly other: string;
    readonly otherSource: string;
    readonly peers: readonly string[];
    readonly ports: PortsJson;
    readonly upTo: boolean;
  }): string =>
    `${countOf(words.peers.length, 'workload')} in other namespaces (${peersInWords(words.peers)}) ${mayWord(words.upTo)} connect to ${words.name}, for example on ${portsInWords(words.ports)}, and no declared flow covers it. ${words.what === 'controller' ? 'The controller' : 'The purpose'} of ${words.name} is ${words.own} by ${words.ownSource}; at the other end it is ${words.other} by ${words.otherSource}.`,
  nobody:
    'No purpose and no controller is declared for any workload. Name them in the DataMap, or with the annotations ringfence.dev/data-purposes and ringfence.dev/controller.',
  unlabelled: (workload: string, count: number, more: boolean): string =>
    `Whether ${workload} is open to another purpose: ${countOf(count, 'workload')}${more ? ' or more' : ''} in other namespaces may connect to it without a declared flow, and ${count === 1 ? 'its purpose is' : 'their purposes are'} not declared.`,
  unknown: (workload: string): string => `Neither purpose nor controller of ${workload} is declared.`,
  fix: 'Leaves the namespaces of these workloads out of what its gate admits. Where the gate was open it then admits pods of the cluster only. A connection that is meant is declared once as a flow in the DataMap, with its purpose; for a service that many share, with kind: shared-service.',
  fixByHand:
    'Narrow the peers by hand: the same namespaces hold workloads that are covered by a flow or share its purpose, or no NetworkPolicy alone can do it. A connection that is meant is declared once as a flow in the DataMap, with its purpose; for a service that many share, with kind: shared-service.',
  fixUnknown: READ_FIRST,
};

export const ISO_004 = {
  title: (name: string, upTo: boolean): string =>
    `${name} ${upTo ? 'may not be' : 'is not'} separated from ordinary workloads`,
  exposedBy: 'other environment or controller',
  summary: (words: {
    readonly name: string;
    readonly peers: readonly string[];
    readonly ports: PortsJson;
    readonly consumers: string | undefined;
    readonly upTo: boolean;
  }): string =>
    `${countOf(words.peers.length, 'workload')} that ${words.peers.length === 1 ? 'is no declared consumer' : 'are no declared consumers'} of ${words.name} (${peersInWords(words.peers)}) ${mayWord(words.upTo)} connect to it, for example on ${portsInWords(words.ports)}. ${consumersInWords(words.consumers)}`,
  titleShared: (name: string, namespace: string): string =>
    `No policy in ${namespace} tells ${name} from its neighbours`,
  summaryShared: (name: string, peers: readonly string[], consumers: string | undefined): string =>
    `${name} shares its namespace with ${countOf(peers.length, 'workload')} that ${peers.length === 1 ? 'is no declared consumer' : 'are no declared consumers'} (${peersInWords(peers)}), and the policies that isolate it select all of them alike: whatever is opened for one is opened for all. ${consumersInWords(consumers)}`,
  selectsAlike: (policy: string, name: string, other: string): string =>
    `${policy} selects ${name} and ${other} alike for ingress.`,
  fix: (clients: number) => ({
    open: `Isolates it for ingress and admits ${clientsInWords(clients)}. Others lose access: declare the consumers that are missing first.`,
    rule: `Narrows the rules that let ordinary workloads in to ${clientsInWords(clients)}. Others lose access: declare the consumers that are missing first.`,
    host: onHost,
  }),
  fixShared: (clients: number): string =>
    `Adds a policy for this workload alone, which admits ${clientsInWords(clients)}. A namespace of its own is the other way.`,
  fixUnknown: READ_FIRST,
};

function consumersInWords(source: string | undefined): string {
  return source === undefined ? 'Nobody is declared as a consumer.' : `Consumers are declared by ${source}.`;
}

function clientsInWords(clients: number): string {
  return clients === 0 ? 'nobody' : `the ${countOf(clients, 'consumer')} that can connect today`;
}

export const ISO_005 = {
  exposedBy: 'other environment',
  title: (name: string, own: string, other: string, direction: Direction, upTo: boolean): string =>
    direction === 'ingress'
      ? `${name} (${own}) ${upTo ? 'may be' : 'is'} reachable from ${other}`
      : `${name} (${own}) ${mayWord(upTo)} connect to ${other}`,
  summary: (words: {
    readonly name: string;
    readonly own: string;
    readonly ownSource: string;
    readonly other: string;
    readonly otherSource: string;
    readonly peers: readonly string[];
    readonly ports: PortsJson;
    readonly direction: Direction;
    readonly upTo: boolean;
  }): string => {
    const who = `${countOf(words.peers.length, 'workload')} of ${words.other} (${peersInWords(words.peers)})`;
    const does =
      words.direction === 'ingress'
        ? `${who} ${mayWord(words.upTo)} connect to ${words.name}`
        : `${words.name} ${mayWord(words.upTo)} connect to ${who}`;
    return `${does}, for example on ${portsInWords(words.ports)}. ${words.name} is ${words.own} by ${words.ownSource}; the other end is ${words.other} by ${words.otherSource}.`;
  },
  nobody:
    'The environment of no workload is known. Name it with the label ringfence.dev/environment or in the DataMap.',
  unlabelled: (workload: string, own: string, count: number, more: boolean): string =>
    `Whether ${workload} (${own}) is kept apart from other environments: ${countOf(count, 'workload')}${more ? ' or more' : ''} may connect with it, and ${count === 1 ? 'its environment is' : 'their environments are'} not known.`,
  unknown: (workload: string): string => `The environment of ${workload} is not known.`,
  fix: (other: string): string =>
    `Leaves the namespaces of ${other} out of what its gate admits. Where the gate was open it then admits pods of the cluster only: add addresses outside that it needs. A backup or promotion job across environments is better a grant that expires.`,
  fixByHand: (other: string): string =>
    `No NetworkPolicy of its namespace can do it alone: move ${other} into namespaces of its own, or deny it in a cluster-wide policy.`,
  fixUnknown: READ_FIRST,
};

/** "label … on Deployment trial/keys is "keyz", which is no part; write one of …" */
export function partNotUnderstood(label: string, written: string, parts: readonly string[]): string {
  return `${label} is "${written}", which is no part; write one of ${parts.join(', ')}`;
}

export const ISO_006 = {
  title: (from: string, to: string, direct: boolean, upTo: boolean): string =>
    `${from} ${mayWord(upTo)} ${direct ? 'connect to' : 'get to'} ${to}, which belongs to the same pseudonymisation domain`,
  summaryData: (from: string, to: string, domain: string, source: string, ports: PortsJson, upTo: boolean): string =>
    `${from} holds pseudonymised data of the domain ${domain} (${source}) and ${mayWord(upTo)} connect to ${to}, which holds the additional information, on ${portsInWords(ports)}. Both are to be kept separately.`,
  summaryBack: (from: string, to: string, domain: string, source: string, ports: PortsJson, upTo: boolean): string =>
    `${from} holds the additional information of the domain ${domain} (${source}) and ${mayWord(upTo)} connect to ${to}, a store of its pseudonymised data, on ${portsInWords(ports)}. Both are to be kept separately.`,
  summaryFar: (path: readonly string[], domain: string): string =>
    `No direct connection, but a chain leads from pseudonymised data of the domain ${domain} to its additional information: ${chainInWords(path)}.`,
  /** @param label as `partNotUnderstood` says it. */
  unreadPart: (label: string, domain: string): string =>
    `${label}. Whether it keeps the additional information of the domain ${domain} is not known.`,
  besideUnreadPart: (name: string, domain: string): string =>
    `${name}: a workload of the domain ${domain} has a part that is not understood, and may keep the additional information.`,
  nothingKept: (domain: string): string =>
    `The additional information of the domain ${domain} is not in the input: whether its data can reach it is not known.`,
  fix: 'Leaves this peer out at the gate of the other end; all others that connect today keep their access, the pseudonymising service among them. A workload that pseudonymises is declared as such (pseudonymisation-part: pseudonymiser).',
  fixByHand:
    'Deny both ways except for the pseudonymising service. It has too many clients today to name them all: narrow the rules that the hop names. A workload that pseudonymises is declared as such (pseudonymisation-part: pseudonymiser).',
  fixFar: 'Close one connection of the chain, or declare the workload on it that pseudonymises.',
  fixUnknown: READ_FIRST,
  host: onHost,
};

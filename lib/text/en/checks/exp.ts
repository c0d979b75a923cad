/** Sentences of the checks on exposure (EXP). */
import type { PortsJson } from '#lib/policy/types.ts';
import { countOf } from '../count.ts';
import { portsInWords } from '../ports.ts';

/** Where the answer depends, the way to a decision is to read what is missing. */
const READ_FIRST = 'Read what is missing first; then this can be decided.';

export const onHost =
  'It runs on the host network, where policies do not select it: take it off the host network, or filter on the node.';

export function listOf(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** Objects that could open a way in may not be read. */
export function entriesNotRead(workload: string, kinds: readonly string[]): string {
  return `${listOf(kinds, 6)} may not be read: whether something leads to ${workload} from outside is not known.`;
}

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

export const EXP_002 = {
  title: (name: string, hops: number, upTo: boolean): string =>
    `The internet ${upTo ? 'may reach' : 'reaches'} ${name} in ${countOf(hops, 'connection')}`,
  summary: (words: {
    readonly path: readonly string[];
    readonly ways: number;
    readonly entry: string | undefined;
    readonly declared: boolean;
    readonly upTo: boolean;
  }): string =>
    `${words.upTo ? 'It may be that who' : 'Who'} takes over each workload on the way ${words.upTo ? 'gets' : 'can get'} there: ${words.path.join(' → ')}.${words.entry === undefined ? '' : ` It begins with ${words.entry}.`} ${words.ways === 1 ? 'There is no other way that is as short' : `There are ${countOf(words.ways, 'way')} of this length`}${words.declared ? '; chains that are declared from end to end are not counted' : ''}.`,
  cut: (connections: number, parts: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[]) =>
    ` The fewest connections whose removal leaves no way of any length: ${connections} (${cutInWords(parts)}).`,
  noFlows: ' Which of them are in use is not known: there are no observed flows.',
  fix: (cut: string): string =>
    `Closes the smallest cut inside the cluster: ${cut}. No observed flows say whether it is in use; look before you apply it. A chain that is needed is accepted by declaring its flows.`,
  cutOf: cutInWords,
  fixEntry: (ways: readonly string[]): string =>
    `The way from outside itself is the place to close: ${listOf(ways)}. A chain that is needed is accepted by declaring its flows.`,
  fixMany: (connections: number): string =>
    `${countOf(connections, 'connection')} would have to be closed at once: separate this workload from the others first (ISO-004). A chain that is needed is accepted by declaring its flows.`,
  fixUnknown: READ_FIRST,
};

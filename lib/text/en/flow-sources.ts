import { count, countOf } from './count.ts';

/** Why a record of traffic cannot be read, within a sentence that names its place. */
export const problemsOfFlows = {
  noMessage: 'it is no message of Hubble',
  noTime: 'it does not say when',
  noEnds: 'it does not say between whom',
  noVerdict: 'it does not say whether it was let through',
  ahead: (time: string): string => `it is of a time that has not come: ${time}`,
  notJson: 'it is no JSON',
  notAnObject: 'it is no JSON object',
  unknownFormat: 'it is of no format that is known here (our own names "schema": "ringfence.dev/flow/v1")',
  badField: (field: string): string => `its field ${field} is missing or cannot be read`,
  longLine: 'it is longer than any record',
} as const;

/** ", 3 lines tell of no connection"; nothing where there is none. */
export const withoutFlowWords = (lines: number): string =>
  lines === 0 ? '' : `, ${countOf(lines, 'line')} ${lines === 1 ? 'tells' : 'tell'} of no connection`;

/** Where records of traffic were lost. */
export const LOST = {
  unreadable: 'It could not be read.',
  kernel: 'The node’s kernel had more events than the agent took.',
  agent: 'The agent’s queue was full.',
  ring: 'The agent’s buffer was overwritten before it was read.',
  somewhere: 'Hubble does not say where.',
  tooOld: 'It is from before the time of which minutes are kept.',
  ahead: 'It is of a time that has not come, so that nobody knows when it was.',
} as const;

/** What the demo's invented flows are called among the sources. */
export const DEMO_DAY = 'Invented day of the demo';

/** Files of flows. `words` are the system's. */
export const FLOW_FILE = {
  label: (file: string): string => `File ${file}`,
  place: (file: string, line: number): string => `${file}, line ${count(line)}`,
  unreadable: (file: string, words: string): string => `${file} cannot be read further: ${withoutDot(words)}.`,
} as const;

/** Slips in how `serve` was told of sources of traffic. */
export const FLOW_OPTIONS = {
  oneCluster: '--hubble and --flows are for one cluster: serve it alone.',
  badAddress: (text: string): string =>
    `--hubble ${text}: write HOST:PORT, tls://HOST:PORT, unix:/PATH, or auto to find the relay in the cluster.`,
  needsHubble: (option: string): string => `${option} says how Hubble is reached: give --hubble, too.`,
  keyAndCert: '--hubble-cert and --hubble-key belong together.',
  noFile: (option: string, path: string): string => `${option} ${path}: there is no such file, or it cannot be read.`,
} as const;

/** What a connection to Hubble has come to. `words` are the other side's. */
export const HUBBLE = {
  ended: (address: string): string => `Hubble at ${address} ended the stream.`,
  unreachable: (address: string, words: string, advice?: string): string =>
    `Hubble at ${address} does not answer: ${withoutDot(words)}.${advice === undefined ? '' : ` ${advice}`}`,
  silent: (milliseconds: number): string => `nothing within ${Math.round(milliseconds / 1_000)} s`,
  notHubble: (address: string): string => `What answers at ${address} does not know Hubble's flows.`,
  refused: (address: string, words: string): string => `Hubble at ${address} refuses: ${withoutDot(words)}.`,
  broke: (address: string, words: string): string =>
    `The stream from Hubble at ${address} broke: ${withoutDot(words)}.`,
  found: 'Hubble Relay of the cluster',
  at: (address: string): string => `Hubble at ${address}`,
  noRelay:
    'No Service with the label k8s-app=hubble-relay was found in this cluster: enable Hubble Relay, or give its address with --hubble ADDRESS.',
  needsCa: (namespace: string, name: string): string =>
    `The relay ${namespace}/${name} has TLS, and Ringfence reads no Secrets: give its authority with --hubble-ca FILE.`,
  forward: (namespace: string, name: string, port: number): string =>
    `From outside the cluster, run kubectl -n ${namespace} port-forward service/${name} 4245:${port} and start Ringfence with --hubble 127.0.0.1:4245.`,
} as const;

function withoutDot(words: string): string {
  return words.trim().replace(/[.\s]+$/, '');
}

export const sourcesForgotten = (sources: number): string =>
  `${countOf(sources, 'further source')} ${sources === 1 ? 'is' : 'are'} not remembered any more; their flows are kept.`;
export const sourcesTogether = (sendings: number): string =>
  `${countOf(sendings, 'upload')} ${sendings === 1 ? 'was' : 'were'} kept under the name others: there is no room for more names of sources.`;

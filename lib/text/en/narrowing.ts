/** What is said of a narrowing policy, made from observed flows. */
import { countOf } from './count.ts';
import { observedEndWords } from './observed-flow.ts';
import { listOf } from './phrases.ts';

export const NARROWING = {
  noSource: 'No source of observed traffic: nothing is known of what a narrower policy would have to keep.',
  noLabels: (workload: string): string => `${workload} has no labels by which a policy could select it alone.`,
  hostNetwork: (workload: string): string =>
    `${workload} runs on the host network: policies do not select it. Its firewall is the node’s.`,
  gone: (workload: string): string => `${workload} runs no pod now.`,
  shared: (policy: string, workload: string): string =>
    `${policy} admits more and selects other workloads too, and no label tells ${workload} from them: narrow it by hand.`,
  clusterWide: (policy: string): string =>
    `${policy} admits more for the whole cluster: a policy of the namespace cannot take it back.`,
  short: (days: number): string =>
    `${days < 1 ? 'Less than a day was' : `${countOf(days, 'day')} ${days === 1 ? 'was' : 'were'}`} observed: weekly and monthly jobs may be missing. Two weeks are the least that is advised.`,
  directionUnknown: (edges: number): string =>
    `${countOf(edges, 'observed connection')} of which nobody knows who began ${edges === 1 ? 'it is' : 'them are'} left out.`,
  unknownEnd: (edges: number): string =>
    `${countOf(edges, 'observed connection')} with an end that nobody knew ${edges === 1 ? 'is' : 'are'} left out.`,
  denied: (edges: number): string =>
    `${countOf(edges, 'observed connection')} that nothing allows today ${edges === 1 ? 'is' : 'are'} left out: this opens nothing.`,
  otherProtocols: (protocols: readonly string[]): string =>
    `${listOf(protocols)} was seen: what policies do with it depends on the network plugin.`,
  address: (end: string): string =>
    `${observedEndWords(end)} is kept by its address, which may be another’s tomorrow: look at it again from time to time.`,
  name: (end: string, blocks: readonly string[]): string =>
    `No NetworkPolicy can mean ${observedEndWords(end)} by its name: what stays open on its port is ${listOf(blocks)}.`,
  node: 'Connections with nodes are kept by the addresses that they have today.',
  nodeUnknown: (end: string): string => `${observedEndWords(end)}: its addresses are not known; left out.`,
  wholeNamespace: (workload: string): string => `${workload} has no usable labels: its whole namespace stays admitted.`,
  emptied: (policies: readonly string[]): string =>
    `${listOf(policies)} ${policies.length === 1 ? 'admits' : 'admit'} nobody any more in this direction and can go.`,
  leftOut: (edges: number): string =>
    `${countOf(edges, 'observed edge')} with fewer connections had no room and are not kept.`,
  note: (kept: number): string => `Keeps the ${countOf(kept, 'observed flow')}, name resolution, and nothing else.`,
} as const;

/** Sentences of the checks on what really happens, and of what was observed. */
import type { GapObservations } from '#lib/gdpr/types.ts';
import { listOf } from '#lib/text/en/phrases.ts';
import { countOf } from '../count.ts';
import { observedEndName, observedEndWords, observedFlowWords } from '../observed-flow.ts';

export const NO_SOURCE = 'No source of observed traffic.';

/** "Seen: …; told by hubble." */
function seenWords({ flows, more, sources }: GapObservations): string {
  const rest = more === 0 ? '' : ` and ${countOf(more, 'further flow')}`;
  const by = sources.length === 0 ? '' : `; told by ${listOf(sources)}`;
  return `Seen: ${flows.slice(0, 2).map(observedFlowWords).join('; ')}${restOf(flows.length, rest)}${by}.`;
}

function restOf(shown: number, more: string): string {
  const hidden = Math.max(0, shown - 2);
  if (hidden === 0) return more;
  return more === '' ? ` and ${countOf(hidden, 'further flow')}` : `, ${hidden} more here${more}`;
}

function causeWords(reasons: readonly string[], possible: readonly string[]): string {
  if (reasons.length > 0) return reasons.join(' ');
  if (possible.length === 0) return 'No known cause explains it.';
  return `No cause is likely by what is known. What it may be all the same: ${possible.join(' ')}`;
}

export const OBS_001 = {
  title: (from: string, to: string, upTo: boolean): string => {
    const connected = `${observedEndName(from)} connected to ${observedEndName(to)}`;
    return `${connected}, ${upTo ? 'and perhaps nothing in force allowed it' : 'though nothing in force allows it'}`;
  },
  summary: (observed: GapObservations, reasons: readonly string[], possible: readonly string[]): string =>
    `It passed, and by the policies that were read it should not have. ${seenWords(observed)} ${causeWords(reasons, possible)}`,
  fix: 'Look first whether policies are enforced at these nodes (ENF-001), and whether something that is not read decides. Then close what passes, or allow what is needed. Where the policies do deny it and it passed all the same, it is worth a look what went through.',
  unjudged: (edges: number): string =>
    `${countOf(edges, 'observed connection')}: nobody can say what decided, as an end, who began it or a policy is not known.`,
  refusedThoughAllowed: (edges: number): string =>
    `${countOf(edges, 'observed connection')} ${edges === 1 ? 'was' : 'were'} refused, or ${edges === 1 ? 'is' : 'are'} reported so, though all policies that were read allow ${edges === 1 ? 'it' : 'them'}: something else decides too, or what was read is not what is in force.`,
};

export const OBS_002 = {
  exposedBy: {
    application: 'own application',
    inside: 'observed, not declared',
    outside: 'observed to outside, not declared',
    clients: 'observed from outside, not declared',
  },
  cap: 'at most high, as the catalogue has it for what is outside',
  title: {
    application: (name: string): string => `Nobody declared the observed flows of ${name} in its own application`,
    clients: (name: string): string => `Clients outside connect to ${name}, and nobody declared it`,
    addresses: (name: string): string => `${name} connects to addresses outside that nobody declared`,
    name: (name: string, recipient: string): string => `${name} connects to ${recipient}, which nobody declared`,
    into: (name: string, count: number): string =>
      `${countOf(count, 'workload')} ${count === 1 ? 'connects' : 'connect'} to ${name}, and nobody declared it`,
    outOf: (name: string, count: number): string =>
      `${name} connects to ${countOf(count, 'workload')}, and nobody declared it`,
  },
  summary: (observed: GapObservations, others: readonly string[]): string =>
    `${seenWords(observed)} No declared flow, consumer or recipient covers ${listOf(others.map(observedEndWords))}.`,
  known: (service: string, does: string): string =>
    ` The name is one of ${service} (${does}); who imports, and where, stays to be declared.`,
  fixOutside:
    'Declare the recipient in the DataMap, with its importer and country, or close the connection. The Data page proposes the entry.',
  fixClients: 'Declare a flow from internet to it in the DataMap, or take the way in away.',
  fixInside: 'Declare the flows in the DataMap, once for what many share (kind: shared-service), or close them.',
  unjudged: (edges: number): string =>
    `${countOf(edges, 'observed connection')} with personal data: who began it, or one of its ends, is not known.`,
};

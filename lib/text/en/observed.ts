/** What is said of observed traffic beside what is allowed. */
import type { TrafficState } from '#lib/flows/observed.ts';
import { countOf } from './count.ts';

export const OBSERVED = {
  decision: {
    admits: (policy: string, rule: number): string => `${policy} rule ${rule}`,
    denies: (policy: string, rule: number): string => `${policy} rule ${rule} denies it`,
    perhaps: (policy: string, rule: number): string => `${policy} rule ${rule} may admit it`,
    open: (at: 'ingress' | 'egress'): string => `${at} open`,
    noRule: (policies: readonly string[]): string =>
      policies.length === 0 ? 'no rule admits it' : `${policies.join(', ')}: no rule admits it`,
    undecided: (at: 'ingress' | 'egress'): string => `${at} depends`,
  },
  state: {
    'seen-denied': 'seen, though nothing in force allows it',
    denied: 'refused',
    'would-deny': 'passed, and would be refused',
    used: 'allowed and seen',
    'not-enough-seen': 'allowed, not seen, and too little was observed to say more',
    unused: 'allowed and not seen',
    unjudged: 'seen, and nobody can say what decided',
  } satisfies Record<TrafficState, string>,
  open: (out: number, into: number): string =>
    `Not listed one by one: what ${countOf(out, 'workload')} may open to everybody, and what everybody may open to ${countOf(into, 'workload')}.`,
  leftOut: (edges: number): string =>
    `${countOf(edges, 'observed edge')} with fewer connections had no room and are not compared; nothing is called unused.`,
  badState: (state: string): string => `"${state}" is no state of observed traffic.`,
  nothingObserved: 'Nothing says that anything was observed in the window.',
} as const;

export const ENDS_OF_TRAFFIC = {
  someHost: 'a node',
  unknown: 'unknown',
} as const;

/** What is said of observed traffic beside what is allowed. */
import type { TrafficState } from '#lib/flows/observed.ts';
import { count, countOf } from './count.ts';
import { listOf } from './phrases.ts';
import { utcTime } from './utc-time.ts';

const moment = (at: number): string => `at ${utcTime(at)}`;

/** What of somebody became something else, as `EndChange` names it. */
function whatChanged(of: string): string {
  const [, kind, name] = /^(on|namespace|policies|removed|host):(.*)$/.exec(of) ?? ['', '', of];
  const within = name === '' ? 'of the whole cluster' : `in ${name}`;
  switch (kind) {
    case 'on':
      return `Pods of ${name} moved to other nodes at`;
    case 'namespace':
      return `The namespace ${name} or its labels changed at`;
    case 'policies':
      return `Policies ${within} changed at`;
    case 'removed':
      return `A policy ${within} was removed at`;
    case 'host':
      return `The node ${name}, its labels or its addresses changed at`;
    default:
      return of === ''
        ? 'Something changed until'
        : `What policies see of ${name.replace('service:', 'Service ')} changed at`;
  }
}

export const OBSERVED = {
  decision: {
    admits: (policy: string, rule: number): string => `${policy} rule ${rule}`,
    denies: (policy: string, rule: number): string => `${policy} rule ${rule} denies it`,
    perhaps: (policy: string, rule: number): string => `${policy} rule ${rule} may admit it`,
    open: (at: 'ingress' | 'egress'): string => `${at} open`,
    noRule: (policies: readonly string[]): string =>
      policies.length === 0 ? 'no rule admits it' : `${policies.join(', ')}: no rule admits it`,
    someAddresses: (decision: string): string => `${decision}, for some of its addresses`,
    somePorts: (decision: string): string => `${decision}, on some ports`,
    undecided: (at: 'ingress' | 'egress'): string => `${at} depends`,
  },
  reason: {
    changed: (policy: string, verb: string, at: number): string => `${policy} was ${verb} ${moment(at)}.`,
    changedSince: (at: number): string => `Policies allowed it until ${utcTime(at)}.`,
    gone: (policy: string): string =>
      `The source says that ${policy} allowed it, and there is no such policy any more.`,
    refusedSince: (at: number): string => `The same is refused since ${utcTime(at)}: something changed in between.`,
    beforeKnown: (at: number): string =>
      `It was seen before ${utcTime(at)}, from when on policies are known. Those deny it; what was in force at its time nobody kept.`,
    older: (at: number): string =>
      `A connection that was opened before ${utcTime(at)} lives on: policies are asked when it is opened.`,
    olderPerhaps: 'A connection lives on that was opened while something allowed it.',
    host: 'One end is a node, or a pod in the host network, which policies do not bind.',
    notEnforced: 'The network plugin does not enforce policies.',
    notEnforcedPerhaps: 'Nothing shows that the network plugin enforces policies.',
    audit: 'The source tells of policies that are only audited: they do not refuse yet.',
    otherKind: (policies: readonly string[]): string =>
      `The source names ${policies.join(', ')}, of a kind that is not evaluated.`,
    reply: (port: number): string =>
      `Port ${port} is one that clients use, and the way back is allowed: it may be the reply of a connection that the other end began.`,
    clocks: (at: number): string =>
      `It was seen within five minutes of the change ${moment(at)}: clocks that differ put it on the wrong side.`,
    clocksTold: (minutes: number): string =>
      `The clocks of the source and of the cluster are ${countOf(minutes, 'minute')} apart.`,
    reported: 'The source does not forward or drop itself: it reports what it takes to have happened.',
    deniedReported:
      'That it was refused is only reported, by who does not forward or drop itself, and no policy that was read refuses it for certain.',
    notKept: (of: string, at: number): string =>
      `${whatChanged(of)} ${utcTime(at)}, after it was seen; what was allowed before is not kept.`,
    inferred: 'That it passed is inferred, and not told by the source.',
    identity: (at: number): string =>
      `An end changed ${moment(at)}, near it: the plugin, or the source, may have taken it for what it was before.`,
  },
  /** Why something was refused that policies allow. */
  refusal: {
    refusedByGone: (policy: string): string =>
      `The source says that ${policy} refused it, and there is no such policy any more.`,
    passedSince: (at: number): string => `The same passes since ${utcTime(at)}: something changed in between.`,
    before: (at: number): string =>
      `It was first seen before ${utcTime(at)}, from when on policies are known; it is judged by those of then.`,
    beforeKnown: (at: number): string =>
      `It was last refused before ${utcTime(at)}, from when on policies are known. Those allow it; what was in force at its time nobody kept.`,
    host: 'One end is a node, or a pod in the host network: what the plugin closes there is not among the policies that are evaluated.',
    otherKind: (policies: readonly string[]): string =>
      `The source says that ${listOf(policies)} refused it, of a kind that is not evaluated.`,
    othersPerhaps:
      'Something decides that is not read: another kind of policy, a mesh, a firewall of the node or of the cloud.',
    reply: (port: number): string =>
      `Port ${port} is one that clients use: it may belong to a connection that the other end began, and that the plugin had forgotten or refused.`,
    behind: (at: number): string =>
      `Policies changed ${moment(at)}, and the plugin may not have had them in place at every node by then.`,
    behindPerhaps: 'The plugin may not have had its policies in place yet, as right after a pod starts.',
    reported:
      'That it was refused is only reported, by who does not forward or drop itself; all policies that were read allow it.',
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
  notApart: (edges: number): string =>
    `${countOf(edges, 'edge')} with fewer connections are counted as their verdict says, though nobody allows or can judge them.`,
  badState: (state: string): string => `"${state}" is no state of observed traffic.`,
  nothingComplete: 'No source says that it saw everything in the window: there may have been more.',
  demo: 'The demo’s flows are invented and go on by the minute. Its gaps, its report and what it proposes to narrow look at such a day that ended at 09:41 UTC on 23 November 2026, so that they are the same every day.',
  nothingObserved: 'Nothing says that anything was observed in the window.',
} as const;

export const ENDS_OF_TRAFFIC = {
  someHost: 'a node',
  unknown: 'unknown',
} as const;

/** "1 240/h", "0.5/h", "<0.1/h" */
export function ratePerHour(perHour: number): string {
  if (perHour > 0 && perHour < 0.1) return '<0.1/h';
  return perHour < 10 ? `${Math.round(perHour * 10) / 10}/h` : `${count(Math.round(perHour))}/h`;
}

/** Observed traffic on the map. */
export const LAYER = {
  /** @param isAllowed though policies allow what was dropped. */
  label: (state: TrafficState, perHour: number | null, connections: number | null, isAllowed = false): string => {
    const number = connections === null ? '' : count(connections);
    switch (state) {
      case 'seen-denied':
        return number === '' ? 'seen, denied' : `seen, denied ${number}`;
      case 'denied':
        return `${number === '' ? 'dropped' : `${number} dropped`}${isAllowed ? ', allowed' : ''}`;
      case 'would-deny':
        return 'would be denied';
      case 'not-enough-seen':
        return '?';
      case 'unused':
        return 'unused';
      default:
        return perHour === null ? 'seen' : ratePerHour(perHour);
    }
  },
  sentence: (
    from: string,
    to: string,
    counts: Readonly<Partial<Record<TrafficState, number>>>,
    perHour: number | null,
    contradicted = 0,
  ): string => {
    const parts = (Object.keys(OBSERVED.state) as TrafficState[]).flatMap((state) => {
      const edges = counts[state];
      return edges === undefined ? [] : [`${count(edges)} ${OBSERVED.state[state]}`];
    });
    const rate = perHour === null ? '' : ` ${ratePerHour(perHour)} passed.`;
    const though =
      contradicted === 0
        ? ''
        : ` ${count(contradicted)} ${contradicted === 1 ? 'was' : 'were'} refused, or ${contradicted === 1 ? 'is' : 'are'} reported so, though policies allow it.`;
    return `${from} to ${to}: ${parts.join('; ')}.${though}${rate}`;
  },
  notDrawn: (edges: number): string =>
    `${countOf(edges, 'observed edge')} ${edges === 1 ? 'has' : 'have'} an end that this picture does not draw.`,
  leftOut: (pairs: number): string =>
    `${countOf(pairs, 'pair')} of boxes with less to say ${pairs === 1 ? 'is' : 'are'} left out.`,
} as const;

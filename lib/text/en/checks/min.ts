/** Sentences of the checks on least privilege. */
import type { Direction } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { listOf } from '#lib/text/en/phrases.ts';
import { countOf } from '../count.ts';
import { portsInWords } from '../ports.ts';

export const MIN_002 = {
  title: (policy: string, name: string): string => `${policy} opens more ports than ${name} serves`,
  summary: (words: {
    readonly rule: string;
    readonly direction: Direction;
    readonly opened: PortsJson;
    readonly name: string;
    readonly served: PortsJson;
    readonly others: number;
  }): string => {
    const { rule, direction, opened, name, served, others } = words;
    const opens =
      direction === 'ingress'
        ? `${rule} lets its peers connect to ${name} on ${portsInWords(opened)}`
        : `${rule} lets its workloads connect to ${name} on ${portsInWords(opened)}`;
    const more = others === 0 ? '' : ` It opens more than is served on ${countOf(others, 'other workload')} too.`;
    return `${opens}; ${name} declares, probes or serves ${portsInWords(served)}.${more}`;
  },
  closedToday: ' Today nobody gets through: another gate is closed. Whoever opens that opens this.',
  notKnown: (policy: string, path: string, workloads: readonly string[]): string =>
    `${path} of ${policy}: which ports ${listOf(workloads)} ${workloads.length === 1 ? 'serves' : 'serve'} is not known.`,
  fix: 'Names the ports that its targets declare, probe or serve through a Service, and no other. A server that opens ports as it runs (FTP, RPC) needs its range.',
  fixUnknown: (workloads: readonly string[]): string =>
    `Name the ports by hand: ${listOf(workloads)} ${workloads.length === 1 ? 'tells' : 'tell'} none, so that a list made here would cut ${workloads.length === 1 ? 'it' : 'them'} off.`,
  fixNone: 'None of the ports that are served is among those that the rule opens: correct its ports, or take it out.',
};

/** "99.4 %": cut, so that 95 is never said of less. */
export function shareWords(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

export const MIN_001 = {
  title: (name: string, count: number, direction: Direction, days: number): string =>
    direction === 'ingress'
      ? `${countOf(count, 'client')} of ${name} ${count === 1 ? 'was' : 'were'} not seen for ${countOf(days, 'day')}`
      : `${name} was not seen to use ${countOf(count, 'permission')} for ${countOf(days, 'day')}`,
  summary: (words: {
    readonly name: string;
    readonly direction: Direction;
    readonly others: readonly string[];
    readonly days: number;
    readonly share: number;
  }): string => {
    const { name, direction, others, days, share } = words;
    const may =
      direction === 'ingress'
        ? `${listOf(others)} may connect to ${name}, and none of that was observed`
        : `${name} may connect to ${listOf(others)}, and none of that was observed`;
    return `${may} in ${countOf(days, 'day')}, of which ${shareWords(share)} or more were observed at both ends.`;
  },
  younger: (since: string, byPolicy: boolean): string =>
    ` ${byPolicy ? 'A policy that selects one of the ends, or what it sees of one,' : 'One of the ends'} is younger: it was looked at since ${since}.`,
  notEnough: (workload: string, permissions: number, share: number, days: number): string =>
    `${workload}: ${countOf(permissions, 'permission')} not seen in use; of the last ${days === 1 ? 'day' : `${days} days`} ${shareWords(share)} was observed at the end seen least, and it takes 95 %.`,
  perhaps: (workload: string, permissions: number): string =>
    `${workload}: ${countOf(permissions, 'permission')} may have been used: an end, a port or who began a connection is not known, or not all connections were told.`,
  noRoom: 'There are more permissions than are compared with what was observed: the others are not looked at.',
  fix: 'Keeps what was observed and takes the rest. A yearly job or a restore that was not due would be cut off: annotate the client or the workload ringfence.dev/usage: rare, because … to keep it.',
  fixByHand:
    'Take the permission back where it is given; the list of unused permissions says which rule gives it. Where its use is rare, annotate the client or the workload ringfence.dev/usage: rare, because …',
};

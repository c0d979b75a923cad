/** Sentences of the checks on least privilege. */
import type { Direction } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { countOf } from '../count.ts';
import { listOf } from '../gaps.ts';
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

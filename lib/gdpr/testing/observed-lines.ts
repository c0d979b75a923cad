import type { FlowEnd } from '#lib/flows/flow-obs.ts';
import { flowRecord, observationOf } from '#lib/flows/flow-record.ts';
import type { FlowEdge } from '#lib/flows/flow-row.ts';
import type { ObservedFacts } from '../observed-facts.ts';
import { flow, observed } from './observed.ts';

/** What the lines of an example tell, over 90 days that were observed at n1 and n2. */
export function observedLines(lines: string): ObservedFacts {
  return observed(lines.trim().split('\n').map(edgeOf), { days: 90 });
}

function edgeOf(line: string): FlowEdge {
  const { from, to, toPort, protocol, verdict, t0 } = observationOf(flowRecord.parse(JSON.parse(line)), 'example');
  return flow(nameOf(from), nameOf(to), toPort, { protocol, verdict, first: t0, last: t0 });
}

function nameOf({ namespace, workload, names = [] }: FlowEnd): string {
  return workload === undefined ? `name:${names[0]}` : `${namespace}/${workload.kind}/${workload.name}`;
}

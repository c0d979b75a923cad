import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowLine } from './read-flow-line.ts';
import { isAhead } from './times-taken.ts';

/** A line that is of a time that has not come is none that can be read. @param now by our clock. */
export function inTime(line: FlowLine, now: number): FlowLine {
  if ('problem' in line) return line;
  const ahead = [...line.flows, ...(line.lost === undefined ? [] : [line.lost])].find((told) => isAhead(told, now));
  return ahead === undefined ? line : { problem: problemsOfFlows.ahead(new Date(ahead.t1).toISOString()) };
}

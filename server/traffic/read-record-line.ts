import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { flowRecord, observationOf } from '#lib/flows/flow-record.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';

/** Where a line comes from. */
export interface LinePlace {
  /** The source that its flows are counted under. */
  readonly source: string;
  /** "line 12" */
  readonly place: string;
}

/** What a line tells: flows, none where it is about something else, or why it cannot be read. Never throws. */
export type ReadFlowLine = (line: string, place: LinePlace) => readonly FlowObs[] | { readonly problem: string };

/** A line of our own format; others are read by `foreign`. */
export function readRecordLine(foreign?: ReadFlowLine): ReadFlowLine {
  return (line, place) => {
    if (!line.includes('ringfence.dev/flow/')) return foreign?.(line, place) ?? { problem: TRAFFIC.notARecord };
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return { problem: TRAFFIC.notJson };
    }
    const { data, error } = flowRecord.safeParse(value);
    if (data !== undefined) return [observationOf(data, place.source)];
    const [issue] = error.issues;
    return { problem: TRAFFIC.badField(issue?.path.join('.') ?? '', issue?.message ?? '') };
  };
}

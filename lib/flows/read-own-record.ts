import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowObs } from './flow-obs.ts';
import { flowRecord, observationOf } from './flow-record.ts';
import type { RawRecord } from './loose-fields.ts';

/** Whether a record is of our own format, of whatever version. */
export function isOwnRecord(raw: RawRecord): boolean {
  return typeof raw.schema === 'string' && raw.schema.startsWith('ringfence.dev/flow/');
}

/** Strict, unlike the formats of others: whoever writes ours can mend it. */
export function readOwnRecord(raw: RawRecord, source: string): readonly FlowObs[] | { readonly problem: string } {
  const { data, error } = flowRecord.safeParse(raw);
  if (data !== undefined) return [observationOf(data, source)];
  const [issue] = error.issues;
  return { problem: problemsOfFlows.badField(issue?.path.join('.') ?? '') };
}

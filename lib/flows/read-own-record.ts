import { badFlowField } from '#lib/text/en/flow-fields.ts';
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
  const path = error.issues[0]?.path ?? [];
  // where in a list is left out: the field says enough
  const names = path.filter((part) => typeof part === 'string');
  return { problem: badFlowField(names, valueAt(raw, path) === undefined) };
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    raw,
  );
}

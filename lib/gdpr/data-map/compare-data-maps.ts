import { type DataMap, type DeclaredFlow, EMPTY_DATA_MAP, type WorkloadEntry } from './types.ts';

/** What an entry is of; `fact` is a statement about the whole cluster, as the regime. */
export const DATA_MAP_PARTS = [
  'workload',
  'recipient',
  'flow',
  'controller',
  'egress-gateway',
  'environment',
  'alias',
  'fact',
] as const;
export type DataMapPart = (typeof DATA_MAP_PARTS)[number];

/** An entry that only one of two DataMaps has, or that says something else in the second. */
export interface DataMapChange {
  readonly part: DataMapPart;
  /** Whom it is about: `ns/Kind/name` with `*` for what it leaves open, an id, "from → to", a key. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** What is not the same, as text; absent where the entry does not say it. */
  readonly fields: readonly { readonly field: string; readonly before?: string; readonly after?: string }[];
}

/**
 * The entries that differ, by part and name. Where an entry stands in the file, and in which order, is no difference.
 * Undefined: nobody declared anything.
 */
export function compareDataMaps(
  before: DataMap = EMPTY_DATA_MAP,
  after: DataMap = EMPTY_DATA_MAP,
): readonly DataMapChange[] {
  const [old, current] = [entriesOf(before), entriesOf(after)];
  return [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((key): DataMapChange[] => {
    const [was, is] = [old.get(key), current.get(key)];
    const { part, name } = (is ?? was) as Entry;
    const fields = changedFields(was?.said ?? {}, is?.said ?? {});
    if (was !== undefined && is !== undefined && fields.length === 0) return [];
    return [{ part, name, change: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed', fields }];
  });
}

interface Entry {
  readonly part: DataMapPart;
  readonly name: string;
  readonly said: Readonly<Record<string, unknown>>;
}

function entriesOf(map: DataMap): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const add = (part: DataMapPart, name: string, said: object): void => {
    // Several entries may be about the same: the second stands beside the second of the other map.
    for (let nth = 1; ; nth++) {
      const named = nth === 1 ? name : `${name} (${nth})`;
      const key = `${part} ${named}`;
      if (entries.has(key)) continue;
      entries.set(key, { part, name: named, said: { ...said } });
      return;
    }
  };
  for (const { match, line: _, ...said } of map.workloads) add('workload', matchName(match), said);
  for (const { id, line: _, ...said } of map.recipients) add('recipient', id, said);
  for (const { line: _, ...flow } of map.flows) add('flow', flowName(flow), flow);
  for (const { id, line: _, ...said } of map.controllers) add('controller', id, said);
  for (const workload of map.egressGateways) add('egress-gateway', workload, {});
  for (const [environment, namespaces] of Object.entries(map.environments)) {
    add('environment', environment, { namespaces });
  }
  for (const [field, keys] of Object.entries(map.aliases)) add('alias', field, { keys });
  add('fact', 'regime', { regime: map.regime });
  add('fact', 'cni', map.cni);
  add('fact', 'minimisation', map.minimisation);
  return entries;
}

function matchName({ namespace = '*', kind = '*', name = '*' }: WorkloadEntry['match']): string {
  return `${namespace}/${kind}/${name}`;
}

function flowName({ from, to }: Pick<DeclaredFlow, 'from' | 'to'>): string {
  return `${from} → ${to}`;
}

function changedFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): DataMapChange['fields'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((field) => {
    if (JSON.stringify(before[field]) === JSON.stringify(after[field])) return [];
    const texts = [saidText(before[field]), saidText(after[field])];
    // A comma of one's own may make two lists look the same.
    const [was, is] = texts[0] === texts[1] ? [JSON.stringify(before[field]), JSON.stringify(after[field])] : texts;
    return [{ field, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

function saidText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ');
  return JSON.stringify(value);
}

import type { Aggregate, AggregateJson } from '#lib/policy/aggregate.ts';
import { classRelationsOf } from '#lib/policy/class-relations.ts';
import { INTERNET } from '#lib/policy/connection-units.ts';
import { type Connections, connectionsOf, hasNoPair } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { ADDRESS_LINE, ANY_POD_LINE, INTERNET_LINE, inWorkload } from './entries.ts';

/** What the lines of a matrix are groups of: whole namespaces, workloads, or both. */
export interface Grouping {
  readonly level: 'namespaces' | 'workloads';
  /** The namespaces whose workloads are lines; none: all of them. */
  readonly opened: readonly string[];
}

/** What one line has with another; undefined: denied. */
export type LineRelation = Aggregate | 'none' | 'unsaid' | undefined;

/** The relation between all lines of one grouping, in the words of `list`. Rows are computed when they are asked for. */
export interface LineRelations {
  /** Groups with something in them. */
  readonly units: ReadonlySet<string>;
  between(from: string, to: string): LineRelation;
  /** Of all pairs of two different lines, how many have something for certain, and how many only perhaps. */
  tally(lines: readonly string[]): { readonly allowed: number; readonly depends: number };
  /** Units that have something, one way or the other, with one of these. */
  touching(units: ReadonlySet<string>): ReadonlySet<string>;
  /** The unit in which an end of a witness lies; undefined: in none of this matrix. */
  unitOfEnd(end: string, side: 'from' | 'to'): string | undefined;
  readonly reachesInternet: (unit: string) => boolean;
  readonly namesBlocks: boolean;
  json(relation: Aggregate): AggregateJson;
}

const kept = new WeakMap<PolicyModel, Map<string, LineRelations>>();
const KEPT = 8; // rows of 2,000 workloads are 30 MB once all were looked at

/** Kept as long as the revision: orders of one matrix share it. */
export function lineRelations(model: PolicyModel, grouping: Grouping): LineRelations {
  let known = kept.get(model);
  if (known === undefined) {
    known = new Map();
    kept.set(model, known);
  }
  const key = JSON.stringify(grouping);
  let relations = known.get(key);
  if (relations === undefined) {
    relations = relate(model, grouping);
    if (known.size >= KEPT) known.clear();
    known.set(key, relations);
  }
  return relations;
}

function relate(model: PolicyModel, grouping: Grouping): LineRelations {
  const groupOf = groupsOf(grouping);
  const connections = connectionsOf(model, { groupOf, expand: true });
  const { units } = connections;
  const positions = new Map(units.map(({ id }, position) => [id, position]));
  const { internet, blocks } = outsideRelations(model, connections);
  const rows: (readonly (Aggregate | undefined)[] | undefined)[] = [];
  const row = (position: number): readonly (Aggregate | undefined)[] => {
    rows[position] ??= connections.row(position);
    return rows[position];
  };
  return {
    units: new Set(positions.keys()),
    json: connections.json,
    reachesInternet: (unit) => internet.out.has(unit),
    namesBlocks: blocks.out.size + blocks.into.size > 0,
    unitOfEnd: (end, side) =>
      end.includes('/?') ? phantomUnit(grouping, model.namespaces, end, side) : unitOfEnd(model, groupOf, end),
    between(from, to) {
      const [source, target] = [positions.get(from), positions.get(to)];
      if (source !== undefined && target !== undefined) {
        const isSelf = source === target && hasNoPair(units[source] as (typeof units)[number]);
        return isSelf ? 'none' : row(source)[target];
      }
      if (from === ANY_POD_LINE || to === ANY_POD_LINE) return 'unsaid';
      const sidesOf = (line: string) => (line === INTERNET_LINE ? internet : blocks);
      if (source !== undefined && isOutside(to)) return sidesOf(to).out.get(from);
      if (target !== undefined && isOutside(from)) return sidesOf(from).into.get(to);
      return 'none'; // both outside, or a namespace without pods
    },
    tally(lines) {
      const own = lines.flatMap((line) => positions.get(line) ?? []);
      let [allowed, depends] = [0, 0];
      for (const source of own) {
        const relations = row(source);
        for (const target of own) {
          const relation = source === target ? undefined : relations[target];
          if (relation === undefined) continue;
          if (relation.any !== NO_PORTS) allowed++;
          else if (relation.may !== NO_PORTS) depends++;
        }
      }
      return { allowed, depends };
    },
    touching(own) {
      const found = new Set<string>();
      for (const [source, { id }] of units.entries()) {
        for (const [target, relation] of row(source).entries()) {
          const to = units[target]?.id;
          if (relation === undefined || to === undefined || own.has(id) === own.has(to)) continue;
          found.add(own.has(id) ? to : id);
        }
      }
      return found;
    },
  };
}

const isOutside = (line: string) => line === INTERNET_LINE || line === ADDRESS_LINE;

/** Workload → unit; undefined leaves it out. */
function groupsOf({ level, opened }: Grouping): (workload: string) => string | undefined {
  if (level === 'namespaces') return inWorkload;
  if (opened.length === 0) return (workload) => workload;
  return (workload) => {
    const namespace = inWorkload(workload);
    if (opened.includes(namespace)) return workload;
    return opened.length === 1 ? namespace : undefined;
  };
}

/**
 * A pod without labels stands for any pod as a source, as on the map; as a destination it is one of its namespace, where
 * that is a line.
 */
function phantomUnit({ level, opened }: Grouping, known: readonly string[], end: string, side: 'from' | 'to'): string {
  const namespace = end.slice(0, end.indexOf('/'));
  const isLine = level === 'namespaces' || (opened.length === 1 && !opened.includes(namespace));
  return side === 'to' && isLine && known.includes(namespace) ? namespace : ANY_POD_LINE;
}

/** Whatever is no pod is an address. */
function unitOfEnd(
  model: PolicyModel,
  groupOf: (workload: string) => string | undefined,
  end: string,
): string | undefined {
  if (end === ANY_POD_LINE) return ANY_POD_LINE;
  if (end === INTERNET || end === '0.0.0.0/0' || end === '::/0') return INTERNET_LINE;
  if (model.classesOfWorkload(end).size > 0) return groupOf(end);
  if (model.classOf(end) !== undefined) return groupOf(model.workloadOfPod(end));
  return ADDRESS_LINE;
}

interface Sides {
  readonly out: ReadonlyMap<string, Aggregate>;
  readonly into: ReadonlyMap<string, Aggregate>;
}

/** What units have with the internet, and with all blocks that rules name taken together. */
function outsideRelations(
  model: PolicyModel,
  { units, external }: Connections,
): { readonly internet: Sides; readonly blocks: Sides } {
  const { aggregates } = classRelationsOf(model);
  const sides = () => ({ out: new Map<string, Aggregate>(), into: new Map<string, Aggregate>() });
  const [internet, blocks] = [sides(), sides()];
  const inside = new Set(units.map(({ id }) => id));
  for (const { from, to, relation } of external) {
    const [unit, end, side] = inside.has(from) ? ([from, to, 'out'] as const) : ([to, from, 'into'] as const);
    const relations = (end === INTERNET ? internet : blocks)[side];
    const known = relations.get(unit);
    relations.set(unit, known === undefined ? relation : aggregates.combine(known, relation));
  }
  return { internet, blocks };
}

import type { Aggregate } from '#lib/policy/aggregate.ts';
import { connectionsOf, hasNoPair } from '#lib/policy/connections.ts';
import { ALL_PORTS, NO_PORTS } from '#lib/policy/port-set.ts';
import type { CheckContext } from '../check.ts';
import { type ReportScope, WHOLE_CLUSTER } from './report-scope.ts';

/**
 * What the pods of one group may open to those of another. `allowed`: every pair, on every port, for certain. `partly`:
 * some pair on some port for certain, but not all. `unknown`: nothing for certain, something perhaps. `denied`: nothing.
 * `none`: there is no pair, as the only pod of a group with itself.
 */
export const REACH_STATES = ['allowed', 'partly', 'unknown', 'denied', 'none'] as const;
export type ReachState = (typeof REACH_STATES)[number];

/** Who may connect to whom, group by group (gdpr.md §5.2, section 7). */
export interface ReachMatrix {
  /** Groups with something in them, in order: rows are sources, columns are destinations. */
  readonly names: readonly string[];
  /** One row for each source: first letters of the states as runs, "d12p1d3". */
  readonly rows: readonly string[];
}

export interface ReachMatrices {
  readonly namespaces: ReachMatrix;
  readonly environments: ReachMatrix;
}

/** What belongs to no environment that somebody names stands in a group of its own. */
export const NO_ENVIRONMENT = 'unknown';
/** All that is out of the report's scope, as one group. */
export const OUT_OF_SCOPE = '*';

/** Both from one pass over the relation, in groups that no namespace and no environment divides. */
export function reachMatrices(context: CheckContext, inScope: ReportScope = WHOLE_CLUSTER): ReachMatrices {
  const { model, workloads } = context;
  const environmentOf = (key: string): string => {
    const workload = workloads.get(key);
    const known = workload === undefined ? undefined : context.dataOf(workload).environment?.value;
    return known ?? NO_ENVIRONMENT;
  };
  const namespaceOf = (key: string): string => {
    const namespace = key.slice(0, key.indexOf('/'));
    return inScope(namespace) ? namespace : OUT_OF_SCOPE;
  };
  const { units, row } = connectionsOf(model, {
    groupOf: (key) => `${namespaceOf(key)} ${environmentOf(key)}`, // names hold no space
    expand: true,
  });
  const parts = units.map(({ id }) => id.split(' ') as [string, string]);
  const namespaces = new Folded(parts.map(([namespace]) => namespace));
  const environments = new Folded(parts.map(([, environment]) => environment));
  for (const [source, unit] of units.entries()) {
    // One row is held at a time, also of thousands of namespaces.
    const states = Uint8Array.from(row(source), (relation) => CODE[reachState(relation)]);
    if (hasNoPair(unit)) states[source] = CODE.none;
    namespaces.add(source, states);
    environments.add(source, states);
  }
  return { namespaces: namespaces.matrix(), environments: environments.matrix() };
}

const CODE = Object.fromEntries(REACH_STATES.map((state, code) => [state, code])) as Readonly<
  Record<ReachState, number>
>;
const LETTERS: Readonly<Record<ReachState, string>> = {
  allowed: 'a',
  partly: 'p',
  unknown: 'u',
  denied: 'd',
  none: 'n',
};
const OF_LETTER = new Map(REACH_STATES.map((state) => [LETTERS[state], state]));

/** A matrix of units, gathered into one of groups of units. */
class Folded {
  private readonly names: readonly string[];
  private readonly groupOf: readonly number[];
  private readonly rows: Uint8Array[];

  constructor(groups: readonly string[]) {
    this.names = [...new Set(groups)].sort();
    const position = new Map(this.names.map((name, index) => [name, index]));
    this.groupOf = groups.map((group) => position.get(group) as number);
    this.rows = this.names.map(() => new Uint8Array(this.names.length).fill(CODE.none));
  }

  add(unit: number, states: Uint8Array): void {
    const row = this.rows[this.groupOf[unit] as number] as Uint8Array;
    for (const [column, state] of states.entries()) {
      const group = this.groupOf[column] as number;
      row[group] = both(row[group] as number, state);
    }
  }

  matrix(): ReachMatrix {
    return { names: this.names, rows: this.rows.map(runsOf) };
  }
}

/** The state of two sets of pairs together. */
function both(a: number, b: number): number {
  if (a === b || b === CODE.none) return a;
  if (a === CODE.none) return b;
  // Of two different ones that are not `partly`: unknown and denied are unknown, anything beside allowed is partly.
  return Math.min(a, b) <= CODE.partly ? CODE.partly : CODE.unknown;
}

/** What a relation of two groups is called; undefined: denied. */
export function reachState(relation: Aggregate | undefined): ReachState {
  if (relation === undefined) return 'denied';
  const { all, any, may } = relation;
  if (all === ALL_PORTS) return 'allowed';
  if (any !== NO_PORTS) return 'partly';
  return may === NO_PORTS ? 'denied' : 'unknown';
}

function runsOf(row: Uint8Array): string {
  let text = '';
  for (let begin = 0; begin < row.length; ) {
    let end = begin + 1;
    while (end < row.length && row[end] === row[begin]) end++;
    text += `${LETTERS[REACH_STATES[row[begin] as number] as ReachState]}${end - begin}`;
    begin = end;
  }
  return text;
}

/** One row of a matrix, cell by cell. */
export function cellsOfRow(row: string): readonly ReachState[] {
  return [...row.matchAll(/([a-z])(\d+)/g)].flatMap(([, letter = '', count]) =>
    new Array<ReachState>(Number(count)).fill(OF_LETTER.get(letter) ?? 'unknown'),
  );
}

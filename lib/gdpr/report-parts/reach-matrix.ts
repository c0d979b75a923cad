import type { Aggregate } from '#lib/policy/aggregate.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import { ALL_PORTS, NO_PORTS } from '#lib/policy/port-set.ts';
import type { CheckContext } from '../check.ts';

/**
 * What the pods of one group may open to those of another. `allowed`: every pair, on every port, for certain. `partly`:
 * some pair on some port for certain, but not all. `unknown`: nothing for certain, something perhaps. `denied`: nothing.
 */
export const REACH_STATES = ['allowed', 'partly', 'unknown', 'denied'] as const;
export type ReachState = (typeof REACH_STATES)[number];

/** Who may connect to whom, group by group (gdpr.md §5.2, section 7). */
export interface ReachMatrix {
  /** Groups with something in them, in order: rows are sources, columns are destinations. */
  readonly names: readonly string[];
  /** One row for each source: first letters of the states as runs, "d12p1d3". */
  readonly rows: readonly string[];
}

const LETTERS: Readonly<Record<ReachState, string>> = { allowed: 'a', partly: 'p', unknown: 'u', denied: 'd' };
const OF_LETTER = new Map(REACH_STATES.map((state) => [LETTERS[state], state]));

/** Namespaces that hold workloads. */
export function namespaceMatrix(context: CheckContext): ReachMatrix {
  return matrixOf(context, (workload) => workload.slice(0, workload.indexOf('/')));
}

/** What belongs to no environment that somebody names stands in a group of its own. */
export const NO_ENVIRONMENT = 'unknown';

export function environmentMatrix(context: CheckContext): ReachMatrix {
  return matrixOf(context, (key) => {
    const workload = context.workloads.get(key);
    return workload === undefined ? undefined : (context.dataOf(workload).environment?.value ?? NO_ENVIRONMENT);
  });
}

function matrixOf({ model }: CheckContext, groupOf: (workload: string) => string | undefined): ReachMatrix {
  const { units, edges } = connectionsOf(model, { groupOf, expand: true });
  const position = new Map(units.map(({ id }, index) => [id, index]));
  const names = units.map(({ id }) => id);
  const rows: string[] = [];
  let row: Uint8Array | undefined;
  let source = -1;
  const finish = (): void => {
    if (row !== undefined) rows[source] = runsOf(row);
  };
  // Edges come source by source: one row is held at a time, also of thousands of namespaces.
  for (const { from, to, relation } of edges) {
    const [at, column] = [position.get(from), position.get(to)];
    if (at === undefined || column === undefined) continue;
    if (at !== source) {
      finish();
      source = at;
      row = new Uint8Array(names.length).fill(REACH_STATES.indexOf('denied'));
    }
    if (row !== undefined) row[column] = REACH_STATES.indexOf(stateOf(relation));
  }
  finish();
  const denied = names.length === 0 ? '' : `${LETTERS.denied}${names.length}`;
  return { names, rows: names.map((_, index) => rows[index] ?? denied) };
}

function stateOf({ all, any, may }: Aggregate): ReachState {
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

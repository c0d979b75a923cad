import type { Aggregate } from './aggregate.ts';
import { type Connection, connectionContext, unitRow } from './connections.ts';
import type { PolicyModel } from './model.ts';
import { unitKinds } from './unit-kinds.ts';

/** What a workload has with those at each place; `places`: of each workload its own. */
interface Rows {
  readonly places: ReadonlyMap<string, number>;
  row(place: number): readonly (Aggregate | undefined)[];
}

const rowsOf = new WeakMap<PolicyModel, Rows>();

/**
 * What one workload has with some others, hubs written out as in `Connections.row`, for who asks about a few pairs: no
 * edge of any other is made. Denied, and a pod with itself, are left out.
 */
export function* connectionsFrom(model: PolicyModel, from: string, targets: Iterable<string>): Generator<Connection> {
  const { places, row } = known(model);
  const source = places.get(from);
  const relations = source === undefined ? [] : row(source);
  for (const to of targets) {
    const relation = relations[places.get(to) ?? -1];
    if (relation !== undefined) yield { from, to, relation };
  }
}

function known(model: PolicyModel): Rows {
  let rows = rowsOf.get(model);
  if (rows === undefined) {
    rows = gather(model);
    rowsOf.set(model, rows);
  }
  return rows;
}

function gather(model: PolicyModel): Rows {
  const context = connectionContext(model);
  const { aggregates, relations, units } = context;
  const kinds = unitKinds(units, relations, aggregates);
  return {
    places: new Map(units.map(({ id }, place) => [id, place])),
    row: (place) => unitRow(context, kinds, place),
  };
}

import type { Aggregate, AggregateJson } from './aggregate.ts';
import { classRelationsOf } from './class-relations.ts';
import { compareNodeIds } from './connection-units.ts';
import { type Connection, unsortedConnections } from './connections.ts';
import type { PolicyModel } from './model.ts';
import { type Steps, toTheEnd } from './steps.ts';

/** The edges of `connectionsOf` between workloads, with hubs, for who asks about a few of them again and again. */
export interface KeptConnections {
  /** Those with an end for which `isWanted` holds, in the order of `connectionsOf`. */
  touching(isWanted: (end: string) => boolean): Generator<Connection>;
  json(relation: Aggregate): AggregateJson;
}

const EDGES_IN_A_STEP = 4_000; // some 20 ms

/** As long as the model. 150,000 pods have a million edges, 20 MB. */
const kept = new WeakMap<PolicyModel, KeptConnections>();

/** The connections of a model, computed once for all pictures of it. */
export function keptConnections(model: PolicyModel): KeptConnections {
  return toTheEnd(keepConnections(model));
}

/** As `keptConnections`, in steps between which others are answered. */
export function* keepConnections(model: PolicyModel): Steps<KeptConnections> {
  const known = kept.get(model);
  if (known !== undefined) return known;
  const connections = yield* pack(model);
  kept.set(model, connections);
  return connections;
}

function* pack(model: PolicyModel): Steps<KeptConnections> {
  const { aggregates } = classRelationsOf(model);
  const numbers = new Map<string, number>();
  const relationOf: Aggregate[] = []; // by id
  const [froms, tos, relations]: [number[], number[], number[]] = [[], [], []];
  const numberOf = (end: string): number => {
    const known = numbers.get(end);
    if (known !== undefined) return known;
    numbers.set(end, numbers.size);
    return numbers.size - 1;
  };
  for (const { from, to, relation } of unsortedConnections(model)) {
    froms.push(numberOf(from));
    tos.push(numberOf(to));
    relations.push(relation.id);
    relationOf[relation.id] = relation;
    if (froms.length % EDGES_IN_A_STEP === 0) yield;
  }
  const names = [...numbers.keys()];
  const places = new Uint32Array(names.length);
  const ends = names.toSorted(compareNodeIds);
  for (const [place, end] of ends.entries()) places[numbers.get(end) as number] = place;
  const placed = (numbered: readonly number[]) => Uint32Array.from(numbered, (number) => places[number] as number);
  const [from, to] = [placed(froms), placed(tos)];
  yield;
  const order = sortBy(from, sortBy(to, Uint32Array.from(froms.keys()), ends.length), ends.length);
  const inOrder = (values: ArrayLike<number>) => order.map((edge) => values[edge] as number);
  return packed(ends, { from: inOrder(from), to: inOrder(to), relation: inOrder(relations) }, relationOf, (relation) =>
    aggregates.json(relation),
  );
}

/** Places of ends and ids of relations, edge by edge. */
interface Columns {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly relation: Uint32Array;
}

function packed(
  ends: readonly string[],
  { from, to, relation }: Columns,
  relationOf: readonly Aggregate[],
  json: KeptConnections['json'],
): KeptConnections {
  return {
    json,
    *touching(isWanted) {
      const wanted = Uint8Array.from(ends, (end) => (isWanted(end) ? 1 : 0));
      for (let edge = 0; edge < from.length; edge++) {
        const [source, target] = [from[edge] as number, to[edge] as number];
        if (wanted[source] !== 1 && wanted[target] !== 1) continue;
        const told = relationOf[relation[edge] as number] as Aggregate;
        yield { from: ends[source] as string, to: ends[target] as string, relation: told };
      }
    },
  };
}

/** `order` by the key of each, those with equal keys as they are; keys are below `size`. */
function sortBy(keys: Uint32Array, order: Uint32Array, size: number): Uint32Array {
  const next = new Uint32Array(size + 1);
  for (const key of keys) next[key + 1] = (next[key + 1] as number) + 1;
  for (let key = 1; key <= size; key++) next[key] = (next[key] as number) + (next[key - 1] as number);
  const sorted = new Uint32Array(order.length);
  for (const edge of order) {
    const key = keys[edge] as number;
    sorted[next[key] as number] = edge;
    next[key] = (next[key] as number) + 1;
  }
  return sorted;
}

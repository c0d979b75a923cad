import type { Aggregate, Aggregates } from './aggregate.ts';
import type { ClassRelations } from './class-relations.ts';
import type { ConnectionUnit } from './connection-units.ts';

/** Units sorted by the kinds of their classes: what two units have with each other where nothing is stored for them. */
export interface UnitKinds {
  /** Unit → kind. */
  readonly of: readonly number[];
  /** Kind → positions of its units, ascending. */
  readonly members: readonly (readonly number[])[];
  /** What units of a kind have with those of each other kind; kinds that they have nothing with are left out. */
  outOf(kind: number): ReadonlyMap<number, Aggregate>;
  into(kind: number): ReadonlyMap<number, Aggregate>;
}

/** Computes rows of kinds on demand, each once. */
export function unitKinds(
  units: readonly ConnectionUnit[],
  relations: ClassRelations,
  aggregates: Aggregates,
): UnitKinds {
  const numbers = new Map<string, number>();
  const classKinds: (readonly number[])[] = [];
  const members: number[][] = [];
  const of = units.map(({ classes }, position) => {
    const kinds = [...new Set(Array.from(classes.keys(), (id) => relations.kindOf[id] as number))].sort(
      (a, b) => a - b,
    );
    const key = kinds.join();
    const kind = numbers.get(key) ?? numbers.size;
    numbers.set(key, kind);
    classKinds[kind] ??= kinds;
    const list = members[kind];
    if (list === undefined) members[kind] = [position];
    else list.push(position);
    return kind;
  });
  // A unit with ends on the host network has nothing with what is not stored for these.
  const between = (from: number, to: number): Aggregate =>
    from < 0 || to < 0 ? aggregates.denied : relations.between(from, to);
  const isHostOnly = (kinds: readonly number[]): boolean => kinds.length === 1 && (kinds[0] as number) < 0;

  /** First kind by kind, then for the units: most have one kind. */
  function row(kind: number, relate: (own: number, other: number) => Aggregate): ReadonlyMap<number, Aggregate> {
    const found = new Map<number, Aggregate>();
    const own = classKinds[kind] as readonly number[];
    if (isHostOnly(own)) return found;
    const towards = new Map<number, Aggregate>();
    const ofKind = (other: number): Aggregate => {
      const known = towards.get(other);
      if (known !== undefined) return known;
      const folded = own.map((each) => relate(each, other)).reduce(aggregates.combine);
      towards.set(other, folded);
      return folded;
    };
    for (const [unitKind, others] of classKinds.entries()) {
      const folded = others.map(ofKind).reduce(aggregates.combine);
      if (folded !== aggregates.denied) found.set(unitKind, folded);
    }
    return found;
  }

  const rows = {
    outOf: new Map<number, ReadonlyMap<number, Aggregate>>(),
    into: new Map<number, ReadonlyMap<number, Aggregate>>(),
  };
  const once = (direction: 'outOf' | 'into', kind: number): ReadonlyMap<number, Aggregate> => {
    let known = rows[direction].get(kind);
    if (known === undefined) {
      known = row(kind, direction === 'outOf' ? between : (own, other) => between(other, own));
      rows[direction].set(kind, known);
    }
    return known;
  };
  return { of, members, outOf: (kind) => once('outOf', kind), into: (kind) => once('into', kind) };
}

import type { Relation } from './model.ts';
import { intersectPorts, NO_PORTS, type PortSet, portsJson, subtractPorts, unitePorts } from './port-set.ts';
import type { DependsReason, PortsJson } from './types.ts';

/**
 * The relation of many pairs at once, as command-line.md "Verdicts" tells it. Interned: equal aggregates are the same
 * object, so that they are compared by identity and combined once.
 */
export interface Aggregate {
  /** Equal aggregates have equal ids; `DENIED` has 0. */
  readonly id: number;
  /** Ports that every pair is certain of: the intersection of must. */
  readonly all: PortSet;
  /** Ports that at least one pair is certain of: the union of must. */
  readonly any: PortSet;
  /** Ports that at least one pair may have: the union of may. */
  readonly may: PortSet;
  /** Why `may` is more than `any`; empty where it is not. */
  readonly reasons: readonly DependsReason[];
}

/** An aggregate as machines read it: three disjoint parts, `some` only where it is not empty. */
export interface AggregateJson {
  readonly allow: PortsJson;
  readonly some?: PortsJson;
  readonly depends: PortsJson;
  readonly reasons: readonly DependsReason[];
}

/** Aggregates of one model: interned and combined with a memo of their own, which goes when the model goes. */
export interface Aggregates {
  /** One pair. */
  of(relation: Relation): Aggregate;
  /** Both sets of pairs together. Commutative, associative, idempotent. */
  combine(a: Aggregate, b: Aggregate): Aggregate;
  /** What holds of both sets of pairs: the most that can be said of either without looking which. */
  meet(a: Aggregate, b: Aggregate): Aggregate;
  json(aggregate: Aggregate): AggregateJson;
  readonly denied: Aggregate;
}

export function createAggregates(): Aggregates {
  const interned = new Map<string, Aggregate>();
  const byRelation = new WeakMap<Relation, Aggregate>();
  const combined = new Map<number, Aggregate>();
  const met = new Map<number, Aggregate>();
  const written = new Map<number, AggregateJson>();

  function intern(all: PortSet, any: PortSet, may: PortSet, reasons: readonly DependsReason[]): Aggregate {
    const why = any === may ? [] : reasons;
    const key = `${all.id},${any.id},${may.id},${why.join()}`;
    let aggregate = interned.get(key);
    if (aggregate === undefined) {
      aggregate = { id: interned.size, all, any, may, reasons: why };
      interned.set(key, aggregate);
    }
    return aggregate;
  }
  const denied = intern(NO_PORTS, NO_PORTS, NO_PORTS, []);

  function memoised(
    memo: Map<number, Aggregate>,
    operation: (a: Aggregate, b: Aggregate) => Aggregate,
  ): (a: Aggregate, b: Aggregate) => Aggregate {
    return (a, b) => {
      if (a === b) return a;
      const [first, second] = a.id < b.id ? [a, b] : [b, a];
      const key = first.id * 67_108_864 + second.id; // 2^26: pairs of ids stay exact integers
      const known = memo.get(key);
      if (known !== undefined) return known;
      const result = operation(first, second);
      memo.set(key, result);
      return result;
    };
  }

  return {
    denied,
    of(relation) {
      const known = byRelation.get(relation);
      if (known !== undefined) return known;
      const aggregate = intern(relation.must, relation.must, relation.may, sorted(relation.reasons));
      byRelation.set(relation, aggregate);
      return aggregate;
    },
    combine: memoised(combined, (a, b) =>
      intern(
        intersectPorts(a.all, b.all),
        unitePorts(a.any, b.any),
        unitePorts(a.may, b.may),
        uniteReasons(a.reasons, b.reasons),
      ),
    ),
    meet: memoised(met, (a, b) =>
      intern(
        intersectPorts(a.all, b.all),
        intersectPorts(a.any, b.any),
        intersectPorts(a.may, b.may),
        uniteReasons(a.reasons, b.reasons),
      ),
    ),
    json(aggregate) {
      let json = written.get(aggregate.id);
      if (json === undefined) {
        const some = subtractPorts(aggregate.any, aggregate.all);
        json = {
          allow: portsJson(aggregate.all),
          ...(some === NO_PORTS ? {} : { some: portsJson(some) }),
          depends: portsJson(subtractPorts(aggregate.may, aggregate.any)),
          reasons: aggregate.reasons,
        };
        written.set(aggregate.id, json);
      }
      return json;
    },
  };
}

/** Both lists as one, sorted, each reason once. */
export function uniteReasons(a: readonly DependsReason[], b: readonly DependsReason[]): readonly DependsReason[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  return sorted([...new Set([...a, ...b])]);
}

function sorted(reasons: readonly DependsReason[]): readonly DependsReason[] {
  return reasons.length < 2 ? reasons : [...reasons].sort();
}

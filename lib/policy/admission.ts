import { ALL_PORTS, intersectPorts, NO_PORTS, type PortSet, subtractPorts, unitePorts } from './port-set.ts';
import { type ReasonMask, reasonsOf } from './reasons.ts';
import type { DependsReason } from './types.ts';

/**
 * What something lets through: `must` for certain, `may` possibly (must ⊆ may), and for the ports between the two the
 * reasons why they are undecided. Interned, so that the algebra is memoised by the pair of ids.
 *
 * The union of `uncertain` is exactly may ∖ must.
 */
export interface Admission {
  readonly id: number;
  readonly must: PortSet;
  readonly may: PortSet;
  /** In the order of DEPENDS_REASONS; no set is empty. */
  readonly uncertain: readonly Uncertainty[];
}

export interface Uncertainty {
  readonly reason: DependsReason;
  readonly ports: PortSet;
}

/** Admissions before the tables are emptied; ids are never given twice. A cluster needs a few thousand. */
const TABLE_LIMIT = 500_000;
const interned = new Map<string, WeakRef<Admission>>();
const forgotten = new FinalizationRegistry<string>((key) => {
  if (interned.get(key)?.deref() === undefined) interned.delete(key);
});
let nextId = 0;

const NOTHING_UNCERTAIN: readonly Uncertainty[] = [];

function intern(must: PortSet, may: PortSet, uncertain: readonly Uncertainty[]): Admission {
  let key = `${must.id} ${may.id}`;
  for (const { reason, ports } of uncertain) key += ` ${reason} ${ports.id}`;
  const known = interned.get(key)?.deref();
  if (known !== undefined) return known;
  const admission: Admission = { id: nextId++, must, may, uncertain };
  interned.set(key, new WeakRef(admission));
  forgotten.register(admission, key);
  return admission;
}

/** Exactly these ports, without doubt. */
export function certainly(ports: PortSet): Admission {
  return intern(ports, ports, NOTHING_UNCERTAIN);
}

export const ADMITS_ALL: Admission = certainly(ALL_PORTS);
export const ADMITS_NOTHING: Admission = certainly(NO_PORTS);

/** Nothing for certain, `ports` possibly, for these reasons. */
export function possibly(ports: PortSet, reasons: ReasonMask): Admission {
  if (ports === NO_PORTS) return ADMITS_NOTHING;
  return intern(
    NO_PORTS,
    ports,
    reasonsOf(reasons).map((reason) => ({ reason, ports })),
  );
}

/** `must` for certain, the rest of `may` possibly; of the reasons stays what concerns may ∖ must. */
export function decided(must: PortSet, may: PortSet, sources: readonly (readonly Uncertainty[])[]): Admission {
  if (must === may) return certainly(must);
  const undecided = subtractPorts(may, must);
  const byReason = new Map<DependsReason, PortSet>();
  for (const source of sources) {
    for (const { reason, ports } of source) {
      const still = intersectPorts(ports, undecided);
      if (still !== NO_PORTS) byReason.set(reason, unitePorts(byReason.get(reason) ?? NO_PORTS, still));
    }
  }
  const uncertain = [...byReason].map(([reason, ports]) => ({ reason, ports }));
  uncertain.sort((a, b) => reasonRank(a.reason) - reasonRank(b.reason));
  return intern(must, may, uncertain);
}

const ranks = new Map<DependsReason, number>(reasonsOf(-1).map((reason, index) => [reason, index]));
function reasonRank(reason: DependsReason): number {
  return ranks.get(reason) as number;
}

function memoised(operation: (a: Admission, b: Admission) => Admission): (a: Admission, b: Admission) => Admission {
  const memo = new Map<number, Admission>();
  return (a, b) => {
    const key = a.id * 67_108_864 + b.id; // 2^26: pairs of ids stay exact integers
    const known = memo.get(key);
    if (known !== undefined) return known;
    const result = operation(a, b);
    if (memo.size >= TABLE_LIMIT) memo.clear();
    memo.set(key, result);
    return result;
  };
}

const memoUnion = memoised((a, b) =>
  decided(unitePorts(a.must, b.must), unitePorts(a.may, b.may), [a.uncertain, b.uncertain]),
);
const memoIntersection = memoised((a, b) =>
  decided(intersectPorts(a.must, b.must), intersectPorts(a.may, b.may), [a.uncertain, b.uncertain]),
);

/** What either lets through: rules of one gate add up (row 11). */
export function unite(a: Admission, b: Admission): Admission {
  if (a === b || b === ADMITS_NOTHING || a === ADMITS_ALL) return a;
  if (a === ADMITS_NOTHING || b === ADMITS_ALL) return b;
  return memoUnion(a, b);
}

/** What both let through: a connection passes both gates (row 15). */
export function intersect(a: Admission, b: Admission): Admission {
  if (a === b || b === ADMITS_ALL || a === ADMITS_NOTHING) return a;
  if (a === ADMITS_ALL || b === ADMITS_NOTHING) return b;
  return memoIntersection(a, b);
}

/** The same, but no longer for certain. */
export function weaken(admission: Admission, reasons: ReasonMask): Admission {
  if (reasons === 0) return admission;
  return decided(NO_PORTS, admission.may, [admission.uncertain, possibly(admission.may, reasons).uncertain]);
}

/** What is certain stays; everything else becomes possible. */
export function widen(admission: Admission, reasons: ReasonMask): Admission {
  return unite(admission, possibly(ALL_PORTS, reasons));
}

/** One of two readings holds, and nobody knows which: where they differ the answer depends. */
export function eitherOf(a: Admission, b: Admission, reasons: ReasonMask): Admission {
  if (a.must === b.must && a.may === b.may) return unite(a, b);
  const differing = unitePorts(symmetricDifference(a.must, b.must), symmetricDifference(a.may, b.may));
  return decided(intersectPorts(a.must, b.must), unitePorts(a.may, b.may), [
    a.uncertain,
    b.uncertain,
    possibly(differing, reasons).uncertain,
  ]);
}

function symmetricDifference(a: PortSet, b: PortSet): PortSet {
  return unitePorts(subtractPorts(a, b), subtractPorts(b, a));
}

/** Replaces the ports of `where` by `admission`'s; the rest stays. */
export function replacePorts(base: Admission, where: PortSet, by: Admission): Admission {
  const outside = subtractPorts(ALL_PORTS, where);
  return unite(intersect(base, certainly(outside)), intersect(by, certainly(where)));
}

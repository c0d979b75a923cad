import { getOr } from '#lib/get-or.ts';
import type { Aggregate } from '../aggregate.ts';
import { type Bitset, clearBit, emptyBitset, setBit } from '../bitset.ts';
import { type ClassRelations, classRelationsOf } from '../class-relations.ts';
import type { NodeSplit } from '../host-classes.ts';
import type { PolicyModel } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';
import type { PartlyMet } from './places.ts';

/** Which connections are followed: those allowed for certain, or also those that depend. */
export type FollowedRelation = 'must' | 'may';

/**
 * Who may connect to whom, class by class. What the kinds of two classes tell is no edge of its own, so that the graph is
 * no larger than the kinds and the pairs that a rule names.
 */
export interface ClassGraph {
  /** Classes that are vertices: those on the host network that differ by their node only are one. */
  readonly representatives: readonly number[];
  /** The number of kinds. */
  readonly kinds: number;
  /** Class → kind as a source: it may connect to whatever its kind meets. -1: all that it may connect to are edges. */
  readonly kindOut: Int32Array;
  /** Class → kind as a target; -1 on the host network. */
  readonly kindIn: Int32Array;
  /** Whether the classes of one kind may connect to those of another. */
  meets(kindOut: number, kindIn: number): boolean;
  /** The classes that a class may connect to without its kind telling it, in no order. */
  edgesOf(classId: number): readonly number[];
  /** Whether one class may connect to another, by their kinds or by an edge. */
  joins(from: number, to: number): boolean;
  /**
   * The classes that a class may connect to only where their pods share a node, or only where they do not, with the ways
   * in which they connect. To `edgesOf` and `joins` such a pair is one that depends.
   */
  partlyOf(classId: number): ReadonlyMap<number, PartlyMet>;
  /** Classes at either end of such a pair. */
  readonly apart: ReadonlySet<number>;

  /**
   * Two classes with open gates meet in a hub: whom one of them may connect to beside the hub, as a set of classes; not
   * to be changed.
   */
  outOf(classId: number): Bitset;
  /** Who may connect to a class beside the hub, likewise. */
  intoOf(classId: number): Bitset;
  readonly hubOut: readonly boolean[];
  readonly hubIn: readonly boolean[];
  /** Open classes with equal keys meet the same open classes: there are as many keys as combinations of families. */
  hubKey(classId: number): string;
  /** Whether two open classes have a family in common. */
  hubMeets(from: number, to: number): boolean;
}

const graphs = new WeakMap<PolicyModel, Partial<Record<FollowedRelation, ClassGraph>>>();

/**
 * Computed once for each model and relation. A pair whose relation turns on a shared node (rows 58, 59) is followed for
 * certain only where it is certain on the same node and on others, and perhaps where it is so on one of them; whoever knows
 * the nodes of the pods asks `partlyOf` beside.
 */
export function classGraph(model: PolicyModel, relation: FollowedRelation): ClassGraph {
  const known = graphs.get(model) ?? {};
  graphs.set(model, known);
  const made = known[relation];
  if (made !== undefined) return made;
  const graph = graphOf(classRelationsOf(model).relations, relation);
  known[relation] = graph;
  return graph;
}

type Edges = ReadonlyMap<number, Aggregate | NodeSplit>;
const NO_EDGES: Edges = new Map();
const reversed = new WeakMap<ClassRelations, readonly Edges[]>();

/** The stored pairs by their destination. */
function reversedOf(relations: ClassRelations): readonly Edges[] {
  let known = reversed.get(relations);
  if (known === undefined) {
    const into = relations.outOf.map(() => new Map<number, Aggregate | NodeSplit>());
    for (const [from, edges] of relations.outOf.entries()) for (const [to, edge] of edges) into[to]?.set(from, edge);
    known = into;
    reversed.set(relations, known);
  }
  return known;
}

/** What kinds tell, by the kind: of all models that have these very kinds. */
interface KnownOfKinds {
  readonly rows: (Uint8Array | undefined)[];
  readonly out: (Bitset | undefined)[];
  readonly into: (Bitset | undefined)[];
}
const ofKinds = new WeakMap<ClassRelations['members'], Map<FollowedRelation, KnownOfKinds>>();

function knownOfNoKind(): KnownOfKinds {
  return { rows: [], out: [], into: [] };
}

/** The graph of relations that are given: `classGraph` asks for those of a model. */
export function graphOf(relations: ClassRelations, relation: FollowedRelation): ClassGraph {
  const { openOut, openIn, representatives, outOf, familyKey, kindOf, members, between } = relations;
  const followed = new Map<Aggregate | NodeSplit, boolean>();
  const isFollowed = (edge: Aggregate | NodeSplit): boolean => {
    let follows = followed.get(edge);
    if (follows === undefined) {
      follows = follow(edge, relation);
      followed.set(edge, follows);
    }
    return follows;
  };
  const { rows, out, into } = getOr(
    getOr(ofKinds, members, () => new Map()),
    relation,
    knownOfNoKind,
  );
  const meets = (from: number, to: number): boolean => {
    let row = rows[from];
    if (row === undefined) {
      row = Uint8Array.from(members, (_, other) => (isFollowed(between(from, other)) ? 1 : 0));
      rows[from] = row;
    }
    return row[to] === 1;
  };
  const joins = (from: number, to: number): boolean => {
    const stored = outOf[from]?.get(to);
    if (stored !== undefined) return isFollowed(stored);
    const [source, target] = [kindOf[from] as number, kindOf[to] as number];
    return source >= 0 && target >= 0 && meets(source, target);
  };
  const isOpenKind = (open: readonly boolean[]) => members.map(([example = 0]) => open[example] === true);
  const [openSources, openTargets] = [isOpenKind(openOut), isOpenKind(openIn)];
  const beside = {
    out: new KindSets(relations, (own, other) => meets(own, other) && !(openSources[own] && openTargets[other]), out),
    into: new KindSets(relations, (own, other) => meets(other, own) && !(openSources[other] && openTargets[own]), into),
  };
  // Whoever walks paths asks for them, and nobody else.
  let known: EdgesBeside | undefined;
  const edges = (): EdgesBeside => {
    known ??= edgesBeside(relations, isFollowed, meets);
    return known;
  };
  let partlyKnown: ReturnType<typeof partlyMet> | undefined;
  const partly = () => {
    partlyKnown ??= partlyMet(relations, relation);
    return partlyKnown;
  };
  return {
    ...{ representatives, kinds: members.length, kindIn: kindOf, meets, joins },
    get kindOut() {
      return edges().kindOut;
    },
    edgesOf: (classId) => edges().edges[classId] ?? [],
    partlyOf: (classId) => partly().of[classId] ?? NONE_PARTLY,
    get apart() {
      return partly().apart;
    },
    outOf: (classId) => beside.out.of(classId, outOf[classId] ?? NO_EDGES, isFollowed),
    intoOf: (classId) => beside.into.of(classId, reversedOf(relations)[classId] ?? NO_EDGES, isFollowed),
    ...{ hubOut: openOut, hubIn: openIn, hubKey: familyKey },
    hubMeets: (from, to) => meets(kindOf[from] as number, kindOf[to] as number),
  };
}

interface EdgesBeside {
  readonly kindOut: Int32Array;
  readonly edges: readonly (readonly number[])[];
}

/** The stored pairs that are followed and that kinds do not tell; and the kind of each class that tells the rest. */
function edgesBeside(
  { kindOf, members, outOf }: ClassRelations,
  isFollowed: (edge: Aggregate | NodeSplit) => boolean,
  meets: (from: number, to: number) => boolean,
): EdgesBeside {
  const kindOut = kindOf.slice();
  const edges = outOf.map((stored, from) => {
    const kind = kindOf[from] as number;
    const told = (to: number): boolean => kind >= 0 && (kindOf[to] as number) >= 0 && meets(kind, kindOf[to] as number);
    const own: number[] = [];
    for (const [to, edge] of stored) {
      if (isFollowed(edge) !== told(to)) own.push(to);
    }
    if (own.every((to) => !told(to))) return own;
    // Somebody is closed to it whom its kind may connect to: then nothing is left to the kind.
    kindOut[from] = -1;
    const all = [...stored].flatMap(([to, edge]) => (isFollowed(edge) ? [to] : []));
    for (const [other, classes] of members.entries()) {
      if (meets(kind, other)) for (const to of classes) if (!stored.has(to)) all.push(to);
    }
    return all;
  });
  return { kindOut, edges };
}

const NONE_PARTLY: ReadonlyMap<number, PartlyMet> = new Map();

/** The stored pairs that are followed in some ways of sharing a node and not in others. */
function partlyMet({ outOf }: ClassRelations, relation: FollowedRelation) {
  const known = new Map<NodeSplit, PartlyMet | undefined>();
  const apart = new Set<number>();
  const of = outOf.map((stored, from): ReadonlyMap<number, PartlyMet> => {
    let found: Map<number, PartlyMet> | undefined;
    for (const [to, edge] of stored) {
      if ('all' in edge) continue;
      if (!known.has(edge)) known.set(edge, partOf(edge, relation));
      const part = known.get(edge);
      if (part === undefined) continue;
      found ??= new Map();
      found.set(to, part);
      apart.add(from).add(to);
    }
    return found ?? NONE_PARTLY;
  });
  return { of, apart };
}

function partOf(edge: NodeSplit, relation: FollowedRelation): PartlyMet | undefined {
  const met = Object.entries(edge).map(([kind, aggregate]) => [kind, follow(aggregate, relation)] as const);
  const some = met.filter(([, follows]) => follows).length;
  return some === 0 || some === met.length ? undefined : Object.fromEntries(met);
}

/** Sets of classes that those of one kind have in common, each made once. */
class KindSets {
  readonly #relations: ClassRelations;
  readonly #tells: (own: number, other: number) => boolean;
  readonly #ofKind: (Bitset | undefined)[];

  /** @param ofKind is filled. */
  constructor(
    relations: ClassRelations,
    tells: (own: number, other: number) => boolean,
    ofKind: (Bitset | undefined)[],
  ) {
    this.#ofKind = ofKind;
    this.#relations = relations;
    this.#tells = tells;
  }

  /** What the kind of a class tells, and what is stored for itself. */
  of(classId: number, stored: Edges, isFollowed: (edge: Aggregate | NodeSplit) => boolean): Bitset {
    const kind = this.#relations.kindOf[classId] as number;
    if (kind >= 0 && stored.size === 0) return this.#ofClasses(kind);
    const bits = kind < 0 ? emptyBitset(this.#relations.kindOf.length) : this.#ofClasses(kind).slice();
    for (const [other, edge] of stored) {
      if (isFollowed(edge)) setBit(bits, other);
      else clearBit(bits, other);
    }
    return bits;
  }

  #ofClasses(kind: number): Bitset {
    let bits = this.#ofKind[kind];
    if (bits === undefined) {
      const { members, kindOf } = this.#relations;
      bits = emptyBitset(kindOf.length);
      for (const [other, classes] of members.entries()) {
        if (this.#tells(kind, other)) for (const id of classes) setBit(bits, id);
      }
      this.#ofKind[kind] = bits;
    }
    return bits;
  }
}

function follow(edge: Aggregate | NodeSplit, relation: FollowedRelation): boolean {
  if ('all' in edge) return relation === 'must' ? edge.any !== NO_PORTS : edge.may !== NO_PORTS;
  const kinds = Object.values(edge);
  return relation === 'must' ? kinds.every(({ any }) => any !== NO_PORTS) : kinds.some(({ may }) => may !== NO_PORTS);
}

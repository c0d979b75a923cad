import type { Aggregate } from '../aggregate.ts';
import { type ClassRelations, classRelationsOf } from '../class-relations.ts';
import type { NodeSplit } from '../host-classes.ts';
import type { PolicyModel } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';

/** Which connections are followed: those allowed for certain, or also those that depend. */
export type FollowedRelation = 'must' | 'may';

/**
 * Who may connect to whom, class by class. Two classes with open gates are joined by a hub instead of by an edge of
 * their own, so that a cluster without policies is no larger than its classes.
 */
export interface ClassGraph {
  /** Classes that are vertices: those on the host network that differ by their node only are one. */
  readonly representatives: readonly number[];
  /** The classes that a class may connect to, hub left out, ascending; written out anew for each question. */
  outOf(classId: number): readonly number[];
  /** The classes that may connect to a class, likewise. */
  intoOf(classId: number): readonly number[];
  /** Whether one class may connect to another, hub left out. */
  joins(from: number, to: number): boolean;
  readonly hubOut: readonly boolean[];
  readonly hubIn: readonly boolean[];
  /** Open classes with equal keys meet the same open classes: there are as many keys as combinations of families. */
  hubKey(classId: number): string;
  /** Whether two open classes have a family in common. */
  meets(from: number, to: number): boolean;
}

const graphs = new WeakMap<PolicyModel, Partial<Record<FollowedRelation, ClassGraph>>>();

/**
 * Computed once for each model and relation. A pair whose relation turns on a shared node (rows 58, 59) is followed for
 * certain only where it is certain on the same node and on others.
 */
export function classGraph(model: PolicyModel, relation: FollowedRelation): ClassGraph {
  const known = graphs.get(model) ?? {};
  graphs.set(model, known);
  const made = known[relation];
  if (made !== undefined) return made;
  // Both from one pass over the relation: it is what costs.
  const { relations } = classRelationsOf(model);
  known.must = graphOf(relations, 'must');
  known.may = graphOf(relations, 'may');
  return known[relation] as ClassGraph;
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

function graphOf(relations: ClassRelations, relation: FollowedRelation): ClassGraph {
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
  const isHub = (from: number, to: number): boolean => openOut[from] === true && openIn[to] === true;
  const follows = (stored: Edges, classId: number, isTarget: boolean): readonly number[] => {
    const others: number[] = [];
    for (const [other, edge] of stored) if (isFollowed(edge)) others.push(other);
    const kind = kindOf[classId] as number;
    for (const [otherKind, classes] of kind < 0 ? [] : members.entries()) {
      const [example = 0] = classes;
      const isOfHub = isTarget ? isHub(example, classId) : isHub(classId, example);
      if (isOfHub || !isFollowed(isTarget ? between(otherKind, kind) : between(kind, otherKind))) continue;
      for (const other of classes) if (!stored.has(other)) others.push(other);
    }
    return others.sort((a, b) => a - b);
  };
  return {
    representatives,
    outOf: (classId) => follows(outOf[classId] ?? NO_EDGES, classId, false),
    intoOf: (classId) => follows(reversedOf(relations)[classId] ?? NO_EDGES, classId, true),
    joins(from, to) {
      const edge = isHub(from, to) ? undefined : relations.of(from, to);
      return edge !== undefined && isFollowed(edge);
    },
    hubOut: openOut,
    hubIn: openIn,
    hubKey: familyKey,
    meets: (from, to) => isFollowed(between(kindOf[from] as number, kindOf[to] as number)),
  };
}

function follow(edge: Aggregate | NodeSplit, relation: FollowedRelation): boolean {
  if ('all' in edge) return relation === 'must' ? edge.any !== NO_PORTS : edge.may !== NO_PORTS;
  const kinds = Object.values(edge);
  return relation === 'must' ? kinds.every(({ any }) => any !== NO_PORTS) : kinds.some(({ may }) => may !== NO_PORTS);
}

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
  return {
    representatives,
    outOf(classId) {
      const stored = outOf[classId] ?? new Map<number, Aggregate | NodeSplit>();
      const targets: number[] = [];
      for (const [to, edge] of stored) if (isFollowed(edge)) targets.push(to);
      const kind = kindOf[classId] as number;
      if (kind < 0) return targets.sort((a, b) => a - b);
      for (const [to, classes] of members.entries()) {
        if (isHub(classId, classes[0] as number) || !isFollowed(between(kind, to))) continue;
        for (const target of classes) if (!stored.has(target)) targets.push(target);
      }
      return targets.sort((a, b) => a - b);
    },
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

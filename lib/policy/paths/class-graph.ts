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
  /** Class → classes that it may connect to, hub left out, ascending. */
  readonly outOf: readonly Int32Array[];
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
  const { openOut, openIn, representatives, outOf, familyKey, openPair } = relations;
  const followed = new Map<Aggregate | NodeSplit, boolean>();
  const isFollowed = (edge: Aggregate | NodeSplit): boolean => {
    let follows = followed.get(edge);
    if (follows === undefined) {
      follows = follow(edge, relation);
      followed.set(edge, follows);
    }
    return follows;
  };
  return {
    representatives,
    outOf: outOf.map((edges) => {
      const targets: number[] = [];
      for (const [to, edge] of edges) if (isFollowed(edge)) targets.push(to);
      return Int32Array.from(targets).sort();
    }),
    hubOut: openOut,
    hubIn: openIn,
    hubKey: familyKey,
    meets: (from, to) => isFollowed(openPair(from, to)),
  };
}

function follow(edge: Aggregate | NodeSplit, relation: FollowedRelation): boolean {
  if ('all' in edge) return relation === 'must' ? edge.any !== NO_PORTS : edge.may !== NO_PORTS;
  const kinds = Object.values(edge);
  return relation === 'must' ? kinds.every(({ any }) => any !== NO_PORTS) : kinds.some(({ may }) => may !== NO_PORTS);
}

import { type Togetherness, togetherness } from '../host-classes.ts';
import type { PolicyModel, Relation, SingleEnd } from '../model.ts';
import type { UnitPart } from './joint-classes.ts';
import type { Member, MemberSide } from './match-members.ts';
import { RelationLines } from './relation-lines.ts';

export type Side = 'before' | 'after';

/** Pairs of pods that have one relation before and one after; undefined on a side where an end is absent. */
export interface PairChange {
  readonly pairs: number;
  readonly before: Relation | undefined;
  readonly after: Relation | undefined;
}

/** What two parts of workloads have in each state, split by shared nodes where an end is on the host network. */
export class PartPairs {
  private readonly models: Readonly<Record<Side, PolicyModel>>;
  private readonly lines: Readonly<Record<Side, RelationLines>>;
  private readonly byNode = new WeakMap<UnitPart, ReadonlyMap<string, readonly Member[]>>();
  private readonly split = new Map<string, readonly [Relation | undefined, Relation | undefined]>();

  constructor(before: PolicyModel, after: PolicyModel) {
    this.models = { before, after };
    this.lines = { before: new RelationLines(before), after: new RelationLines(after) };
  }

  /**
   * @param anchor the end that is asked with many others.
   * @returns nothing where the only pair is a pod with itself.
   */
  between(from: UnitPart, to: UnitPart, anchor: 'from' | 'to'): readonly PairChange[] {
    const pairs = from === to ? pairsWithin(from) : from.count * to.count;
    if (pairs === undefined) return [];
    if (from.joint.host || to.joint.host) return this.splitByNode(from, to);
    const relation = (side: Side): Relation | undefined => {
      const [a, b] = [from.joint[side], to.joint[side]];
      return a === undefined || b === undefined ? undefined : this.lines[side].between(a, b, anchor);
    };
    return [{ pairs, before: relation('before'), after: relation('after') }];
  }

  /** Rows 58, 59: pods that share a node with the host-network end, those that do not, and those that are on none. */
  private splitByNode(from: UnitPart, to: UnitPart): readonly PairChange[] {
    const found = new Map<readonly [Relation | undefined, Relation | undefined], number>();
    for (const [sourceNodes, sources] of this.nodesOf(from)) {
      for (const [targetNodes, targets] of this.nodesOf(to)) {
        const isSame = from === to && sourceNodes === targetNodes;
        const pairs = isSame ? pairsAmong(sources) : countOf(sources) * countOf(targets);
        const [source, target] = [sources[0], isSame ? (targets[1] ?? targets[0]) : targets[0]];
        if (pairs === undefined || source === undefined || target === undefined) continue;
        const relations = this.example(from, to, source, target);
        found.set(relations, (found.get(relations) ?? 0) + pairs);
      }
    }
    return [...found].map(([[before, after], pairs]) => ({ pairs, before, after }));
  }

  private example(
    from: UnitPart,
    to: UnitPart,
    source: Member,
    target: Member,
  ): readonly [Relation | undefined, Relation | undefined] {
    const kinds = [kindOf(source.before, target.before), kindOf(source.after, target.after)];
    const key = `${from.joint.id} ${to.joint.id} ${kinds.join()}`;
    const known = this.split.get(key);
    if (known !== undefined) return known;
    const relate = (side: Side): Relation | undefined => {
      const [a, b] = [source[side], target[side]];
      return a === undefined || b === undefined ? undefined : this.models[side].relation(endOf(a), endOf(b));
    };
    const relations = [relate('before'), relate('after')] as const;
    this.split.set(key, relations);
    return relations;
  }

  private nodesOf(part: UnitPart): ReadonlyMap<string, readonly Member[]> {
    const known = this.byNode.get(part);
    if (known !== undefined) return known;
    const grouped = Map.groupBy(part.members, ({ before, after }) => JSON.stringify([before?.node, after?.node]));
    this.byNode.set(part, grouped);
    return grouped;
  }
}

/** Ordered pairs of different pods; undefined where there is only one pod. */
function pairsWithin({ count, countUnknown }: Pick<UnitPart, 'count' | 'countUnknown'>): number | undefined {
  if (countUnknown) return Math.max(1, count * (count - 1));
  return count <= 1 ? undefined : count * (count - 1);
}

function pairsAmong(members: readonly Member[]): number | undefined {
  return pairsWithin({ count: countOf(members), countUnknown: members.some(({ countUnknown }) => countUnknown) });
}

function countOf(members: readonly Member[]): number {
  return members.reduce((sum, { count }) => sum + count, 0);
}

function kindOf(a: MemberSide | undefined, b: MemberSide | undefined): Togetherness | '' {
  return a === undefined || b === undefined ? '' : togetherness(a.node, b.node);
}

function endOf({ classId, pod }: MemberSide): SingleEnd {
  return pod === undefined ? { type: 'class', class: classId } : { type: 'class', class: classId, pod };
}

import { hostRepresentatives, type Togetherness, togetherness } from '../host-classes.ts';
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
  private readonly byNode = new WeakMap<UnitPart, NodeGroups>();
  private readonly split = new Map<string, Examples>();
  private readonly representatives = new Map<Side, readonly number[]>();

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

  /**
   * Rows 58, 59: pods that share a node with the host-network end, those that do not, and those that are on none. Nodes
   * that meet are asked one by one; all others differ in nothing but whether they are there.
   */
  private splitByNode(from: UnitPart, to: UnitPart): readonly PairChange[] {
    const examples = this.examples(from, to);
    const found = new Map<RelationPair, number>();
    const add = (sources: NodeGroup, targets: NodeGroup, pairs: number): void => {
      const isSame = sources === targets;
      const [source, target] = [sources.members[0], isSame ? targets.members.at(-1) : targets.members[0]];
      if (source === undefined || target === undefined) return;
      const kinds =
        KINDS.indexOf(kindOf(source.before, target.before)) * 4 + KINDS.indexOf(kindOf(source.after, target.after));
      const relations = examples[kinds] ?? this.relations(source, target);
      examples[kinds] = relations;
      found.set(relations, (found.get(relations) ?? 0) + pairs);
    };
    const targets = this.nodesOf(to);
    for (const sources of this.nodesOf(from).all) {
      const meeting = targets.meeting(sources);
      for (const group of meeting) {
        const pairs = sources === group ? pairsWithin(sources) : sources.count * group.count;
        if (pairs !== undefined) add(sources, group, pairs);
      }
      for (const alike of targets.byPresence) {
        let rest = alike.count;
        for (const group of meeting) if (group.presence === alike.presence) rest -= group.count;
        const example = alike.groups.find((group) => !meeting.has(group));
        if (example !== undefined) add(sources, example, sources.count * rest);
      }
    }
    return [...found].map(([{ before, after }, pairs]) => ({ pairs, before, after }));
  }

  /** Classes on the host network that differ by their node only have the same relations. */
  private examples(from: UnitPart, to: UnitPart): Examples {
    const key = [from, to]
      .flatMap(({ joint }) => [this.representative('before', joint.before), this.representative('after', joint.after)])
      .join();
    let examples = this.split.get(key);
    if (examples === undefined) {
      examples = [];
      this.split.set(key, examples);
    }
    return examples;
  }

  private representative(side: Side, id: number | undefined): number | undefined {
    if (id === undefined) return undefined;
    let representatives = this.representatives.get(side);
    if (representatives === undefined) {
      representatives = hostRepresentatives(this.models[side]);
      this.representatives.set(side, representatives);
    }
    return representatives[id];
  }

  private relations(source: Member, target: Member): RelationPair {
    const relate = (side: Side): Relation | undefined => {
      const [a, b] = [source[side], target[side]];
      return a === undefined || b === undefined ? undefined : this.models[side].relation(endOf(a), endOf(b));
    };
    return { before: relate('before'), after: relate('after') };
  }

  private nodesOf(part: UnitPart): NodeGroups {
    let known = this.byNode.get(part);
    if (known === undefined) {
      known = new NodeGroups(part);
      this.byNode.set(part, known);
    }
    return known;
  }
}

/** The pods of a part, those on the same nodes together. */
class NodeGroups {
  readonly all: readonly NodeGroup[];
  /** Groups that are alike for pods on nodes of their own: on a node, on none, or not there, before and after. */
  readonly byPresence: readonly {
    readonly presence: string;
    readonly groups: readonly NodeGroup[];
    readonly count: number;
  }[];
  readonly #own: ReadonlySet<NodeGroup>;
  readonly #onNode: Readonly<Record<Side, ReadonlyMap<string | undefined, readonly NodeGroup[]>>>;

  constructor(part: UnitPart) {
    const grouped = Map.groupBy(part.members, ({ before, after }) => `${before?.node} ${after?.node}`);
    this.all = [...grouped.values()].map((members) => ({
      members,
      presence: `${presenceOf(members[0]?.before)} ${presenceOf(members[0]?.after)}`,
      count: members.reduce((sum, { count }) => sum + count, 0),
      countUnknown: members.some(({ countUnknown }) => countUnknown),
    }));
    this.#own = new Set(this.all);
    this.byPresence = [...Map.groupBy(this.all, ({ presence }) => presence)].map(([presence, groups]) => ({
      ...{ presence, groups },
      count: groups.reduce((sum, { count }) => sum + count, 0),
    }));
    this.#onNode = {
      before: Map.groupBy(this.all, ({ members }) => members[0]?.before?.node),
      after: Map.groupBy(this.all, ({ members }) => members[0]?.after?.node),
    };
  }

  /** Those that share a node with the pods of another group, before or after; the group itself if it is one of these. */
  meeting(group: NodeGroup): ReadonlySet<NodeGroup> {
    const found = new Set<NodeGroup>();
    for (const side of ['before', 'after'] as const) {
      const node = group.members[0]?.[side]?.node;
      if (node !== undefined) for (const each of this.#onNode[side].get(node) ?? []) found.add(each);
    }
    if (this.#own.has(group)) found.add(group);
    return found;
  }
}

function presenceOf(side: MemberSide | undefined): '' | 'placed' | 'unplaced' {
  return side === undefined ? '' : side.node === undefined ? 'unplaced' : 'placed';
}

type RelationPair = Pick<PairChange, 'before' | 'after'>;
/** By how two pods share nodes before and after. */
type Examples = (RelationPair | undefined)[];

/** Pods of a part on the same nodes. */
interface NodeGroup extends Pick<UnitPart, 'members' | 'count' | 'countUnknown'> {
  readonly presence: string;
}

const KINDS: readonly (Togetherness | '')[] = ['', 'here', 'elsewhere', 'unplaced'];

/** Ordered pairs of different pods; undefined where there is only one pod. */
function pairsWithin({ count, countUnknown }: Pick<UnitPart, 'count' | 'countUnknown'>): number | undefined {
  if (countUnknown) return Math.max(1, count * (count - 1));
  return count <= 1 ? undefined : count * (count - 1);
}

function kindOf(a: MemberSide | undefined, b: MemberSide | undefined): Togetherness | '' {
  return a === undefined || b === undefined ? '' : togetherness(a.node, b.node);
}

function endOf({ classId, pod }: MemberSide): SingleEnd {
  return pod === undefined ? { type: 'class', class: classId } : { type: 'class', class: classId, pod };
}

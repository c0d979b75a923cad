import { type Bitset, emptyBitset, hasBit, indexesOf, indexesOfBoth, setBit } from '#lib/policy/bitset.ts';
import { classGraph, type FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { CheckContext } from './check.ts';
import type { ReachingWorkloads } from './reaching-workloads.ts';
import { connectionOf, nodeConnections } from './workload-connection.ts';
import { isOnHost, type WorkloadFacts } from './workload-facts.ts';

/** `in`: who may connect to a workload; `out`: to whom it may connect. */
export type Way = 'in' | 'out';

/** The workloads of one group that connect with a workload, itself left out. Gone through anew each time. */
export interface NeighbourGroup extends Iterable<WorkloadFacts> {
  has(workload: WorkloadFacts): boolean;
}

/** Group → the neighbours of that group. One without any is not there, or is empty where only nodes tell (row 58). */
export type NeighbourGroups = ReadonlyMap<string, NeighbourGroup>;

/**
 * Who connects with whom on any port, as groups that a check tells apart: by environment, purpose, class. Asked over
 * classes, and open classes are gathered once: no pair of workloads is looked at, whatever the size. Neighbours come in
 * the order of their classes, those of the hub last; groups in the order of their first neighbours.
 * @param groupOf undefined: the workload is in no group. Workloads without pods are in none.
 */
export function groupNeighbours(
  context: CheckContext,
  way: Way,
  relation: FollowedRelation,
  groupOf: (workload: WorkloadFacts) => string | undefined,
): (workload: WorkloadFacts) => NeighbourGroups {
  const graph = classGraph(context.model, relation);
  const { representatives } = graph;
  const [open, openOther] = way === 'out' ? [graph.hubOut, graph.hubIn] : [graph.hubIn, graph.hubOut];
  const repsOf = ({ classes }: WorkloadFacts): readonly number[] => [
    ...new Set(classes.map((id) => representatives[id] ?? id)),
  ];
  const members: Members = context.model.classes.map(() => new Map<string, WorkloadFacts[]>());
  const hubs = new Map<string, { readonly classId: number; readonly groups: Map<string, WorkloadFacts[]> }>();
  for (const workload of context.workloads.values()) {
    const group = workload.count > 0 ? groupOf(workload) : undefined;
    if (group === undefined) continue;
    for (const classId of repsOf(workload)) {
      add(members[classId], group, workload);
      if (!openOther[classId]) continue;
      const key = graph.hubKey(classId);
      const hub = hubs.get(key) ?? { classId, groups: new Map() };
      hubs.set(key, hub);
      add(hub.groups, group, workload);
    }
  }
  const sets = new GroupSets(members);
  // What is certain is so on every node.
  const alike = relation === 'may' ? alikeHosts(context, repsOf) : NO_HOSTS;
  const connectHere = nodeConnections(context.model, relation);
  const isMeant = (workload: WorkloadFacts, other: WorkloadFacts): boolean => {
    if (workload.hostNetwork === other.hostNetwork) return true;
    const [host, beside] = workload.hostNetwork ? [workload, other] : [other, workload];
    if (!alike.has(host) && !sharesClass(context, beside)) return true;
    const [from, to] = way === 'out' ? [workload, other] : [other, workload];
    return connectHere(from, to) || connectionOf(context.model, from, to, relation) !== undefined;
  };
  return (workload) => {
    const found = new Map<string, Part[]>();
    const put = (group: string, part: Part): void => {
      const parts = found.get(group);
      if (parts === undefined) found.set(group, [part]);
      else parts.push(part);
    };
    for (const classId of repsOf(workload)) {
      const bits = way === 'out' ? graph.outOf(classId) : graph.intoOf(classId);
      for (const group of sets.groupsIn(bits, workload)) put(group, { bits });
      if (!open[classId]) continue;
      for (const hub of hubs.values()) {
        const meets = way === 'out' ? graph.hubMeets(classId, hub.classId) : graph.hubMeets(hub.classId, classId);
        if (!meets) continue;
        for (const [group, list] of hub.groups) if (!isAlone(list, workload)) put(group, { list });
      }
    }
    return new Map(
      [...found].map(([group, parts]) => {
        const holds = (part: Part, id: number): boolean =>
          'bits' in part
            ? hasBit(part.bits, id)
            : openOther[id] === true && hubs.get(graph.hubKey(id))?.groups.get(group) === part.list;
        const has = (other: WorkloadFacts): boolean =>
          other !== workload &&
          other.count > 0 &&
          groupOf(other) === group &&
          repsOf(other).some((id) => parts.some((part) => holds(part, id))) &&
          isMeant(workload, other);
        const others = () => each(sets.listsOf(parts, group), workload, isMeant);
        return [group, { [Symbol.iterator]: others, has }];
      }),
    );
  };
}

const NO_HOSTS: ReadonlySet<WorkloadFacts> = new Set();

/** Those on the host network that differ from others by their node only: the groups take them for one. */
function alikeHosts(
  { workloads }: CheckContext,
  repsOf: (workload: WorkloadFacts) => readonly number[],
): ReadonlySet<WorkloadFacts> {
  const hosts = [...workloads.values()].filter(isOnHost).flatMap((host) => repsOf(host).map((id) => ({ id, host })));
  const alike = [...Map.groupBy(hosts, ({ id }) => id).values()].filter((list) => list.length > 1);
  return new Set(alike.flat().map(({ host }) => host));
}

/** Others have pods in its classes, perhaps on other nodes: what the classes connect with is theirs, too. */
function sharesClass({ workloadsOfClass }: CheckContext, { classes }: WorkloadFacts): boolean {
  return classes.some((id) => (workloadsOfClass.get(id)?.length ?? 0) > 1);
}

/** Class → group → the workloads of the group that have a pod in it. */
type Members = readonly Map<string, WorkloadFacts[]>[];

/** Neighbours in whatever is in a set of classes, or those of a hub. */
type Part = { readonly bits: Bitset } | { readonly list: readonly WorkloadFacts[] };

interface MetGroup {
  readonly group: string;
  /** Where it is met first. */
  readonly classId: number;
}

/** The groups as sets of classes, which are compared with those that a workload connects with. */
class GroupSets {
  readonly #members: Members;
  readonly #classesOf = new Map<string, Bitset>();
  /** What is in a set of classes: workloads of one kind have the same set. */
  readonly #met = new WeakMap<Bitset, readonly MetGroup[]>();

  constructor(members: Members) {
    this.#members = members;
    for (const [classId, groups] of members.entries()) {
      for (const group of groups.keys()) {
        const bits = this.#classesOf.get(group) ?? emptyBitset(members.length);
        this.#classesOf.set(group, bits);
        setBit(bits, classId);
      }
    }
  }

  /** The groups with somebody else in a set of classes, by the class where they are met first. */
  groupsIn(bits: Bitset, self: WorkloadFacts): readonly string[] {
    let met = this.#met.get(bits);
    if (met === undefined) {
      met = this.#metIn(bits);
      this.#met.set(bits, met);
    }
    const isOwn = ({ group, classId }: MetGroup): boolean => isAlone(this.#workloads(classId, group), self);
    const others = met.some(isOwn)
      ? this.#inOrder(met.flatMap((each) => (isOwn(each) ? (this.#meet(bits, each.group, self) ?? []) : each)))
      : met;
    return others.map(({ group }) => group);
  }

  *listsOf(parts: readonly Part[], group: string): Generator<readonly WorkloadFacts[], void, undefined> {
    const classes = this.#classesOf.get(group);
    for (const part of parts) {
      if ('list' in part) yield part.list;
      else if (classes !== undefined)
        for (const id of indexesOfBoth(part.bits, classes)) yield this.#workloads(id, group);
    }
  }

  /** Class by class: far fewer steps than looking for each group, and in order. */
  #metIn(bits: Bitset): readonly MetGroup[] {
    const first = new Map<string, number>();
    for (const classId of indexesOf(bits)) {
      for (const group of this.#members[classId]?.keys() ?? []) if (!first.has(group)) first.set(group, classId);
    }
    return [...first].map(([group, classId]) => ({ group, classId }));
  }

  #meet(bits: Bitset, group: string, self?: WorkloadFacts): MetGroup | undefined {
    for (const classId of indexesOfBoth(bits, this.#classesOf.get(group) ?? bits)) {
      if (self === undefined || !isAlone(this.#workloads(classId, group), self)) return { group, classId };
    }
    return undefined;
  }

  #inOrder(met: readonly MetGroup[]): readonly MetGroup[] {
    const placeOf = ({ group, classId }: MetGroup): number =>
      [...(this.#members[classId]?.keys() ?? [])].indexOf(group);
    return [...met].sort((a, b) => a.classId - b.classId || placeOf(a) - placeOf(b));
  }

  #workloads(classId: number, group: string): readonly WorkloadFacts[] {
    return this.#members[classId]?.get(group) ?? [];
  }
}

function isAlone(list: readonly WorkloadFacts[], self: WorkloadFacts): boolean {
  return list.length === 1 && list[0] === self;
}

function add(groups: Map<string, WorkloadFacts[]> | undefined, group: string, workload: WorkloadFacts): void {
  const list = groups?.get(group);
  if (list === undefined) groups?.set(group, [workload]);
  else list.push(workload);
}

function* each(
  lists: Iterable<readonly WorkloadFacts[]>,
  self: WorkloadFacts,
  isMeant: (self: WorkloadFacts, workload: WorkloadFacts) => boolean,
): Generator<WorkloadFacts, void, undefined> {
  const seen = new Set<WorkloadFacts>([self]);
  for (const list of lists) {
    for (const workload of list) {
      if (seen.has(workload)) continue;
      seen.add(workload);
      if (isMeant(self, workload)) yield workload;
    }
  }
}

/** The workloads of a group as the peers of a gap: listed when somebody reads them. */
export function peersOfGroup(context: CheckContext, group: NeighbourGroup): ReachingWorkloads {
  return {
    list: () => [...group].map(({ key }) => key).sort(),
    has: (key) => {
      const workload = context.workloads.get(key);
      return workload !== undefined && group.has(workload);
    },
  };
}

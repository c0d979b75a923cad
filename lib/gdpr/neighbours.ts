import { type Bitset, hasBit } from '#lib/policy/bitset.ts';
import type { PolicyModel, Relation } from '#lib/policy/model.ts';
import { classGraph, type FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import type { ReachingWorkloads } from './reaching-workloads.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** `in`: who may connect to a workload; `out`: to whom it may connect. */
export type Way = 'in' | 'out';

/** The workloads of one group that connect with a workload, itself left out. Gone through anew each time. */
export interface NeighbourGroup extends Iterable<WorkloadFacts> {
  has(workload: WorkloadFacts): boolean;
}

/** Group → the neighbours of that group; a group without any is not there. */
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
  const classesOf = new Map<string, number[]>();
  for (const [classId, groups] of members.entries()) {
    for (const group of groups.keys()) {
      const list = classesOf.get(group);
      if (list === undefined) classesOf.set(group, [classId]);
      else list.push(classId);
    }
  }
  return (workload) => {
    const found = new Map<string, Part[]>();
    const put = (group: string, part: Part): void => {
      const parts = found.get(group);
      if (parts === undefined) found.set(group, [part]);
      else parts.push(part);
    };
    for (const classId of repsOf(workload)) {
      const bits = way === 'out' ? graph.outOf(classId) : graph.intoOf(classId);
      for (const group of groupsIn(bits, classesOf, members, workload)) put(group, { bits });
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
          repsOf(other).some((id) => parts.some((part) => holds(part, id)));
        const lists = () => listsOf(parts, group, classesOf.get(group) ?? [], members);
        return [group, { [Symbol.iterator]: () => each(lists(), workload), has }];
      }),
    );
  };
}

/** Class → group → the workloads of the group that have a pod in it. */
type Members = readonly Map<string, WorkloadFacts[]>[];

/** Neighbours in whatever is in a set of classes, or those of a hub. */
type Part = { readonly bits: Bitset } | { readonly list: readonly WorkloadFacts[] };

/** The groups with somebody else in a set of classes, by the class where they are met first. */
function groupsIn(
  bits: Bitset,
  classesOf: ReadonlyMap<string, readonly number[]>,
  members: Members,
  self: WorkloadFacts,
): readonly string[] {
  const met: { readonly group: string; readonly classId: number }[] = [];
  for (const [group, classes] of classesOf) {
    for (const classId of classes) {
      if (!hasBit(bits, classId) || isAlone(members[classId]?.get(group) ?? [], self)) continue;
      met.push({ group, classId });
      break;
    }
  }
  const placeOf = ({ group, classId }: (typeof met)[number]): number =>
    [...(members[classId]?.keys() ?? [])].indexOf(group);
  return met.sort((a, b) => a.classId - b.classId || placeOf(a) - placeOf(b)).map(({ group }) => group);
}

function* listsOf(
  parts: readonly Part[],
  group: string,
  classes: readonly number[],
  members: Members,
): Generator<readonly WorkloadFacts[], void, undefined> {
  for (const part of parts) {
    if ('list' in part) yield part.list;
    else for (const id of classes) if (hasBit(part.bits, id)) yield members[id]?.get(group) ?? [];
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
): Generator<WorkloadFacts, void, undefined> {
  const seen = new Set<WorkloadFacts>([self]);
  for (const list of lists) {
    for (const workload of list) {
      if (seen.has(workload)) continue;
      seen.add(workload);
      yield workload;
    }
  }
}

/** The two classes of a connection between two workloads, with what they may exchange. */
export interface Connection {
  readonly from: number;
  readonly to: number;
  readonly relation: Relation;
}

/** The first pair of classes of two workloads that may connect; undefined where none does. */
export function connectionOf(
  model: PolicyModel,
  from: WorkloadFacts,
  to: WorkloadFacts,
  side: FollowedRelation,
): Connection | undefined {
  for (const source of from.classes) {
    for (const target of to.classes) {
      const relation = model.relation(classEnd(source), classEnd(target));
      if (relation[side] !== NO_PORTS) return { from: source, to: target, relation };
    }
  }
  return undefined;
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

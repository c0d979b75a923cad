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
 * classes, and open classes are gathered once: no pair of workloads is looked at, whatever the size.
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
  const members = context.model.classes.map(() => new Map<string, WorkloadFacts[]>());
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
  return (workload) => {
    const found = new Map<string, WorkloadFacts[][]>();
    const gather = (groups: ReadonlyMap<string, WorkloadFacts[]>): void => {
      for (const [group, list] of groups) {
        if (list.length === 1 && list[0] === workload) continue;
        const lists = found.get(group);
        if (lists === undefined) found.set(group, [list]);
        else lists.push(list);
      }
    };
    for (const classId of repsOf(workload)) {
      for (const other of way === 'out' ? graph.outOf(classId) : graph.intoOf(classId))
        gather(members[other] ?? NO_GROUPS);
      if (!open[classId]) continue;
      for (const hub of hubs.values()) {
        const meets = way === 'out' ? graph.meets(classId, hub.classId) : graph.meets(hub.classId, classId);
        if (meets) gather(hub.groups);
      }
    }
    return new Map(
      [...found].map(([group, lists]) => {
        const isIn = (list: WorkloadFacts[] | undefined): boolean => list !== undefined && lists.includes(list);
        const has = (other: WorkloadFacts): boolean =>
          other !== workload &&
          other.count > 0 &&
          groupOf(other) === group &&
          repsOf(other).some(
            (id) =>
              isIn(members[id]?.get(group)) || (openOther[id] && isIn(hubs.get(graph.hubKey(id))?.groups.get(group))),
          );
        return [group, { [Symbol.iterator]: () => each(lists, workload), has }];
      }),
    );
  };
}

const NO_GROUPS: ReadonlyMap<string, WorkloadFacts[]> = new Map();

function add(groups: Map<string, WorkloadFacts[]> | undefined, group: string, workload: WorkloadFacts): void {
  const list = groups?.get(group);
  if (list === undefined) groups?.set(group, [workload]);
  else list.push(workload);
}

function* each(
  lists: readonly (readonly WorkloadFacts[])[],
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

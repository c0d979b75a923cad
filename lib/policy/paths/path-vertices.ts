import { INTERNET } from '../connection-units.ts';
import type { PolicyModel } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';
import { type ClassGraph, classGraph, type FollowedRelation } from './class-graph.ts';

/** Workloads (`ns/Kind/name`), and `internet`. */
export type PathEnds = Iterable<string>;

export interface PathOptions {
  /** Default: `must`. */
  readonly relation?: FollowedRelation;
  /** Where the internet is a source: the workloads that it gets into; undefined: all whose policies let it in. */
  readonly entered?: ReadonlySet<string>;
  /** Workloads that no path may touch. */
  readonly avoiding?: ReadonlySet<string>;
}

/**
 * Workloads of one class that are alike as ends of a question. Two workloads of one vertex can never be told apart by a
 * path, nor by a smallest cut.
 */
export interface PathVertex {
  readonly id: number;
  /** Undefined for the internet. */
  readonly classId: number | undefined;
  /** Sorted; at least one. */
  readonly workloads: readonly string[];
  readonly isFrom: boolean;
  readonly isTo: boolean;
}

/** The vertices of one question with their edges. The internet is an end only: nothing passes through it. */
export interface PathVertices {
  readonly list: readonly PathVertex[];
  /** Edges that no hub tells. */
  outOf(vertex: PathVertex): Iterable<PathVertex>;
  /** In and out of the hub, by address families: each group meets the same groups. */
  readonly hubOut: readonly (number | undefined)[];
  readonly hubIn: readonly (readonly PathVertex[])[];
  /** Whether the hub leads from sources of one group to targets of another. */
  hubMeets(groupOut: number, groupIn: number): boolean;
  isEdge(from: PathVertex, to: PathVertex): boolean;
  /** Class → the class that is a vertex for it. */
  readonly representatives: readonly number[];
}

/** Grows with classes and workloads; the relation itself is computed once for each model. */
export function pathVertices(
  model: PolicyModel,
  from: PathEnds,
  to: PathEnds,
  { relation = 'must', entered, avoiding }: PathOptions = {},
): PathVertices {
  const graph = classGraph(model, relation);
  const [sources, targets] = [new Set(from), new Set(to)];
  const list: PathVertex[] = [];
  const ofClass: PathVertex[][] = model.classes.map(() => []);
  for (const [classId, workloads] of workloadsOfClasses(model, graph, avoiding)) {
    const groups = Map.groupBy(workloads, (workload) =>
      JSON.stringify([sources.has(workload), targets.has(workload), entered?.has(workload) ?? true]),
    );
    for (const alike of groups.values()) {
      const [first = ''] = alike;
      const ends = { isFrom: sources.has(first), isTo: targets.has(first) };
      const vertex = { id: list.length, classId, workloads: alike, ...ends };
      list.push(vertex);
      ofClass[classId]?.push(vertex);
    }
  }
  const hubs = hubGroups(graph, list);
  const inside = [...list];
  const internet = internetEdges(model, inside, sources, targets, relation, entered);
  if (internet !== undefined) list.push(internet.vertex);
  return {
    list,
    representatives: graph.representatives,
    *outOf(vertex) {
      if (vertex.classId === undefined) yield* internet?.enters ?? [];
      else {
        for (const classId of graph.outOf(vertex.classId)) yield* ofClass[classId] ?? [];
        if (internet?.leaves.has(vertex)) yield internet.vertex;
      }
    },
    ...hubs,
    isEdge(a, b) {
      if (a.classId === undefined) return internet?.enters.has(b) ?? false;
      if (b.classId === undefined) return internet?.leaves.has(a) ?? false;
      if (graph.joins(a.classId, b.classId)) return true;
      return graph.hubOut[a.classId] === true && graph.hubIn[b.classId] === true && graph.meets(a.classId, b.classId);
    },
  };
}

/** Class → its workloads, both sorted; classes on the host network under the one that stands for them. */
function workloadsOfClasses(
  model: PolicyModel,
  graph: ClassGraph,
  avoiding: ReadonlySet<string> | undefined,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, Set<string>>();
  for (const workload of model.workloads) {
    if (avoiding?.has(workload)) continue;
    for (const id of model.classesOfWorkload(workload).keys()) {
      const classId = graph.representatives[id] ?? id;
      const list = found.get(classId);
      if (list === undefined) found.set(classId, new Set([workload]));
      else list.add(workload);
    }
  }
  return new Map([...found].sort(([a], [b]) => a - b).map(([id, workloads]) => [id, [...workloads].sort()]));
}

function hubGroups(
  graph: ClassGraph,
  list: readonly PathVertex[],
): Pick<PathVertices, 'hubOut' | 'hubIn' | 'hubMeets'> {
  const groups = new Map<string, number>();
  const groupOf = (classId: number): number => {
    const key = graph.hubKey(classId);
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    return group;
  };
  const out: (number | undefined)[] = [];
  const into: PathVertex[][] = [];
  /** A class of each group that is open in that direction: the others of the group meet the same. */
  const [sources, targets]: [number[], number[]] = [[], []];
  for (const { id, classId } of list) {
    if (classId === undefined || !graph.hubOut[classId]) continue;
    const group = groupOf(classId);
    out[id] = group;
    sources[group] ??= classId;
  }
  for (const vertex of list) {
    const { classId } = vertex;
    if (classId === undefined || !graph.hubIn[classId]) continue;
    const group = groupOf(classId);
    targets[group] ??= classId;
    const members = into[group] ?? [];
    into[group] = members;
    members.push(vertex);
  }
  return {
    hubOut: out,
    hubIn: Array.from({ length: groups.size }, (_, group) => into[group] ?? []),
    hubMeets(groupOut, groupIn) {
      const [source, target] = [sources[groupOut], targets[groupIn]];
      return source !== undefined && target !== undefined && graph.meets(source, target);
    },
  };
}

function internetEdges(
  model: PolicyModel,
  list: readonly PathVertex[],
  sources: ReadonlySet<string>,
  targets: ReadonlySet<string>,
  relation: FollowedRelation,
  entered: ReadonlySet<string> | undefined,
) {
  const [isFrom, isTo] = [sources.has(INTERNET), targets.has(INTERNET)];
  if (!isFrom && !isTo) return undefined;
  const follows = (classId: number, direction: 'ingress' | 'egress'): boolean => {
    const [inside, outside] = [{ type: 'class', class: classId }, { type: 'internet' }] as const;
    const found = direction === 'ingress' ? model.relation(outside, inside) : model.relation(inside, outside);
    return found[relation] !== NO_PORTS;
  };
  const enters = ({ classId, workloads: [first = ''] }: PathVertex): boolean =>
    entered === undefined ? classId !== undefined && follows(classId, 'ingress') : entered.has(first);
  const vertex: PathVertex = { id: list.length, classId: undefined, workloads: [INTERNET], isFrom, isTo };
  const leaves = ({ classId }: PathVertex): boolean => classId !== undefined && follows(classId, 'egress');
  return {
    vertex,
    enters: new Set(isFrom ? list.filter(enters) : []),
    leaves: new Set(isTo ? list.filter(leaves) : []),
  };
}

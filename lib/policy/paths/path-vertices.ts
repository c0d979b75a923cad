import { INTERNET } from '../connection-units.ts';
import type { PolicyModel } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';
import { type ClassGraph, classGraph, type FollowedRelation } from './class-graph.ts';
import { meetSomewhere, PlacedVertices, type Places, placesOf } from './places.ts';

/** The classes of the pods of a workload that are meant, those on the host network by the one that stands for them. */
export type PodsOfClasses = Pick<ReadonlySet<number>, 'has'>;

/** Some workloads, each with those of its pods that are meant. */
export type PodsOfWorkloads = ReadonlyMap<string, PodsOfClasses>;

/** Workloads (`ns/Kind/name`) with all their pods, and `internet`; or workloads with some of their pods. */
export type PathEnds = Iterable<string> | PodsOfWorkloads;

export interface PathOptions {
  /** Default: `must`. */
  readonly relation?: FollowedRelation;
  /** Where the internet is a source: what it gets into; undefined: all whose policies let it in. */
  readonly entered?: PathEnds;
  /** Workloads that no path may touch. */
  readonly avoiding?: ReadonlySet<string>;
}

/**
 * Workloads of one class that are alike as ends of a question, and on the same nodes where these count. Two workloads of
 * one vertex can never be told apart by a path, nor by a smallest cut.
 */
export interface PathVertex {
  readonly id: number;
  /** Undefined for the internet. */
  readonly classId: number | undefined;
  /** Sorted; at least one. */
  readonly workloads: readonly string[];
  /** The nodes of their pods, where who shares a node counts (rows 58, 59). */
  readonly places?: Places | undefined;
  readonly isFrom: boolean;
  readonly isTo: boolean;
}

/** A workload on a path, by its pods in one class, or in those on the host network for which it stands. */
export interface PathStep {
  readonly workload: string;
  /** Undefined outside the cluster, and where nothing says in which class it is. */
  readonly classId?: number | undefined;
}

/** A step at a vertex: of its workloads, which are alike, another one than that of the step beside it where there is one. */
export function stepAt({ classId, workloads }: PathVertex, beside: string): PathStep {
  return { workload: workloads.find((each) => each !== beside) ?? workloads[0] ?? '', classId };
}

/** The vertices of one question with their edges. The internet is an end only: nothing passes through it. */
export interface PathVertices {
  readonly list: readonly PathVertex[];
  /** Edges that the kinds of two vertices do not tell. */
  outOf(vertex: PathVertex): readonly PathVertex[];
  /** Vertex → its kind as a source; undefined where all that it may connect to are edges. */
  readonly kindOut: readonly (number | undefined)[];
  /** Kind → its vertices as targets. */
  readonly ofKind: readonly (readonly PathVertex[])[];
  /** Whether the vertices of one kind may connect to those of another. */
  meets(kindOut: number, kindIn: number): boolean;
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
  const [isSource, isTarget, isEntered] = [meantBy(from), meantBy(to), meantBy(entered)];
  const list: PathVertex[] = [];
  const ofClass: PathVertex[][] = model.classes.map(() => []);
  const { apart, representatives } = graph;
  for (const [classId, workloads] of workloadsOfClasses(model, graph, avoiding)) {
    const placesHere = (workload: string) =>
      apart.has(classId) ? placesOf(model, representatives, workload, classId) : undefined;
    const groups = Map.groupBy(workloads, (workload) =>
      [
        ...[isSource, isTarget, isEntered].map((isMeant) => isMeant(workload, classId)),
        placesHere(workload)?.key,
      ].join(),
    );
    for (const alike of groups.values()) {
      const [first = ''] = alike;
      const ends = { isFrom: isSource(first, classId), isTo: isTarget(first, classId) };
      const vertex = { id: list.length, classId, workloads: alike, places: placesHere(first)?.nodes, ...ends };
      list.push(vertex);
      ofClass[classId]?.push(vertex);
    }
  }
  const kindOut = list.map(({ classId }) => kindOf(graph.kindOut, classId));
  const ofKind: PathVertex[][] = Array.from({ length: graph.kinds }, () => []);
  for (const vertex of list) ofKind[kindOf(graph.kindIn, vertex.classId) ?? -1]?.push(vertex);
  const inside = [...list];
  const internet = internetEdges(
    ...([model, inside, relation] as const),
    { isFrom: isSource(INTERNET), isTo: isTarget(INTERNET) },
    entered === undefined ? undefined : isEntered,
  );
  if (internet !== undefined) list.push(internet.vertex);
  const placed: (PlacedVertices | undefined)[] = [];
  const placedOf = (classId: number): PlacedVertices => {
    placed[classId] ??= new PlacedVertices(ofClass[classId] ?? []);
    return placed[classId];
  };
  return {
    ...{ list, representatives },
    outOf(vertex) {
      if (vertex.classId === undefined) return [...(internet?.enters ?? [])];
      // No generator: every walk asks every vertex.
      const found: PathVertex[] = [];
      const partly = graph.partlyOf(vertex.classId);
      for (const classId of graph.edgesOf(vertex.classId)) {
        if (!partly.has(classId)) for (const other of ofClass[classId] ?? []) found.push(other);
      }
      for (const [classId, part] of partly) {
        for (const other of placedOf(classId).metBy(vertex, part)) found.push(other);
      }
      if (internet?.leaves.has(vertex)) found.push(internet.vertex);
      return found;
    },
    ...{ kindOut, ofKind, meets: graph.meets },
    isEdge(a, b) {
      if (a.classId === undefined) return internet?.enters.has(b) ?? false;
      if (b.classId === undefined) return internet?.leaves.has(a) ?? false;
      const partly = graph.partlyOf(a.classId).get(b.classId);
      if (partly === undefined) return graph.joins(a.classId, b.classId);
      return a.places !== undefined && b.places !== undefined && meetSomewhere(partly, a.places, b.places);
    },
  };
}

type IsMeant = (workload: string, classId?: number) => boolean;

function meantBy(ends: PathEnds = []): IsMeant {
  if (isOfPods(ends)) return (workload, classId = -1) => ends.get(workload)?.has(classId) === true;
  const workloads = new Set(ends);
  return (workload) => workloads.has(workload);
}

function isOfPods(ends: PathEnds): ends is PodsOfWorkloads {
  return ends instanceof Map;
}

function kindOf(kinds: Int32Array, classId: number | undefined): number | undefined {
  const kind = classId === undefined ? undefined : kinds[classId];
  return kind === undefined || kind < 0 ? undefined : kind;
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

function internetEdges(
  model: PolicyModel,
  list: readonly PathVertex[],
  relation: FollowedRelation,
  { isFrom, isTo }: { readonly isFrom: boolean; readonly isTo: boolean },
  isEntered: IsMeant | undefined,
) {
  if (!isFrom && !isTo) return undefined;
  const follows = (classId: number, direction: 'ingress' | 'egress'): boolean => {
    const [inside, outside] = [{ type: 'class', class: classId }, { type: 'internet' }] as const;
    const found = direction === 'ingress' ? model.relation(outside, inside) : model.relation(inside, outside);
    return found[relation] !== NO_PORTS;
  };
  const enters = ({ classId, workloads: [first = ''] }: PathVertex): boolean =>
    classId !== undefined && (isEntered === undefined ? follows(classId, 'ingress') : isEntered(first, classId));
  const vertex: PathVertex = { id: list.length, classId: undefined, workloads: [INTERNET], isFrom, isTo };
  const leaves = ({ classId }: PathVertex): boolean => classId !== undefined && follows(classId, 'egress');
  return {
    vertex,
    enters: new Set(isFrom ? list.filter(enters) : []),
    leaves: new Set(isTo ? list.filter(leaves) : []),
  };
}

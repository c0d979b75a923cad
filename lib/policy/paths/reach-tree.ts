import { getOr } from '#lib/get-or.ts';
import type { PolicyModel } from '../model.ts';
import {
  type PathEnds,
  type PathOptions,
  type PathStep,
  type PathVertex,
  pathVertices,
  stepAt,
} from './path-vertices.ts';
import { walk } from './walk.ts';

/** The shortest ways from some workloads to every other one: one walk answers for all targets. */
export interface ReachTree {
  /** Connections from the nearest source, 0 for a source; undefined where there is no way of so many at most. */
  hopsTo(workload: string): number | undefined;
  /** How many ways of that length there are, workload by workload. */
  waysTo(workload: string): number;
  /**
   * One of the shortest, from its source. Classes of one workload that any policy tells apart are steps of their own, so
   * that a workload may follow itself: from some of its pods to others.
   */
  pathTo(workload: string): readonly PathStep[] | undefined;
}

/** Complexity as `shortestPaths`, once for all targets; a path a step more for each hop. */
export function reachTree(model: PolicyModel, from: PathEnds, maxHops: number, options: PathOptions = {}): ReachTree {
  const vertices = pathVertices(model, from, [], options);
  const start = vertices.list.filter(({ isFrom }) => isFrom);
  const { hops, ways } = walk(vertices, start, maxHops, () => false);
  const byLevel = Map.groupBy(vertices.list, ({ id }) => hops[id]);
  const ofWorkload = verticesOf(vertices.list, hops);
  const previous: (PathVertex | undefined)[] = [];
  const before = (vertex: PathVertex, level: number): PathVertex | undefined => {
    previous[vertex.id] ??= byLevel.get(level - 1)?.find((each) => vertices.isEdge(each, vertex));
    return previous[vertex.id];
  };
  return {
    hopsTo: (workload) => {
      const [nearest] = ofWorkload.get(workload) ?? [];
      return nearest === undefined ? undefined : hops[nearest.id];
    },
    waysTo(workload) {
      const own = ofWorkload.get(workload) ?? [];
      const least = own.filter(({ id }) => hops[id] === hops[own[0]?.id ?? -1]);
      return least.reduce((sum, { id }) => sum + (ways[id] ?? 0), 0);
    },
    pathTo(workload) {
      let [vertex] = ofWorkload.get(workload) ?? [];
      if (vertex === undefined) return undefined;
      const path: PathStep[] = [{ workload, classId: vertex.classId }];
      for (let level = hops[vertex.id] ?? 0; level > 0; level--) {
        vertex = before(vertex, level);
        if (vertex === undefined) return undefined;
        path.unshift(stepAt(vertex, path[0]?.workload ?? ''));
      }
      return path;
    },
  };
}

/** Workload → the vertices of it that are reached, nearest first. */
function verticesOf(
  list: readonly PathVertex[],
  hops: readonly (number | undefined)[],
): ReadonlyMap<string, readonly PathVertex[]> {
  const found = new Map<string, PathVertex[]>();
  const reached = list.filter(({ id }) => hops[id] !== undefined);
  for (const vertex of reached.sort((a, b) => (hops[a.id] as number) - (hops[b.id] as number)))
    for (const workload of vertex.workloads) getOr(found, workload, (): PathVertex[] => []).push(vertex);
  return found;
}

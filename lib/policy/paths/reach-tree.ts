import { getOr } from '#lib/get-or.ts';
import type { PolicyModel } from '../model.ts';
import { type PathEnds, type PathOptions, type PathVertex, pathVertices } from './path-vertices.ts';
import { walk } from './walk.ts';

/** The shortest ways from some workloads to every other one: one walk answers for all targets. */
export interface ReachTree {
  /**
   * Connections from the nearest source, 0 for a source; undefined where there is no way of so many at most. With
   * `isStep` it may be less than the path has, and there may be none.
   */
  hopsTo(workload: string): number | undefined;
  /** How many ways of the length of `pathTo` there are, workload by workload. */
  waysTo(workload: string): number;
  /** One of the shortest, from its source. */
  pathTo(workload: string): readonly string[] | undefined;
}

export interface ReachOptions extends PathOptions {
  /**
   * Whether two workloads whose classes may connect do so themselves: classes on the host network that differ by their
   * node only are one vertex. Default: they do.
   */
  readonly isStep?: ((from: string, to: string) => boolean) | undefined;
}

/** Complexity as `shortestPaths`, once for all targets; a path a step more for each hop. */
export function reachTree(model: PolicyModel, from: PathEnds, maxHops: number, options: ReachOptions = {}): ReachTree {
  const { isStep } = options;
  const vertices = pathVertices(model, from, [], options);
  const start = vertices.list.filter(({ isFrom }) => isFrom);
  const { hops, ways } = walk(vertices, start, maxHops, () => false);
  const byLevel = Map.groupBy(vertices.list, ({ id }) => hops[id]);
  const ofWorkload = verticesOf(vertices.list, hops);
  /** Vertices nearest first, and from where one step leads to a workload so that the way has a certain length. */
  function* before(target: PathVertex, workload: string, length: number): Generator<readonly [PathVertex, string]> {
    for (let level = length - 1; level >= 0; level--) {
      for (const vertex of byLevel.get(level) ?? []) {
        if (!vertices.isEdge(vertex, target)) continue;
        for (const each of vertex.workloads)
          if (each !== workload && isStep?.(each, workload) !== false) yield [vertex, each];
      }
    }
  }
  /** A way of so many connections cannot end there. */
  const isAway = (vertex: PathVertex, length: number): boolean => (hops[vertex.id] ?? length + 1) > length;
  const paths = new Map<string, readonly string[] | 'none'>();
  const pathOf = (vertex: PathVertex, workload: string, length: number): readonly string[] | 'none' => {
    if (isAway(vertex, length)) return 'none';
    if (length === 0) return vertex.isFrom ? [workload] : 'none';
    return getOr(paths, `${vertex.id} ${length} ${workload}`, () => {
      for (const [other, each] of before(vertex, workload, length)) {
        const path = pathOf(other, each, length - 1);
        if (path !== 'none') return [...path, workload];
      }
      return 'none';
    });
  };
  const counts = new Map<string, number>();
  const waysOf = (vertex: PathVertex, workload: string, length: number): number => {
    if (isAway(vertex, length)) return 0;
    if (length === 0) return vertex.isFrom ? 1 : 0;
    return getOr(counts, `${vertex.id} ${length} ${workload}`, () => {
      let sum = 0;
      for (const [other, each] of before(vertex, workload, length)) sum += waysOf(other, each, length - 1);
      return sum;
    });
  };
  const shortest = (workload: string): readonly string[] | undefined => {
    const own = ofWorkload.get(workload) ?? [];
    for (let length = 0; length <= maxHops; length++) {
      for (const vertex of own) {
        const path = pathOf(vertex, workload, length);
        if (path !== 'none') return path;
      }
    }
    return undefined;
  };
  return {
    hopsTo: (workload) => {
      const [nearest] = ofWorkload.get(workload) ?? [];
      return nearest === undefined ? undefined : hops[nearest.id];
    },
    waysTo(workload) {
      const own = ofWorkload.get(workload) ?? [];
      const [nearest] = own;
      if (isStep === undefined) {
        const least = own.filter(({ id }) => hops[id] === hops[nearest?.id ?? -1]);
        return least.reduce((sum, { id }) => sum + (ways[id] ?? 0), 0);
      }
      const path = shortest(workload);
      return path === undefined ? 0 : own.reduce((sum, vertex) => sum + waysOf(vertex, workload, path.length - 1), 0);
    },
    pathTo: shortest,
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

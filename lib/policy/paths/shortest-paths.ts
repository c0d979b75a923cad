import type { PolicyModel } from '../model.ts';
import { type PathEnds, type PathOptions, type PathVertex, type PathVertices, pathVertices } from './path-vertices.ts';
import { type Levels, walk } from './walk.ts';

export interface ShortestPathOptions extends PathOptions {
  /** Connections on a path, at most. Default 3. */
  readonly maxHops?: number;
  /** Paths that are written out. Default 3. */
  readonly listed?: number;
}

export interface ShortestPaths {
  /** Connections on each of the shortest paths. */
  readonly hops: number;
  /** How many there are, workload by workload. */
  readonly count: number;
  /** Some of them: workloads from source to target. */
  readonly paths: readonly (readonly string[])[];
}

const MAX_HOPS = 3;
const LISTED = 3;

/**
 * The shortest ways from any of some workloads to any of others, where whoever holds a pod can connect from it (gdpr.md
 * §2.1, Reach_k). Undefined where there is none of at most `maxHops`. A workload that is at both ends is no path.
 *
 * Breadth first over classes; the hub is passed through once for each combination of address families. Grows with the
 * classes and the edges that no hub tells.
 */
export function shortestPaths(
  model: PolicyModel,
  from: PathEnds,
  to: PathEnds,
  { maxHops = MAX_HOPS, listed = LISTED, ...options }: ShortestPathOptions = {},
): ShortestPaths | undefined {
  const vertices = pathVertices(model, from, to, options);
  const levels = walk(
    vertices,
    vertices.list.filter(({ isFrom }) => isFrom),
    maxHops,
    (vertex) => vertex.isTo && !vertex.isFrom,
  );
  const reached = vertices.list.filter(
    (vertex) => vertex.isTo && !vertex.isFrom && levels.hops[vertex.id] !== undefined,
  );
  const hops = Math.min(...reached.map(({ id }) => levels.hops[id] ?? Number.POSITIVE_INFINITY));
  const ends = reached.filter(({ id }) => levels.hops[id] === hops);
  if (ends.length === 0) return undefined;
  const count = ends.reduce((sum, { id, workloads }) => sum + workloads.length * (levels.ways[id] ?? 0), 0);
  const paths: string[][] = [];
  for (const path of backwards(vertices, levels, ends)) {
    if (paths.length >= listed) break;
    paths.push(path);
  }
  return { hops, count, paths };
}

export interface BlastRadius {
  /** Workload → connections that it takes to get there; without the workload itself. Sorted by hops, then by name. */
  readonly reached: ReadonlyMap<string, number>;
  /** Their pods. */
  readonly pods: number;
}

/** What can be reached from one workload in so many connections. Complexity as `shortestPaths`. */
export function blastRadius(
  model: PolicyModel,
  workload: string,
  hops: number,
  options: PathOptions = {},
): BlastRadius {
  const vertices = pathVertices(model, [workload], [], options);
  const start = vertices.list.filter(({ isFrom }) => isFrom);
  const levels = walk(vertices, start, hops, () => false);
  const reached = new Map<string, number>();
  let pods = 0;
  for (const { id, classId, workloads } of vertices.list) {
    const level = levels.hops[id];
    if (level === undefined) continue;
    for (const each of workloads) {
      if (each === workload) continue;
      reached.set(each, Math.min(level, reached.get(each) ?? level));
      for (const [own, count] of model.classesOfWorkload(each)) {
        if (vertices.representatives[own] === classId) pods += count;
      }
    }
  }
  return { reached: new Map([...reached].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))), pods };
}

/** Shortest paths from their ends back, in the order of the vertices. */
function* backwards(vertices: PathVertices, { hops }: Levels, ends: readonly PathVertex[]): Generator<string[]> {
  const byLevel = Map.groupBy(vertices.list, ({ id }) => hops[id]);
  function* before(vertex: PathVertex): Generator<string[]> {
    const level = hops[vertex.id] ?? 0;
    if (level === 0) {
      for (const workload of vertex.workloads) yield [workload];
      return;
    }
    for (const previous of byLevel.get(level - 1) ?? []) {
      if ((previous.isTo && !previous.isFrom) || !vertices.isEdge(previous, vertex)) continue;
      for (const path of before(previous)) for (const workload of vertex.workloads) yield [...path, workload];
    }
  }
  for (const end of ends) yield* before(end);
}

import type { PolicyModel } from '../model.ts';
import { type PathEnds, type PathOptions, type PathVertex, type PathVertices, pathVertices } from './path-vertices.ts';

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

interface Levels {
  /** Vertex → connections from the nearest source; undefined where it is not reached. */
  readonly hops: readonly (number | undefined)[];
  /** Vertex → shortest ways to any one of its workloads. */
  readonly ways: readonly number[];
}

/** @param isEnd where a path ends: nothing is followed from there. */
function walk(
  { list, outOf, hubOut, hubIn, hubMeets }: PathVertices,
  start: readonly PathVertex[],
  maxHops: number,
  isEnd: (vertex: PathVertex) => boolean,
): Levels {
  const hops: (number | undefined)[] = new Array(list.length).fill(undefined);
  const ways = new Array<number>(list.length).fill(0);
  for (const { id } of start) {
    hops[id] = 0;
    ways[id] = 1;
  }
  /** Hub targets, by group, that are not reached yet. */
  let waiting = hubIn.map((members) => members.filter(({ id }) => hops[id] === undefined));
  let frontier = start;
  for (let level = 1; level <= maxHops && frontier.length > 0; level++) {
    const next: PathVertex[] = [];
    const arrive = (vertex: PathVertex, more: number): void => {
      if (hops[vertex.id] === undefined) {
        hops[vertex.id] = level;
        next.push(vertex);
      }
      if (hops[vertex.id] === level) ways[vertex.id] = (ways[vertex.id] ?? 0) + more;
    };
    const throughHub = new Array<number>(hubIn.length).fill(0);
    for (const vertex of frontier) {
      if (isEnd(vertex)) continue;
      const more = vertex.workloads.length * (ways[vertex.id] ?? 0);
      for (const other of outOf(vertex)) arrive(other, more);
      const group = hubOut[vertex.id];
      if (group !== undefined) throughHub[group] = (throughHub[group] ?? 0) + more;
    }
    for (const [group, members] of waiting.entries()) {
      const more = throughHub.reduce((sum, some, out) => sum + (some > 0 && hubMeets(out, group) ? some : 0), 0);
      if (more > 0) for (const vertex of members) arrive(vertex, more);
    }
    waiting = waiting.map((members) => members.filter(({ id }) => hops[id] === undefined));
    frontier = next;
  }
  return { hops, ways };
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

import type { PolicyModel } from '../model.ts';
import { type PathEnds, type PathOptions, type PathVertex, type PathVertices, pathVertices } from './path-vertices.ts';
import { type Levels, walk } from './walk.ts';

/** The shortest ways from some workloads to every other one: one walk answers for all targets. */
export interface ReachTree {
  /** Connections from the nearest source, 0 for a source; undefined where there is no way of so many at most. */
  hopsTo(workload: string): number | undefined;
  /** How many shortest ways there are, workload by workload. */
  waysTo(workload: string): number;
  /** One of them, from its source. */
  pathTo(workload: string): readonly string[] | undefined;
}

/** Complexity as `shortestPaths`, once for all targets; a path a step more for each hop. */
export function reachTree(model: PolicyModel, from: PathEnds, maxHops: number, options: PathOptions = {}): ReachTree {
  const vertices = pathVertices(model, from, [], options);
  const start = vertices.list.filter(({ isFrom }) => isFrom);
  const levels = walk(vertices, start, maxHops, () => false);
  const byLevel = Map.groupBy(vertices.list, ({ id }) => levels.hops[id]);
  const nearest = nearestVertices(vertices, levels);
  return {
    hopsTo: (workload) => levels.hops[nearest.get(workload)?.[0]?.id ?? -1],
    waysTo: (workload) => (nearest.get(workload) ?? []).reduce((sum, { id }) => sum + (levels.ways[id] ?? 0), 0),
    pathTo(workload) {
      let vertex = nearest.get(workload)?.[0];
      if (vertex === undefined) return undefined;
      const path = [workload];
      for (let level = levels.hops[vertex.id] ?? 0; level > 0; level--) {
        const target: PathVertex = vertex;
        vertex = byLevel.get(level - 1)?.find((each) => vertices.isEdge(each, target));
        if (vertex === undefined) return undefined;
        path.unshift(vertex.workloads[0] ?? '');
      }
      return path;
    },
  };
}

/** Workload → the vertices of it that are reached first. */
function nearestVertices({ list }: PathVertices, { hops }: Levels): ReadonlyMap<string, readonly PathVertex[]> {
  const nearest = new Map<string, PathVertex[]>();
  for (const vertex of list) {
    const level = hops[vertex.id];
    if (level === undefined) continue;
    for (const workload of vertex.workloads) {
      const known = nearest.get(workload);
      const best = known === undefined ? undefined : hops[known[0]?.id ?? -1];
      if (known !== undefined && best === level) known.push(vertex);
      else if (best === undefined || level < best) nearest.set(workload, [vertex]);
    }
  }
  return nearest;
}

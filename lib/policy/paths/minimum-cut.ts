import type { PolicyModel } from '../model.ts';
import { FlowNetwork } from './flow-network.ts';
import { type PathEnds, type PathOptions, type PathVertex, type PathVertices, pathVertices } from './path-vertices.ts';

/** Connections from every one of some workloads to every one of others. */
export interface CutPart {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface MinimumCut {
  /** Connections between two workloads that must go, at least, until no way is left. 0: there is none. */
  readonly connections: number;
  /** One choice of them, sorted by target. What parts of the same workload have is counted for each part. */
  readonly parts: readonly CutPart[];
}

/**
 * The fewest connections between workloads whose removal leaves no way of any length from the sources to the targets.
 * Undefined where a workload is at both ends: nothing keeps it from itself.
 *
 * Dinic's maximum flow over classes. A connection weighs as many as there are pairs of workloads in its two classes: a
 * smallest cut never divides workloads that are alike. Pairs that two kinds tell are not written out but looked at when they
 * are met. Of ways of bounded length no fast method is known, so all are cut.
 */
export function minimumCut(
  model: PolicyModel,
  from: PathEnds,
  to: PathEnds,
  options: PathOptions = {},
): MinimumCut | undefined {
  const vertices = pathVertices(model, from, to, options);
  if (vertices.list.some(({ isFrom, isTo }) => isFrom && isTo)) return undefined;
  const network = new FlowNetwork(vertices);
  const connections = network.maximise();
  return { connections, parts: cutParts(vertices, network) };
}

/** Edges from the sources' side to the other, gathered by target, targets with equal sources together. */
function cutParts(vertices: PathVertices, network: FlowNetwork): CutPart[] {
  const bySources = new Map<string, { from: string[]; to: string[] }>();
  const sourcesOf = crossing(vertices, network);
  for (const target of vertices.list) {
    const sources = sourcesOf.get(target);
    if (sources === undefined) continue;
    const key = sources.map(({ id }) => id).join();
    const part = bySources.get(key);
    if (part === undefined) bySources.set(key, { from: namesOf(sources), to: [...target.workloads] });
    else part.to.push(...target.workloads);
  }
  return [...bySources.values()]
    .map(({ from, to }) => ({ from, to: to.sort() }))
    .sort((a, b) => compare(a.to[0], b.to[0]));
}

/** Target on the other side → the sources of its edges. All of them are cut, so that these are few where the cut is small. */
function crossing(
  { list, outOf, kindOut, ofKind, meets }: PathVertices,
  network: FlowNetwork,
): ReadonlyMap<PathVertex, readonly PathVertex[]> {
  const isFar = (vertex: PathVertex): boolean => !network.isNear(vertex);
  const farOf = ofKind.map((members) => members.filter(isFar));
  const toldBy = new Map<number, readonly PathVertex[]>();
  const sourcesOf = new Map<PathVertex, PathVertex[]>();
  for (const source of list) {
    if (isFar(source)) continue;
    const kind = kindOut[source.id];
    const told =
      kind === undefined ? [] : (toldBy.get(kind) ?? farOf.flatMap((far, other) => (meets(kind, other) ? far : [])));
    if (kind !== undefined) toldBy.set(kind, told);
    for (const target of [...outOf(source).filter(isFar), ...told]) {
      const sources = sourcesOf.get(target);
      if (sources === undefined) sourcesOf.set(target, [source]);
      else sources.push(source);
    }
  }
  return sourcesOf;
}

function namesOf(vertices: readonly PathVertex[]): string[] {
  return [...new Set(vertices.flatMap(({ workloads }) => workloads))].sort();
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

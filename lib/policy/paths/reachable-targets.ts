import type { PolicyModel } from '../model.ts';
import { type PathOptions, type PathVertex, type PathVertices, pathVertices } from './path-vertices.ts';

/** What workloads reach of some targets. */
export interface ReachableTargets {
  /** Indexes into the targets, ascending; the workload itself left out. */
  reachedFrom(workload: string): readonly number[];
  /** One shortest way from a workload to a target that it reaches. */
  pathTo(workload: string, target: number): readonly string[] | undefined;
}

/**
 * Which of some workloads every workload reaches in at most so many connections. One set of bits for each class and
 * round, so that asking for all workloads costs as much as asking for one: hops × edges × targets ÷ 32.
 */
export function reachableTargets(
  model: PolicyModel,
  targets: readonly string[],
  hops: number,
  options: PathOptions = {},
): ReachableTargets {
  const vertices = pathVertices(model, [], [], options);
  const words = Math.ceil(targets.length / 32);
  const indexOf = new Map(targets.map((target, index) => [target, index]));
  const own = vertices.list.map(({ workloads }) => {
    const bits = new Uint32Array(words);
    for (const workload of workloads) {
      const index = indexOf.get(workload);
      if (index !== undefined) setBit(bits, index);
    }
    return bits;
  });
  const edges = vertices.list.map((vertex) => Int32Array.from(vertices.outOf(vertex), ({ id }) => id));
  /** By connections that it takes at most; what a vertex holds itself takes none. */
  const rounds = [own.map(() => new Uint32Array(words))];
  for (let round = 1; round <= hops; round++) rounds.push(oneMore(vertices, edges, own, rounds[round - 1] ?? []));
  const ofWorkload = verticesOfWorkloads(vertices);
  return {
    reachedFrom(workload) {
      const all = new Uint32Array(words);
      for (const { id } of ofWorkload.get(workload) ?? []) unite(all, rounds[hops]?.[id]);
      return indexesOf(all).filter((index) => targets[index] !== workload);
    },
    pathTo(workload, target) {
      const start = ofWorkload.get(workload) ?? [];
      for (let round = 1; round <= hops; round++) {
        const vertex = start.find(({ id }) => hasBit(rounds[round]?.[id], target));
        if (vertex !== undefined) return [workload, ...pathFrom(vertices, own, rounds, vertex, round, target, targets)];
      }
      return undefined;
    },
  };
}

function pathFrom(
  vertices: PathVertices,
  own: readonly Uint32Array[],
  rounds: readonly (readonly Uint32Array[])[],
  from: PathVertex,
  round: number,
  target: number,
  targets: readonly string[],
): readonly string[] {
  const path: string[] = [];
  let vertex = from;
  for (let left = round; left > 0; left--) {
    const nearer = left === 1 ? own : (rounds[left - 1] ?? []);
    const here = vertex;
    const next = vertices.list.find((each) => hasBit(nearer[each.id], target) && vertices.isEdge(here, each));
    if (next === undefined) break;
    vertex = next;
    path.push(left === 1 ? (targets[target] ?? '') : (next.workloads[0] ?? ''));
  }
  return path;
}

function verticesOfWorkloads({ list }: PathVertices): ReadonlyMap<string, readonly PathVertex[]> {
  const found = new Map<string, PathVertex[]>();
  for (const vertex of list) {
    for (const workload of vertex.workloads) {
      const own = found.get(workload);
      if (own === undefined) found.set(workload, [vertex]);
      else own.push(vertex);
    }
  }
  return found;
}

/** What is reached by one connection more: the neighbours, and what they reached before. */
function oneMore(
  { list, hubIn, hubOut, hubMeets }: PathVertices,
  edges: readonly Int32Array[],
  own: readonly Uint32Array[],
  before: readonly Uint32Array[],
): Uint32Array<ArrayBuffer>[] {
  const words = own[0]?.length ?? 0;
  const behind = own.map((bits, id) => {
    const both = bits.slice();
    unite(both, before[id]);
    return both;
  });
  const uniteAll = (ids: Iterable<number>, all: readonly Uint32Array[]): Uint32Array<ArrayBuffer> => {
    const bits = new Uint32Array(words);
    for (const id of ids) unite(bits, all[id]);
    return bits;
  };
  const inHub = hubIn.map((members) =>
    uniteAll(
      members.map(({ id }) => id),
      behind,
    ),
  );
  const throughHub = hubIn.map((_, out) =>
    uniteAll(
      [...inHub.keys()].filter((into) => hubMeets(out, into)),
      inHub,
    ),
  );
  return list.map(({ id }) => {
    const bits = uniteAll(edges[id] ?? NO_EDGES, behind);
    const group = hubOut[id];
    if (group !== undefined) unite(bits, throughHub[group]);
    return bits;
  });
}

const NO_EDGES = new Int32Array();

function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
}

function hasBit(bits: Uint32Array | undefined, index: number): boolean {
  return ((bits?.[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
}

function unite(into: Uint32Array, from: Uint32Array | undefined): void {
  if (from === undefined) return;
  for (let word = 0; word < into.length; word++) into[word] = (into[word] as number) | (from[word] as number);
}

function indexesOf(bits: Uint32Array): number[] {
  const found: number[] = [];
  for (const [word, value] of bits.entries()) {
    for (let bit = 0; bit < 32; bit++) if ((value >>> bit) & 1) found.push(word * 32 + bit);
  }
  return found;
}

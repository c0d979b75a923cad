import { type Bitset, clearBit, emptyBitset, hasBit, isEmpty, setBit, uniteBits } from '../bitset.ts';
import type { PolicyModel } from '../model.ts';
import {
  type PathOptions,
  type PathStep,
  type PathVertex,
  type PathVertices,
  type PodsOfClasses,
  pathVertices,
  stepAt,
} from './path-vertices.ts';

/** What workloads reach of some targets. */
export interface ReachableTargets {
  /**
   * As a set of indexes into the targets; the workload itself left out.
   * @param pods only from those; absent: from any of its own.
   */
  reachedFrom(workload: string, pods?: PodsOfClasses): Bitset;
  /** One shortest way from a workload to a target that it reaches, as `ReachTree` tells it. */
  pathTo(workload: string, target: number, pods?: PodsOfClasses): readonly PathStep[] | undefined;
}

/**
 * Which of some workloads every workload reaches in at most so many connections. One set of bits for each kind and
 * round, and for each class with edges of its own, so that asking for all workloads costs as much as asking for one:
 * hops × (pairs of kinds + edges) × targets ÷ 32.
 */
export function reachableTargets(
  model: PolicyModel,
  targets: readonly string[],
  hops: number,
  options: PathOptions = {},
): ReachableTargets {
  const vertices = pathVertices(model, [], [], options);
  const nothing = emptyBitset(targets.length);
  const indexOf = new Map(targets.map((target, index) => [target, index]));
  const own = vertices.list.map(({ workloads }) => {
    let bits: Bitset | undefined;
    for (const workload of workloads) {
      const index = indexOf.get(workload);
      if (index === undefined) continue;
      bits ??= emptyBitset(targets.length);
      setBit(bits, index);
    }
    return bits ?? nothing;
  });
  const edges = vertices.list.map((vertex) => vertices.outOf(vertex).map(({ id }) => id));
  /** By connections that it takes at most; what a vertex holds itself takes none. */
  const rounds: (readonly Bitset[])[] = [own.map(() => nothing)];
  for (let round = 1; round <= hops; round++) rounds.push(oneMore(vertices, edges, own, rounds[round - 1] ?? []));
  const ofWorkload = verticesOfWorkloads(vertices);
  const startOf = (workload: string, pods: PodsOfClasses | undefined): readonly PathVertex[] => {
    const own = ofWorkload.get(workload) ?? [];
    return pods === undefined ? own : own.filter(({ classId }) => classId !== undefined && pods.has(classId));
  };
  return {
    reachedFrom(workload, pods) {
      const all = nothing.slice();
      for (const { id } of startOf(workload, pods)) uniteBits(all, rounds[hops]?.[id] ?? nothing);
      const index = indexOf.get(workload);
      if (index !== undefined) clearBit(all, index);
      return all;
    },
    pathTo(workload, target, pods) {
      const start = startOf(workload, pods);
      for (let round = 1; round <= hops; round++) {
        const vertex = start.find(({ id }) => hasBit(rounds[round]?.[id] ?? nothing, target));
        if (vertex === undefined) continue;
        const path: PathStep[] = [{ workload, classId: vertex.classId }];
        let here = vertex;
        for (let left = round - 1; left >= 0; left--) {
          const holds = left === 0 ? own : (rounds[left] ?? []);
          const isNext = (each: PathVertex): boolean =>
            hasBit(holds[each.id] ?? nothing, target) && vertices.isEdge(here, each);
          const next = vertices.list.find(isNext);
          if (next === undefined) return undefined;
          const step = stepAt(next, path.at(-1)?.workload ?? '');
          path.push(left === 0 ? { ...step, workload: targets[target] ?? '' } : step);
          here = next;
        }
        return path;
      }
      return undefined;
    },
  };
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
  { list, kindOut, ofKind, meets }: PathVertices,
  edges: readonly (readonly number[])[],
  own: readonly Bitset[],
  before: readonly Bitset[],
): readonly Bitset[] {
  const nothing = new Uint32Array(own[0]?.length ?? 0);
  // Of most vertices one of both is empty, and nearly each of them is behind many edges: united once.
  const behindOf = own.map((bits, id): Bitset | undefined => {
    const further = before[id] as Bitset;
    if (isEmpty(bits)) return isEmpty(further) ? undefined : further;
    if (isEmpty(further)) return bits;
    const both = bits.slice();
    uniteBits(both, further);
    return both;
  });
  const uniteBehind = (into: Bitset, id: number): void => {
    const bits = behindOf[id];
    if (bits !== undefined) uniteBits(into, bits);
  };
  const behind = ofKind.map((members) => {
    const bits = nothing.slice();
    for (const { id } of members) uniteBehind(bits, id);
    return bits;
  });
  const ofKinds: (Bitset | undefined)[] = [];
  const throughKind = (kind: number): Bitset => {
    let bits = ofKinds[kind];
    if (bits === undefined) {
      bits = nothing.slice();
      for (const [other, theirs] of behind.entries()) if (meets(kind, other)) uniteBits(bits, theirs);
      ofKinds[kind] = bits;
    }
    return bits;
  };
  return list.map(({ id }) => {
    const kind = kindOut[id];
    const told = kind === undefined ? nothing : throughKind(kind);
    const targets = edges[id] ?? [];
    if (targets.length === 0) return told; // one set for all of its kind
    const bits = told.slice();
    for (const target of targets) uniteBehind(bits, target);
    return bits;
  });
}

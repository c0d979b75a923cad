import type { PolicyModel } from '../model.ts';
import { type PathOptions, type PathVertex, type PathVertices, pathVertices } from './path-vertices.ts';

/**
 * Which of some workloads every workload reaches in at most so many connections, itself left out: indexes into
 * `targets`, ascending. One set of bits for each class and round, so that asking for all workloads costs as much as
 * asking for one: hops × edges × targets ÷ 32.
 */
export function reachableTargets(
  model: PolicyModel,
  targets: readonly string[],
  hops: number,
  options: PathOptions = {},
): (workload: string) => readonly number[] {
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
  let reached = own.map(() => new Uint32Array(words));
  for (let round = 0; round < hops; round++) reached = oneMore(vertices, own, reached);
  const ofWorkload = new Map<string, PathVertex[]>();
  for (const vertex of vertices.list) {
    for (const workload of vertex.workloads) {
      const list = ofWorkload.get(workload);
      if (list === undefined) ofWorkload.set(workload, [vertex]);
      else list.push(vertex);
    }
  }
  return (workload) => {
    const all = new Uint32Array(words);
    for (const { id } of ofWorkload.get(workload) ?? []) unite(all, reached[id]);
    return indexesOf(all).filter((index) => targets[index] !== workload);
  };
}

/** What is reached by one connection more: the neighbours, and what they reached before. */
function oneMore(
  vertices: PathVertices,
  own: readonly Uint32Array[],
  before: readonly Uint32Array[],
): Uint32Array<ArrayBuffer>[] {
  const { list, hubIn, hubOut, hubMeets } = vertices;
  const words = own[0]?.length ?? 0;
  const behind = hubIn.map((members) => {
    const bits = new Uint32Array(words);
    for (const { id } of members) {
      unite(bits, own[id]);
      unite(bits, before[id]);
    }
    return bits;
  });
  const throughHub = hubIn.map((_, out) => {
    const bits = new Uint32Array(words);
    for (const [into, some] of behind.entries()) if (hubMeets(out, into)) unite(bits, some);
    return bits;
  });
  return list.map((vertex) => {
    const bits = new Uint32Array(words);
    for (const { id } of vertices.outOf(vertex)) {
      unite(bits, own[id]);
      unite(bits, before[id]);
    }
    const group = hubOut[vertex.id];
    if (group !== undefined) unite(bits, throughHub[group]);
    return bits;
  });
}

function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
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

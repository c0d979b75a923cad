import type { PathVertex, PathVertices } from './path-vertices.ts';

/** What a walk from some vertices found. */
export interface Levels {
  /** Vertex → connections from the nearest source; undefined where it is not reached. */
  readonly hops: readonly (number | undefined)[];
  /** Vertex → shortest ways to any one of its workloads. */
  readonly ways: readonly number[];
}

/**
 * Breadth first over classes. Two kinds are looked at together once for each round, and not for each of their classes.
 * @param isEnd where a path ends: nothing is followed from there.
 */
export function walk(
  { list, outOf, kindOut, ofKind, meets }: PathVertices,
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
  /** Targets, by kind, that are not reached yet. */
  const waiting = ofKind.map((members) => members.filter(({ id }) => hops[id] === undefined));
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
    /** Kind → ways that end at its vertices of this round. */
    const sources = new Map<number, number>();
    for (const vertex of frontier) {
      if (isEnd(vertex)) continue;
      const more = vertex.workloads.length * (ways[vertex.id] ?? 0);
      for (const other of outOf(vertex)) arrive(other, more);
      const kind = kindOut[vertex.id];
      if (kind !== undefined) sources.set(kind, (sources.get(kind) ?? 0) + more);
    }
    for (const [kind, members] of waiting.entries()) {
      if (members.length === 0) continue;
      let more = 0;
      for (const [source, some] of sources) if (meets(source, kind)) more += some;
      if (more > 0) for (const vertex of members) arrive(vertex, more);
      waiting[kind] = members.filter(({ id }) => hops[id] === undefined);
    }
    frontier = next;
  }
  return { hops, ways };
}

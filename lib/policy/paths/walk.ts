import type { PathVertex, PathVertices } from './path-vertices.ts';

/** What a walk from some vertices found. */
export interface Levels {
  /** Vertex → connections from the nearest source; undefined where it is not reached. */
  readonly hops: readonly (number | undefined)[];
  /** Vertex → shortest ways to any one of its workloads. */
  readonly ways: readonly number[];
}

/**
 * Breadth first over classes; the hub is passed through once for each combination of address families.
 * @param isEnd where a path ends: nothing is followed from there.
 */
export function walk(
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

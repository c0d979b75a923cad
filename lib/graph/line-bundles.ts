import type { SceneEdge } from './types.ts';

/** Lines of one look that share an end run as one trunk and part where they must. */
export interface LineBundle {
  /** The same for all lines of the trunk, and for no other. */
  readonly name: string;
  /** More than one line goes where this one goes. */
  readonly meetsOthers: boolean;
}

/** By edge id the trunk that a line belongs to: that of the end that more of its look share, of equals where they go. */
export function lineBundles(edges: readonly SceneEdge[]): ReadonlyMap<string, LineBundle> {
  const sharing = new Map<string, number>();
  for (const edge of edges) {
    for (const name of trunksOf(edge)) sharing.set(name, (sharing.get(name) ?? 0) + 1);
  }
  return new Map(
    edges.map((edge) => {
      const [from, to] = trunksOf(edge);
      const [starting, meeting] = [sharing.get(from) ?? 0, sharing.get(to) ?? 0];
      return [
        edge.id,
        starting > meeting ? { name: from, meetsOthers: false } : { name: to, meetsOthers: meeting > 1 },
      ];
    }),
  );
}

function trunksOf(edge: SceneEdge): readonly [string, string] {
  const { state, severity, traffic, change, only } = edge;
  const look = JSON.stringify([state, severity, traffic?.state, change, only]);
  return [`${look} ${edge.from}`, `${look} ${edge.to}`];
}

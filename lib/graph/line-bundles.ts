import type { SceneEdge } from './types.ts';

/** Lines of one look that share an end run as one trunk and part where they must. */
export interface LineBundle {
  /** The same for all lines of the trunk, and for no other. */
  readonly name: string;
  /** It is the trunk of where this line goes, and others go there with it. */
  readonly meetsOthers: boolean;
}

/** By edge id the trunk that a line belongs to: that of the end that more of its look share, of equals where they go. */
export function lineBundles(edges: readonly SceneEdge[]): ReadonlyMap<string, LineBundle> {
  const sharing = new Map<string, number>();
  for (const edge of edges) {
    for (const name of trunksOf(edge)) sharing.set(name, (sharing.get(name) ?? 0) + 1);
  }
  const chosen = edges.map((edge) => {
    const [from, to] = trunksOf(edge);
    const isOfStart = (sharing.get(from) ?? 0) > (sharing.get(to) ?? 0);
    return { id: edge.id, name: isOfStart ? from : to, isOfStart };
  });
  const sizes = new Map<string, number>();
  for (const { name } of chosen) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  return new Map(
    chosen.map(({ id, name, isOfStart }) => [id, { name, meetsOthers: !isOfStart && (sizes.get(name) ?? 0) > 1 }]),
  );
}

function trunksOf(edge: SceneEdge): readonly [string, string] {
  const { state, severity, traffic, change, only } = edge;
  const look = JSON.stringify([state, severity, traffic?.state, change, only]);
  return [`${look} from ${edge.from}`, `${look} to ${edge.to}`];
}

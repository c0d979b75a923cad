import type { Scene } from '#lib/graph/types.ts';

/** Ids of the lines that somebody hid: what was observed there does not bring them back. */
export function hiddenLines(whole: Scene, shown: Scene): ReadonlySet<string> {
  const ids = new Set(shown.edges.map(({ id }) => id));
  return new Set(whole.edges.flatMap(({ id }) => (ids.has(id) ? [] : [id])));
}

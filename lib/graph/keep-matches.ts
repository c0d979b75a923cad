import type { Scene } from './types.ts';

/** A scene with what is hidden left out, and how much that is. Places stay. */
export interface KeptScene<View extends Scene = Scene> {
  readonly scene: View;
  readonly hidden: { readonly boxes: number; readonly lines: number };
}

/** What is left of a scene of which it is known what the filter keeps; undefined: everything. */
export function keepMatches<View extends Scene>(
  scene: View,
  kept: { readonly nodes: ReadonlySet<string>; readonly edges: ReadonlySet<string> } | undefined,
): KeptScene<View> {
  if (kept === undefined) return { scene, hidden: { boxes: 0, lines: 0 } };
  const edges = scene.edges.filter(({ id }) => kept.edges.has(id));
  const shown = new Set([...kept.nodes, ...edges.flatMap(({ from, to }) => [from, to])]);
  const frames = new Set(
    scene.nodes.flatMap(({ id, parent }) => (parent !== undefined && shown.has(id) ? [parent] : [])),
  );
  const nodes = scene.nodes.filter(({ id, type }) => type === 'zone' || shown.has(id) || frames.has(id));
  return {
    scene: { ...scene, nodes, edges },
    hidden: { boxes: scene.nodes.length - nodes.length, lines: scene.edges.length - edges.length },
  };
}

import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import type { Scene, SceneNode } from '#lib/graph/types.ts';

export const SHOWN = ['before', 'after', 'changes'] as const;
export type Shown = (typeof SHOWN)[number];

/** One state of the picture of two, or what lies between them. No box has another place in any of them. */
export function shownScene({ scene, former }: Pick<SimulationAnswer, 'scene' | 'former'>, shown: Shown): Scene {
  const was = new Map(former.map((box) => [box.id, box]));
  const other = shown === 'before' ? 'after' : 'before';
  const nodes = scene.nodes.flatMap((node): SceneNode[] => {
    if (shown === 'changes') return [node];
    if (node.only === other) return [];
    const earlier = shown === 'before' ? was.get(node.id) : undefined;
    if (earlier === undefined) return [node];
    const { fence: _, gaps: __, detail: ___, ...rest } = node;
    return [{ ...rest, ...earlier }];
  });
  const changed = new Set(
    scene.edges.flatMap(({ change, from, to }) => (change === undefined ? [] : [`${from}→${to}`])),
  );
  const edges = scene.edges.filter(({ change, only, from, to }) =>
    shown === 'changes'
      ? change !== undefined || (only === undefined && !changed.has(`${from}→${to}`))
      : change === undefined && only !== other,
  );
  return { ...scene, nodes, edges };
}

/** What changes in the picture: everything else steps back. */
export function changedElements({ nodes, edges }: Scene): {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
} {
  const lines = edges.filter(({ change }) => change !== undefined);
  const ends = lines.flatMap(({ from, to }) => [from, to]);
  const boxes = nodes.filter(({ only }) => only !== undefined).map(({ id }) => id);
  return { nodes: new Set([...ends, ...boxes]), edges: new Set(lines.map(({ id }) => id)) };
}

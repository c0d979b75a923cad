import { buildScene } from '#lib/graph/scene.ts';
import { moveEdge } from '#lib/graph/scene-frame.ts';
import type { SceneInput } from '#lib/graph/scene-input.ts';
import type { Scene, SceneNode } from '#lib/graph/types.ts';

const MARGIN = 24; // scene pixels around the cropped picture

/**
 * The picture of some namespaces: their boxes, every line that begins or ends in one of them, and the other ends of
 * those lines. Without a scope, the whole cluster.
 */
export async function buildScopedScene(input: SceneInput, scope: readonly string[] | undefined): Promise<Scene> {
  if (scope === undefined || scope.length === 0) return buildScene(input, { printed: true });
  const [only, ...more] = new Set(scope);
  const scene = await buildScene(input, {
    printed: true,
    ...(more.length === 0 && only !== undefined ? { namespace: only } : {}),
  });
  return crop(restrict(scene, new Set(scope)));
}

function restrict(scene: Scene, scope: ReadonlySet<string>): Scene {
  const inside = (node: SceneNode) => node.namespace !== undefined && scope.has(node.namespace);
  const shown = new Set(scene.nodes.filter(inside).map(({ id }) => id));
  const edges = scene.edges.filter(({ from, to }) => shown.has(from) || shown.has(to));
  const parentOf = new Map(scene.nodes.map(({ id, parent }) => [id, parent]));
  for (const { from, to } of edges) {
    for (const end of [from, to]) {
      shown.add(end);
      const parent = parentOf.get(end);
      if (parent !== undefined) shown.add(parent);
    }
  }
  return { ...scene, edges, nodes: scene.nodes.filter(({ id }) => shown.has(id)) };
}

function crop(scene: Scene): Scene {
  const { nodes, edges } = scene;
  if (nodes.length === 0) return scene;
  const points = [
    ...nodes.flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
    ...edges.flatMap(({ via = [] }) => via),
  ];
  const left = Math.min(...points.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...points.map(({ y }) => y)) - MARGIN;
  const moved = <Point extends { readonly x: number; readonly y: number }>(point: Point): Point => ({
    ...point,
    x: point.x - left,
    y: point.y - top,
  });
  return {
    ...scene,
    width: Math.max(...points.map(({ x }) => x)) + MARGIN - left,
    height: Math.max(...points.map(({ y }) => y)) + MARGIN - top,
    nodes: nodes.map(moved),
    edges: edges.map((edge) => moveEdge(edge, moved)),
  };
}

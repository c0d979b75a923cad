import type { Scene, SceneEdge, SceneNode } from './types.ts';

const MARGIN = 24;

/** Shifts everything so that the picture begins at the origin with a margin, and measures it. */
export function frameScene(
  nodes: readonly SceneNode[],
  edges: readonly SceneEdge[],
): Pick<Scene, 'width' | 'height' | 'nodes' | 'edges'> {
  if (nodes.length === 0) return { width: 2 * MARGIN, height: 2 * MARGIN, nodes, edges };
  const left = Math.min(...nodes.map((node) => node.x));
  const top = Math.min(...nodes.map((node) => node.y));
  const moved = nodes.map((node) => ({ ...node, x: node.x - left + MARGIN, y: node.y - top + MARGIN }));
  return {
    width: Math.max(...moved.map((node) => node.x + node.width)) + MARGIN,
    height: Math.max(...moved.map((node) => node.y + node.height)) + MARGIN,
    nodes: moved,
    edges,
  };
}

import { routeEdges } from './route-edges.ts';
import type { Scene, SceneEdge, SceneNode } from './types.ts';

const MARGIN = 16;

/** Leads lines round boxes, shifts everything so that the picture begins at the origin with a margin, and measures it. */
export function frameScene(
  nodes: readonly SceneNode[],
  edges: readonly SceneEdge[],
): Pick<Scene, 'width' | 'height' | 'nodes' | 'edges'> {
  if (nodes.length === 0) return { width: 2 * MARGIN, height: 2 * MARGIN, nodes, edges };
  const routed = routeEdges(nodes, edges);
  const bends = routed.flatMap((edge) => edge.via ?? []);
  const left = Math.min(...nodes.map((node) => node.x), ...bends.map((bend) => bend.x)) - MARGIN;
  const top = Math.min(...nodes.map((node) => node.y), ...bends.map((bend) => bend.y)) - MARGIN;
  const right = Math.max(...nodes.map((node) => node.x + node.width), ...bends.map((bend) => bend.x)) + MARGIN;
  const bottom = Math.max(...nodes.map((node) => node.y + node.height), ...bends.map((bend) => bend.y)) + MARGIN;
  return {
    width: right - left,
    height: bottom - top,
    nodes: nodes.map((node) => ({ ...node, x: node.x - left, y: node.y - top })),
    edges: routed.map((edge) =>
      edge.via === undefined ? edge : { ...edge, via: edge.via.map((bend) => ({ x: bend.x - left, y: bend.y - top })) },
    ),
  };
}

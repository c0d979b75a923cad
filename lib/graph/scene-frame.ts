import type { Point } from './edge-points.ts';
import { placePlates } from './place-plates.ts';
import { routeEdges } from './route-edges.ts';
import type { Scene, SceneEdge, SceneNode } from './types.ts';

const MARGIN = 16;

/**
 * Leads lines round boxes, gives labels their plates, shifts everything so that the picture begins at the origin with a
 * margin, and measures it. `isFixed`: boxes stand where they stood before, so that nothing is shifted, and the picture may
 * begin left of the origin or above it.
 */
export function frameScene(
  nodes: readonly SceneNode[],
  edges: readonly SceneEdge[],
  isFixed = false,
): Pick<Scene, 'width' | 'height' | 'left' | 'top' | 'nodes' | 'edges'> {
  if (nodes.length === 0) return { width: 2 * MARGIN, height: 2 * MARGIN, nodes, edges };
  const routed = placePlates(nodes, routeEdges(nodes, edges));
  const bends = routed.flatMap((edge) => edge.via ?? []);
  const left = Math.min(...nodes.map((node) => node.x), ...bends.map((bend) => bend.x)) - MARGIN;
  const top = Math.min(...nodes.map((node) => node.y), ...bends.map((bend) => bend.y)) - MARGIN;
  const right = Math.max(...nodes.map((node) => node.x + node.width), ...bends.map((bend) => bend.x)) + MARGIN;
  const bottom = Math.max(...nodes.map((node) => node.y + node.height), ...bends.map((bend) => bend.y)) + MARGIN;
  if (isFixed) {
    return {
      width: right - Math.min(0, left),
      height: bottom - Math.min(0, top),
      ...(left < 0 ? { left } : {}),
      ...(top < 0 ? { top } : {}),
      nodes,
      edges: routed,
    };
  }
  const moved = <Place extends Point>(place: Place): Place => ({ ...place, x: place.x - left, y: place.y - top });
  return {
    width: right - left,
    height: bottom - top,
    nodes: nodes.map(moved),
    edges: routed.map((edge) => moveEdge(edge, moved)),
  };
}

/** The edge with its waypoints and its plate at another place. */
export function moveEdge(edge: SceneEdge, moved: (point: Point) => Point): SceneEdge {
  return {
    ...edge,
    ...(edge.via === undefined ? {} : { via: edge.via.map(moved) }),
    ...(edge.plate === undefined ? {} : { plate: moved(edge.plate) }),
  };
}

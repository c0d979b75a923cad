import type { SceneEdge, SceneNode } from './types.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The drawn line of an edge from border to border, in scene pixels; at least two points. */
export function edgePoints(edge: Pick<SceneEdge, 'via'>, from: SceneNode, to: SceneNode): readonly [Point, ...Point[]] {
  const via = edge.via ?? [];
  const first = via[0] ?? middle(to);
  const last = via[via.length - 1] ?? middle(from);
  return [border(from, first), ...via, border(to, last)];
}

export const middle = (node: SceneNode): Point => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });

/** Where the straight line from the middle of the box towards `target` leaves the box. */
function border(node: SceneNode, target: Point): Point {
  const centre = middle(node);
  const dx = target.x - centre.x;
  const dy = target.y - centre.y;
  if (dx === 0 && dy === 0) return centre;
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (node.width / 2 + 2) / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (node.height / 2 + 2) / Math.abs(dy),
  );
  return { x: centre.x + dx * Math.min(1, scale), y: centre.y + dy * Math.min(1, scale) };
}

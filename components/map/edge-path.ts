import type { SceneNode } from '#lib/graph/types.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Waypoints as Cytoscape wants them. */
export interface EdgePath {
  /** Along the straight line between the middles, 0 … 1, and beside it in pixels. */
  readonly weights: readonly number[];
  readonly distances: readonly number[];
  /** Where the line leaves or enters a box, from its middle: set where a waypoint lies in the box itself. */
  readonly sourceEnd?: readonly [number, number];
  readonly targetEnd?: readonly [number, number];
}

/** Undefined: a straight line. Waypoints inside an end's box only say from which side the line comes. */
export function edgePath(from: SceneNode, to: SceneNode, via: readonly Point[] | undefined): EdgePath | undefined {
  if (via === undefined || via.length === 0) return undefined;
  const first = via.findIndex((point) => !isInside(from, point));
  const last = via.findLastIndex((point) => !isInside(to, point));
  if (first < 0 || last < first) return undefined;
  const outside = via.slice(first, last + 1);
  const sourceEnd = first === 0 ? undefined : crossing(from, via[first - 1], outside[0]);
  const targetEnd = last === via.length - 1 ? undefined : crossing(to, via[last + 1], outside.at(-1));
  const start = middle(from);
  const end = middle(to);
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy) || 1;
  return {
    weights: outside.map(({ x, y }) => ((x - start.x) * dx + (y - start.y) * dy) / length ** 2),
    distances: outside.map(({ x, y }) => ((y - start.y) * dx - (x - start.x) * dy) / length),
    ...(sourceEnd === undefined ? {} : { sourceEnd }),
    ...(targetEnd === undefined ? {} : { targetEnd }),
  };
}

const middle = (node: SceneNode): Point => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });

function isInside(node: SceneNode, { x, y }: Point): boolean {
  return x >= node.x && x <= node.x + node.width && y >= node.y && y <= node.y + node.height;
}

/** Where the way from inside a box to a point outside crosses its border, seen from the box's middle. */
function crossing(
  node: SceneNode,
  inside: Point | undefined,
  outside: Point | undefined,
): readonly [number, number] | undefined {
  if (inside === undefined || outside === undefined) return undefined;
  const [dx, dy] = [outside.x - inside.x, outside.y - inside.y];
  const toX = dx > 0 ? node.x + node.width : node.x;
  const toY = dy > 0 ? node.y + node.height : node.y;
  const share = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (toX - inside.x) / dx,
    dy === 0 ? Number.POSITIVE_INFINITY : (toY - inside.y) / dy,
  );
  const { x, y } = middle(node);
  return [inside.x + dx * share - x, inside.y + dy * share - y];
}

import { middle, type Point } from './edge-points.ts';
import type { SceneEdge, SceneNode } from './types.ts';

/** More edges than this are not followed one by one: they stay straight. */
const MAX_ROUTED = 200;
/** Half a gutter: where lines run between boxes. */
const CLEARANCE_X = 26;
const CLEARANCE_Y = 20;
/** Parallel lines in one gutter stand this far apart. */
const LANE = 7;
const LANES = 5;
/** A crossed box costs as much as this detour, a bend as much as that one; in scene pixels. */
const CROSSING_COST = 900;
const BEND_COST = 60;

/**
 * Gives edges waypoints where a straight line would cross a third box: right angles through the gutters, the way that
 * crosses fewest boxes and is shortest. Edges of the dimmed platform layer stay straight, but where `platform` wants them.
 */
export function routeEdges(
  nodes: readonly SceneNode[],
  edges: readonly SceneEdge[],
  { platform = false }: { readonly platform?: boolean } = {},
): SceneEdge[] {
  const at = new Map(nodes.map((node) => [node.id, node]));
  const boxes = nodes.filter((node) => node.type === 'namespace' || node.type === 'group');
  const xs = unique(boxes.flatMap((box) => [box.x - CLEARANCE_X, box.x + box.width + CLEARANCE_X]));
  const ys = unique(boxes.flatMap((box) => [box.y - CLEARANCE_Y, box.y + box.height + CLEARANCE_Y]));
  let routed = 0;
  return edges.map((edge) => {
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (from === undefined || to === undefined || from === to || edges.length > MAX_ROUTED) return edge;
    if (!platform && (from.platform === true || to.platform === true)) return edge;
    const obstacles = nodes.filter((node) => isObstacle(node, from, to));
    const straight = [middle(from), middle(to)];
    const crossed = crossings(straight, obstacles);
    if (crossed === 0) return edge;
    const shift = ((routed++ % LANES) - Math.floor(LANES / 2)) * LANE;
    let best: readonly Point[] = straight;
    let least = lengthCost(straight) + crossed * CROSSING_COST;
    for (const way of waysBetween(middle(from), middle(to), xs, ys, shift)) {
      // A bend inside an end would leave no line to draw.
      if (holds(from, way[1]) || holds(to, way[way.length - 2])) continue;
      const length = lengthCost(way);
      if (length >= least) continue;
      const own = length + crossings(way, obstacles) * CROSSING_COST;
      if (own < least) [best, least] = [way, own];
    }
    return best === straight ? edge : { ...edge, via: best.slice(1, -1) };
  });
}

/** Everything but the two ends, what holds them and what they hold. */
function isObstacle(node: SceneNode, from: SceneNode, to: SceneNode): boolean {
  if (node === from || node === to || node.type === 'zone') return false;
  if (node.id === from.parent || node.id === to.parent) return false;
  return node.parent !== from.id && node.parent !== to.id;
}

/** Ways with two or three bends: sideways first, or up and down first. */
function* waysBetween(
  from: Point,
  to: Point,
  xs: readonly number[],
  ys: readonly number[],
  shift: number,
): Generator<Point[]> {
  for (const gutter of xs) {
    const x = gutter + shift;
    yield [from, { x, y: from.y }, { x, y: to.y }, to];
    for (const row of ys) {
      const y = row + shift;
      yield [from, { x, y: from.y }, { x, y }, { x: to.x, y }, to];
      yield [from, { x: from.x, y }, { x, y }, { x, y: to.y }, to];
    }
  }
  for (const row of ys) {
    const y = row + shift;
    yield [from, { x: from.x, y }, { x: to.x, y }, to];
  }
}

function lengthCost(way: readonly Point[]): number {
  let length = 0;
  for (let index = 1; index < way.length; index++) {
    const [start, end] = [way[index - 1], way[index]];
    if (start !== undefined && end !== undefined) length += Math.hypot(end.x - start.x, end.y - start.y);
  }
  return length + (way.length - 2) * BEND_COST;
}

function crossings(way: readonly Point[], obstacles: readonly SceneNode[]): number {
  let count = 0;
  for (const box of obstacles) {
    for (let index = 1; index < way.length; index++) {
      const [start, end] = [way[index - 1], way[index]];
      if (start === undefined || end === undefined || !crosses(start, end, box)) continue;
      count += box.type === 'namespace' || box.type === 'group' ? 1 : 0.5; // the boxes in a namespace count beside it
      break;
    }
  }
  return count;
}

/** Whether the segment meets the box: it is clipped against the four sides in turn (Liang and Barsky). */
function crosses(start: Point, end: Point, box: SceneNode): boolean {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  let enter = 0;
  let leave = 1;
  for (const [slope, distance] of [
    [-dx, start.x - box.x],
    [dx, box.x + box.width - start.x],
    [-dy, start.y - box.y],
    [dy, box.y + box.height - start.y],
  ] as const) {
    if (slope === 0) {
      if (distance < 0) return false;
      continue;
    }
    const t = distance / slope;
    if (slope < 0) enter = Math.max(enter, t);
    else leave = Math.min(leave, t);
    if (enter > leave) return false;
  }
  return true;
}

const END_MARGIN = 6;
const holds = (node: SceneNode, point: Point | undefined) =>
  point !== undefined &&
  point.x >= node.x - END_MARGIN &&
  point.x <= node.x + node.width + END_MARGIN &&
  point.y >= node.y - END_MARGIN &&
  point.y <= node.y + node.height + END_MARGIN;

const unique = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

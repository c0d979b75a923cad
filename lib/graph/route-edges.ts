import { crossedWeight, readObstacles } from './crossed-boxes.ts';
import { edgePoints, middle, type Point } from './edge-points.ts';
import { lineBundles } from './line-bundles.ts';
import { lineOf } from './theme.ts';
import type { SceneEdge, SceneNode } from './types.ts';

/** More edges than this are not followed one by one: they stay straight. */
const MAX_ROUTED = 200;
/** Half a gutter: where lines run between boxes. */
const CLEARANCE_X = 26;
const CLEARANCE_Y = 20;
/** Parallel lines in one gutter stand this far apart. */
const LANE = 7;
const LANES = 5;
/** Gutters that are tried for one line in either direction: more of them would take seconds in a large picture. */
const TRACKS_TRIED = 10;
/** A line between two columns of boxes stays this far from them. */
const BESIDE_BOX = 6;
/** A crossed box costs as much as this detour, a bend as much as that one; in scene pixels. */
const CROSSING_COST = 900;
const BEND_COST = 60;

/** Where lines may run: how far from the middle of a gutter, or of the room between two columns of boxes. */
interface Track {
  readonly at: number;
  readonly room: number;
  /** The namespace that it leads out of; absent: a gutter. */
  readonly parent?: string;
}

/**
 * Gives edges waypoints where a straight line would cross a third box: right angles through the gutters, the way that
 * crosses fewest boxes and is shortest. Lines of one look that share an end run on one lane (`lineBundles`).
 */
export function routeEdges(nodes: readonly SceneNode[], edges: readonly SceneEdge[]): SceneEdge[] {
  if (edges.length > MAX_ROUTED) return [...edges];
  const at = new Map(nodes.map((node) => [node.id, node]));
  const obstacles = readObstacles(nodes);
  const tracks = tracksBetween(nodes);
  const bundles = lineBundles(edges);
  const lanes = new Map<string, number>();
  return edges.map((edge) => {
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (from === undefined || to === undefined || from === to) return edge;
    const met = obstacles.between(from, to);
    const straight = [middle(from), middle(to)];
    const crossed = crossedWeight(straight, met);
    if (crossed === 0) return edge;
    const bundle = bundles.get(edge.id);
    const trunk = bundle?.name ?? edge.id;
    const lane = lanes.get(trunk) ?? lanes.size;
    lanes.set(trunk, lane);
    const shift = ((lane % LANES) - Math.floor(LANES / 2)) * LANE;
    let best: readonly Point[] = straight;
    let least = lengthCost(straight) + crossed * CROSSING_COST;
    for (const way of waysBetween(from, to, tracksFor(from, to, tracks), shift)) {
      // A bend inside an end would leave no line to draw.
      if (holds(from, way[1]) || holds(to, way[way.length - 2])) continue;
      const length = lengthCost(way);
      if (length >= least) continue;
      const own = length + crossedWeight(way, met, (least - length) / CROSSING_COST) * CROSSING_COST;
      if (own < least) [best, least] = [way, own];
    }
    if (best === straight) return edge;
    const led = { ...edge, via: best.slice(1, -1) };
    return bundle?.meetsOthers === true ? { ...led, ...dashesFromEnd(led, from, to) } : led;
  });
}

/** Where lines run on one another, so do their dashes: counted from the end that they share. */
function dashesFromEnd(edge: SceneEdge, from: SceneNode, to: SceneNode): Pick<SceneEdge, 'dashOffset'> {
  // what was observed or is simulated is drawn with dashes of its own
  const { dash } = edge.traffic === undefined && edge.change === undefined ? lineOf(edge) : { dash: undefined };
  if (dash === undefined) return {};
  const period = dash.reduce((sum, part) => sum + part, 0);
  return { dashOffset: period - (lengthOf(edgePoints(edge, from, to)) % period) };
}

interface Tracks {
  readonly xs: readonly Track[];
  readonly ys: readonly Track[];
}

/** The gutters round namespaces, and the room between the columns of boxes within one. */
function tracksBetween(nodes: readonly SceneNode[]): Tracks {
  const boxes = nodes.filter((node) => node.type === 'namespace' || node.type === 'group');
  const room = (LANES >> 1) * LANE;
  const gutter = (at: number): Track => ({ at, room });
  return {
    xs: [
      ...unique(boxes.flatMap((box) => [box.x - CLEARANCE_X, box.x + box.width + CLEARANCE_X])).map(gutter),
      ...betweenColumns(nodes),
    ],
    ys: unique(boxes.flatMap((box) => [box.y - CLEARANCE_Y, box.y + box.height + CLEARANCE_Y])).map(gutter),
  };
}

/** Those that a way between two boxes may take: the nearest gutters on either side, and the rooms in their own namespaces. */
function tracksFor(from: SceneNode, to: SceneNode, { xs, ys }: Tracks): Tracks {
  const own = xs.filter(({ parent }) => parent !== undefined && (parent === from.parent || parent === to.parent));
  const [start, end] = [middle(from), middle(to)];
  const gutters = xs.filter(({ parent }) => parent === undefined);
  return { xs: [...nearest(gutters, start.x, end.x), ...own], ys: nearest(ys, start.y, end.y) };
}

/** In the order that they come in. */
function nearest(tracks: readonly Track[], one: number, other: number): readonly Track[] {
  if (tracks.length <= TRACKS_TRIED) return tracks;
  const away = (track: Track) => Math.min(Math.abs(track.at - one), Math.abs(track.at - other));
  const kept = new Set([...tracks].sort((a, b) => away(a) - away(b)).slice(0, TRACKS_TRIED));
  return tracks.filter((track) => kept.has(track));
}

function betweenColumns(nodes: readonly SceneNode[]): readonly Track[] {
  const found = new Map<string, Track>();
  for (const left of nodes) {
    if (left.parent === undefined) continue;
    const edge = left.x + left.width;
    const next = Math.min(...nodes.flatMap(({ parent, x }) => (parent === left.parent && x >= edge ? [x] : [])));
    const room = (next - edge) / 2 - BESIDE_BOX;
    if (Number.isFinite(next) && room >= 0)
      found.set(`${left.parent} ${edge + next}`, { at: (edge + next) / 2, room, parent: left.parent });
  }
  return [...found.values()];
}

const shifted = ({ at, room }: Track, shift: number) => at + Math.max(-room, Math.min(room, shift));

/**
 * Ways with two or three bends: sideways first, or up and down first. With four: out of the own namespace between its
 * columns, or in so.
 */
function* waysBetween(start: SceneNode, end: SceneNode, { xs, ys }: Tracks, shift: number): Generator<Point[]> {
  const [from, to] = [middle(start), middle(end)];
  const rows = ys.map((row) => shifted(row, shift));
  const columns = xs.map(({ parent, ...track }) => ({ parent, x: shifted(track, shift) }));
  for (const { x, parent } of columns) {
    yield [from, { x, y: from.y }, { x, y: to.y }, to];
    for (const y of rows) {
      yield [from, { x, y: from.y }, { x, y }, { x: to.x, y }, to];
      yield [from, { x: from.x, y }, { x, y }, { x, y: to.y }, to];
    }
    if (parent === undefined) continue;
    for (const gutter of columns) {
      if (gutter.parent !== undefined) continue;
      for (const y of rows) {
        if (parent === start.parent)
          yield [from, { x, y: from.y }, { x, y }, { x: gutter.x, y }, { x: gutter.x, y: to.y }, to];
        if (parent === end.parent)
          yield [from, { x: gutter.x, y: from.y }, { x: gutter.x, y }, { x, y }, { x, y: to.y }, to];
      }
    }
  }
  for (const y of rows) yield [from, { x: from.x, y }, { x: to.x, y }, to];
}

function lengthCost(way: readonly Point[]): number {
  return lengthOf(way) + (way.length - 2) * BEND_COST;
}

function lengthOf(way: readonly Point[]): number {
  let length = 0;
  for (let index = 1; index < way.length; index++) {
    const [start, end] = [way[index - 1], way[index]];
    if (start !== undefined && end !== undefined) length += Math.hypot(end.x - start.x, end.y - start.y);
  }
  return length;
}

const END_MARGIN = 6;
const holds = (node: SceneNode, point: Point | undefined) =>
  point !== undefined &&
  point.x >= node.x - END_MARGIN &&
  point.x <= node.x + node.width + END_MARGIN &&
  point.y >= node.y - END_MARGIN &&
  point.y <= node.y + node.height + END_MARGIN;

const unique = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

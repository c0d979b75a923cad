import { getOr } from '#lib/get-or.ts';
import { edgePoints, type Point } from './edge-points.ts';
import { lineBundles } from './line-bundles.ts';
import { linesNear } from './lines-near.ts';
import type { SceneEdge, SceneNode } from './types.ts';

/** Mono at 10.5 px is 6.3 wide a letter; 4 px stay free at both ends. */
const LETTER = 6.3;
const ENDS = 8;
export const PLATE_HEIGHT = 16;
/** Between two plates, so that they never read as one. */
const APART = 3;
/** From the middle of a segment, in shares of its length: up to 30 %, and further only where a box would be covered. */
const SHIFTS = [0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.34, 0.38, 0.42].flatMap((shift) => [shift, -shift]);
/** So many free places are compared; in a thicket none of the others would be better. */
const PLACES_COMPARED = 12;
/** What must stay of a line beside its plate, that one sees where it runs. */
const LINE_LEFT = 14;
const NAMESPACE_HEAD = 28;
/** Larger pictures are read from far away, where no plate is drawn; the table has the ports. */
const MAX_PLATED = 600;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The plate under an edge's label, round its middle; sizes in scene pixels. */
export function plateAround(label: string, at: Point): Rectangle {
  const width = plateWidth(label);
  return { x: at.x - width / 2, y: at.y - PLATE_HEIGHT / 2, width, height: PLATE_HEIGHT };
}

const plateWidth = (label: string) => [...label].length * LETTER + ENDS;

/**
 * Gives each edge with room for it the middle of its label's plate. No two plates meet and none lies on a box: gaps
 * choose first, then the edges in their order. Of the free places the one is taken that covers fewest other lines. Lines that run as one trunk (`lineBundles`) with the same label have their plates at
 * one place, so that one is seen, whichever of them are shown. Where a line offers no free place there is no plate; tooltip, panel and
 * table carry the ports.
 */
export function placePlates(nodes: readonly SceneNode[], edges: readonly SceneEdge[]): SceneEdge[] {
  if (edges.length > MAX_PLATED) return [...edges];
  const obstacles = nodes.flatMap(obstacleOf);
  const taken: Rectangle[] = [];
  const plates = new Map<SceneEdge, Point>();
  const { trunks, lines } = trunksOf(nodes, edges);
  const linesUnder = linesNear(lines);
  for (const edge of [...trunks.keys()].sort((a, b) => rank(a) - rank(b))) {
    const { line, trunk } = trunks.get(edge) ?? { line: [], trunk: [] };
    const shared = trunk.map((each) => plates.get(each.edge)).find((plate) => isUnder(plate, line));
    if (shared !== undefined) {
      plates.set(edge, shared);
      continue;
    }
    const place = bestPlace(edge.label, line, { trunk, linesUnder, obstacles, taken });
    if (place === undefined) continue;
    plates.set(edge, place);
    taken.push(plateAround(edge.label, place));
  }
  return edges.map((edge) => {
    const plate = plates.get(edge);
    return plate === undefined ? edge : { ...edge, plate };
  });
}

interface LabelledLine {
  readonly edge: SceneEdge;
  readonly line: readonly Point[];
}

/** All lines, and the edges that want a plate with all of their trunk that say the same, themselves among them. */
function trunksOf(nodes: readonly SceneNode[], edges: readonly SceneEdge[]) {
  const at = new Map(nodes.map((node) => [node.id, node]));
  const bundles = lineBundles(edges);
  const alike = new Map<string, LabelledLine[]>();
  const trunks = new Map<SceneEdge, { readonly line: readonly Point[]; readonly trunk: readonly LabelledLine[] }>();
  const lines: (readonly Point[])[] = [];
  for (const edge of edges) {
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const line = edgePoints(edge, from, to);
    lines.push(line);
    if (!wantsPlate(edge, from, to)) continue;
    const key = `${bundles.get(edge.id)?.name} ${edge.label}`;
    const trunk = getOr(alike, key, () => []);
    trunk.push({ edge, line });
    trunks.set(edge, { line, trunk });
  }
  return { trunks, lines };
}

const rank = (edge: SceneEdge) => (edge.state === 'gap' || asksForAttention(edge) ? 0 : 1);

/** What passed although denied, and what did not pass: told wherever there is room. */
const asksForAttention = ({ traffic }: SceneEdge) => traffic?.state === 'seen-denied' || traffic?.state === 'denied';

/** Between tiles a plate would lie on names; on the dimmed lines of the platform it would drown the rest. */
function wantsPlate(edge: SceneEdge, from: SceneNode, to: SceneNode): boolean {
  if (edge.label === '' || from === to || from.type === 'tile' || to.type === 'tile') return false;
  return edge.state === 'gap' || asksForAttention(edge) || (from.platform !== true && to.platform !== true);
}

/** Boxes hide what lies under them; the head of a namespace carries its name and its badge. */
function obstacleOf(node: SceneNode): readonly Rectangle[] {
  if (node.type === 'zone') return [];
  return [node.type === 'namespace' ? { ...node, height: Math.min(node.height, NAMESPACE_HEAD) } : node];
}

interface Surroundings {
  readonly trunk: readonly LabelledLine[];
  readonly linesUnder: ReturnType<typeof linesNear>;
  readonly obstacles: readonly Rectangle[];
  readonly taken: readonly Rectangle[];
}

/** A free place: that which most lines of the trunk run under, then that which fewest others do, then the first. */
function bestPlace(
  label: string,
  line: readonly Point[],
  { trunk, linesUnder, obstacles, taken }: Surroundings,
): Point | undefined {
  let compared = 0;
  let best: { readonly place: Point; readonly under: number; readonly covered: number } | undefined;
  for (const place of placesAlong(line, plateWidth(label))) {
    const plate = plateAround(label, place);
    if (taken.some((other) => meet(plate, other, APART)) || obstacles.some((box) => meet(plate, box, 1))) continue;
    const under = trunk.filter((each) => isUnder(place, each.line)).length;
    if (best !== undefined && under < best.under) continue;
    const covered = linesUnder(plate).length - under;
    if (best === undefined || under > best.under || covered < best.covered) best = { place, under, covered };
    compared++;
    if (best.under === trunk.length && (best.covered === 0 || compared >= PLACES_COMPARED)) break;
  }
  return best?.place;
}

/** Longest segment first, each from its middle outwards. */
function* placesAlong(line: readonly Point[], width: number): Generator<Point> {
  const segments = line.slice(1).flatMap((end, index) => {
    const start = line[index];
    return start === undefined ? [] : [{ start, end, length: Math.hypot(end.x - start.x, end.y - start.y) }];
  });
  segments.sort((a, b) => b.length - a.length);
  for (const { start, end, length } of segments) {
    // what a plate covers of a line that runs at this angle
    const along = Math.min(
      (width * length) / Math.max(1, Math.abs(end.x - start.x)),
      (PLATE_HEIGHT * length) / Math.max(1, Math.abs(end.y - start.y)),
    );
    if (length < along + LINE_LEFT) continue;
    for (const shift of SHIFTS) {
      if (Math.abs(shift) * length > (length - along - LINE_LEFT) / 2) continue;
      const share = 0.5 + shift;
      yield { x: round(start.x + (end.x - start.x) * share), y: round(start.y + (end.y - start.y) * share) };
    }
  }
}

function meet(a: Rectangle, b: Rectangle, margin: number): boolean {
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  );
}

/** Whether a line runs under the middle of a plate, to half a pixel. */
function isUnder(plate: Point | undefined, line: readonly Point[]): boolean {
  if (plate === undefined) return false;
  const { x, y } = plate;
  return line.slice(1).some((end, index) => {
    const start = line[index];
    if (start === undefined) return false;
    const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
    const along = ((x - start.x) * (end.x - start.x) + (y - start.y) * (end.y - start.y)) / length;
    const beside = Math.abs((x - start.x) * (end.y - start.y) - (y - start.y) * (end.x - start.x)) / length;
    return along >= 0 && along <= length && beside <= 0.5;
  });
}

const round = (value: number) => Math.round(value * 10) / 10;

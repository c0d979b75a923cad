import type { Zone } from './zones.ts';

/** A namespace box to be placed. */
export interface GridBox {
  readonly id: string;
  readonly zone: Zone;
  readonly width: number;
  readonly height: number;
  /** Steps from the outside along the drawn connections; undefined where nothing leads there. */
  readonly depth?: number | undefined;
}
export interface GridPlacement {
  readonly x: number;
  readonly y: number;
}
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, GridPlacement>;
  /** Where the platform band begins, or the lower end: the gutter above it is free for the hub. */
  readonly mainBottom: number;
}

/** Room between boxes: lines run there, labels stand there, and a box may grow by one row without meeting the next. */
const GUTTER_X = 52;
const GUTTER_Y = 48;

/**
 * Places namespace boxes: edge zone in the first column, the rest in as many columns as make the picture about
 * 1.5 times as wide as high, the platform beneath all. A box goes to the column of its depth, so that lines run from left
 * to right; what nothing leads to fills the column that is shortest so far, the leftmost of equals. The same boxes always
 * stand in the same places. `hubBand` is the room kept free above the platform (0: only the usual gutter).
 */
export function layoutGrid(boxes: readonly GridBox[], hubBand: number): Grid {
  const edge = boxes.filter((box) => box.zone === 'edge');
  const main = boxes.filter((box) => box.zone !== 'edge' && box.zone !== 'platform');
  const platform = boxes.filter((box) => box.zone === 'platform');
  const places = new Map<string, GridPlacement>();

  const edgeWidth = edge.length === 0 ? 0 : widest(edge) + GUTTER_X;
  const columns = columnsFor(main);
  const mainArea = inColumns(byDepth(main), columns, edgeWidth, 0, places);
  const edgeHeight = stackHeight(edge);
  const mainBottom = Math.max(mainArea.bottom, edgeHeight);
  // The edge column stands in the middle of what it leads to.
  let y = Math.max(0, Math.round((mainBottom - edgeHeight) / 2));
  for (const box of edge) {
    places.set(box.id, { x: 0, y });
    y += box.height + GUTTER_Y;
  }
  const platformTop = mainBottom === 0 ? 0 : mainBottom + Math.max(GUTTER_Y, hubBand);
  const platformArea = inColumns(platform, Math.max(1, columns), edgeWidth, platformTop, places);
  return {
    width: Math.max(mainArea.right, platformArea.right, edge.length === 0 ? 0 : widest(edge)),
    height: Math.max(mainBottom, platformArea.bottom),
    places,
    mainBottom,
  };
}

const widest = (boxes: readonly GridBox[]) => Math.max(0, ...boxes.map((box) => box.width));
const stackHeight = (boxes: readonly GridBox[]) =>
  boxes.reduce((sum, box) => sum + box.height, 0) + Math.max(0, boxes.length - 1) * GUTTER_Y;

function columnsFor(boxes: readonly GridBox[]): number {
  if (boxes.length <= 1) return Math.max(1, boxes.length);
  const area = boxes.reduce((sum, box) => sum + (box.width + GUTTER_X) * (box.height + GUTTER_Y), 0);
  const columns = Math.round(Math.sqrt(area * 1.5) / (widest(boxes) + GUTTER_X));
  return Math.min(boxes.length, Math.max(2, columns));
}

/** Boxes with a depth first, in order of it: they choose their column before the others fill up. */
const byDepth = (boxes: readonly GridBox[]): readonly GridBox[] =>
  [...boxes].sort((a, b) => (a.depth ?? Number.POSITIVE_INFINITY) - (b.depth ?? Number.POSITIVE_INFINITY) || 0);

function inColumns(
  boxes: readonly GridBox[],
  columns: number,
  left: number,
  top: number,
  places: Map<string, GridPlacement>,
): { right: number; bottom: number } {
  if (boxes.length === 0) return { right: 0, bottom: 0 };
  const columnWidth = widest(boxes) + GUTTER_X;
  const bottoms = Array.from({ length: columns }, () => top);
  let right = 0;
  for (const box of boxes) {
    const column = box.depth === undefined ? shortest(bottoms) : columnOfDepth(box.depth, bottoms);
    const x = left + column * columnWidth;
    const y = bottoms[column] ?? top;
    places.set(box.id, { x, y });
    bottoms[column] = y + box.height + GUTTER_Y;
    right = Math.max(right, x + box.width);
  }
  return { right, bottom: Math.max(...bottoms) - GUTTER_Y };
}

function shortest(bottoms: readonly number[]): number {
  return bottoms.indexOf(Math.min(...bottoms));
}

/** The column of the depth, unless it has grown so long that the picture would be a tower. */
function columnOfDepth(depth: number, bottoms: readonly number[]): number {
  const own = Math.min(Math.max(depth - 1, 0), bottoms.length - 1);
  const least = shortest(bottoms);
  return (bottoms[own] ?? 0) > 2 * (bottoms[least] ?? 0) + TOWER ? least : own;
}

/** How much longer than twice the shortest column a column may grow: about four boxes. */
const TOWER = 700;

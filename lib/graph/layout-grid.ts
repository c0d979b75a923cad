import type { Zone } from './zones.ts';

/** A namespace box to be placed. */
export interface GridBox {
  readonly id: string;
  readonly zone: Zone;
  readonly width: number;
  readonly height: number;
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

/** Room between boxes: lines run there, and labels stand there. */
const GUTTER_X = 56;
const GUTTER_Y = 44;

/**
 * Places namespace boxes: edge zone in the first column, apps and data in as many columns as make the picture about
 * 1.5 times as wide as high, the platform beneath all. Boxes keep the given order; each goes to the column that is
 * shortest so far, the leftmost of equals, so that the same boxes always stand in the same places. `hubBand` is the room
 * kept free above the platform (0: only the usual gutter).
 */
export function layoutGrid(boxes: readonly GridBox[], hubBand: number): Grid {
  const edge = boxes.filter((box) => box.zone === 'edge');
  const main = boxes.filter((box) => box.zone === 'apps' || box.zone === 'data');
  const platform = boxes.filter((box) => box.zone === 'platform');
  const places = new Map<string, GridPlacement>();

  const edgeWidth = edge.length === 0 ? 0 : widest(edge) + GUTTER_X;
  const columns = columnsFor(main);
  const mainArea = inShortestColumn(main, columns, edgeWidth, 0, places);
  const edgeHeight = stackHeight(edge);
  const mainBottom = Math.max(mainArea.bottom, edgeHeight);
  // The edge column stands in the middle of what it leads to.
  let y = Math.max(0, Math.round((mainBottom - edgeHeight) / 2));
  for (const box of edge) {
    places.set(box.id, { x: 0, y });
    y += box.height + GUTTER_Y;
  }
  const platformTop = mainBottom === 0 ? 0 : mainBottom + Math.max(GUTTER_Y, hubBand);
  const platformArea = inShortestColumn(platform, Math.max(1, columns), edgeWidth, platformTop, places);
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

function inShortestColumn(
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
    let column = 0;
    for (let other = 1; other < columns; other++) {
      if ((bottoms[other] ?? 0) < (bottoms[column] ?? 0)) column = other;
    }
    const x = left + column * columnWidth;
    const y = bottoms[column] ?? top;
    places.set(box.id, { x, y });
    bottoms[column] = y + box.height + GUTTER_Y;
    right = Math.max(right, x + box.width);
  }
  return { right, bottom: Math.max(...bottoms) - GUTTER_Y };
}

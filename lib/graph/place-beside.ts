import { areNear, type KnownPlaces, type Rectangle } from './known-places.ts';

/** Inside a namespace's frame, in scene pixels. */
export const PADDING = 12;
export const HEAD = 28;
const COLUMN_GAP = 20;
const ROW_GAP = 14;
/** Frames keep so far from each other when they grow; a gutter is one row and this. */
const FRAMES_APART = 8;
const BOXES_APART = 6;
/** Rows that a frame is looked through for, so that one namespace cannot grow without end beside others. */
const MOST_ROWS = 400;

/** What stands in one namespace: all of one size. */
export interface Space {
  readonly frame: string;
  readonly items: readonly string[];
  readonly size: { readonly width: number; readonly height: number };
  /** The box that stands for the items without room. */
  readonly rest: string;
}

export interface SpacePlaces {
  readonly frame: Rectangle;
  readonly items: ReadonlyMap<string, Rectangle>;
  /** Items without room: they stand in the box `rest`, which has a place then. */
  readonly without: readonly string[];
}

/**
 * Puts what is new into a namespace whose frame and boxes have known places. New boxes take free places inside the frame,
 * then a row more below as long as no other frame stands there; the last place is kept for one box that stands for all
 * without room. So nothing old moves, and a frame grows at most to the next one. Undefined: there is not even room for
 * that box.
 */
export function placeBeside(space: Space, known: KnownPlaces, others: readonly Rectangle[]): SpacePlaces | undefined {
  const start = known.get(space.frame);
  if (start === undefined) return undefined;
  const items = new Map<string, Rectangle>();
  for (const id of space.items) {
    const place = known.get(id);
    if (place !== undefined) items.set(id, rectangle(place));
  }
  const added = space.items.filter((id) => !items.has(id));
  const rest = known.get(space.rest);
  const taken = [...items.values(), ...(rest === undefined || added.length === 0 ? [] : [rest])];
  let frame = rectangle(start);
  const slots: { readonly place: Rectangle; readonly frame: Rectangle }[] = [];
  for (const slot of freeSlots(frame, space.size, taken)) {
    if (slots.length > added.length) break;
    const grown = { ...frame, height: Math.max(frame.height, slot.y + slot.height + PADDING - frame.y) };
    if (grown.height > frame.height && others.some((other) => areNear(grown, other, FRAMES_APART))) break;
    frame = grown;
    slots.push({ place: slot, frame });
  }
  frame = rectangle(start);
  const fit = rest !== undefined ? slots.length : slots.length > added.length ? added.length : slots.length - 1;
  if (fit < 0 && added.length > 0) return undefined;
  for (const [position, id] of added.slice(0, Math.max(0, fit)).entries()) {
    const slot = slots[position];
    if (slot === undefined) continue;
    items.set(id, slot.place);
    frame = slot.frame;
  }
  const without = added.slice(Math.max(0, fit));
  if (without.length > 0) {
    const last = slots[fit];
    const place = rest ?? last?.place;
    if (place === undefined) return undefined;
    if (rest === undefined && last !== undefined) frame = last.frame;
    items.set(space.rest, rectangle(place));
  }
  return { frame, items, without };
}

/** Places of the size that meet none of those taken: row by row, inside the frame's width. */
function* freeSlots(
  frame: Rectangle,
  { width, height }: Space['size'],
  taken: readonly Rectangle[],
): Generator<Rectangle> {
  const columns = Math.max(1, Math.floor((frame.width - 2 * PADDING + COLUMN_GAP) / (width + COLUMN_GAP)));
  for (let row = 0; row < MOST_ROWS; row++) {
    for (let column = 0; column < columns; column++) {
      const place = {
        x: frame.x + PADDING + column * (width + COLUMN_GAP),
        y: frame.y + HEAD + row * (height + ROW_GAP),
        width,
        height,
      };
      if (!taken.some((other) => areNear(place, other, BOXES_APART))) yield place;
    }
  }
}

/** The first free place for a frame among others: the columns that there are, from the top, else below all. */
export function freePlace(
  size: Pick<Rectangle, 'width' | 'height'>,
  columns: readonly number[],
  others: readonly Rectangle[],
  apart: number,
): Rectangle {
  const tops = [...new Set([0, ...others.map(({ y, height }) => y + height + apart)])].sort((a, b) => a - b);
  for (const y of tops) {
    for (const x of columns) {
      const place = { x, y, width: size.width, height: size.height };
      if (!others.some((other) => areNear(place, other, apart))) return place;
    }
  }
  return { x: columns[0] ?? 0, y: tops.at(-1) ?? 0, width: size.width, height: size.height };
}

/** The place, or the next below it that is free. */
export function freeBelow(wanted: Rectangle, others: readonly Rectangle[], apart: number): Rectangle {
  let place = wanted;
  for (;;) {
    const hit = others.filter((other) => areNear(place, other, apart));
    if (hit.length === 0) return place;
    place = { ...place, y: Math.max(...hit.map(({ y, height }) => y + height)) + apart };
  }
}

const rectangle = ({ x, y, width, height }: Rectangle): Rectangle => ({ x, y, width, height });

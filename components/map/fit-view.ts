export interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}
export interface View {
  readonly zoom: number;
  readonly pan: { readonly x: number; readonly y: number };
}
/** In pixels of the window. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

const PADDING = 24;
/** The buttons of the zoom stand in the other corner. */
const BUTTONS = 54;
const STEP = 0.97;
const LARGEST = 1.15; // five boxes need not fill a wall
/** On a canvas that is narrower a whole picture would be too small to read. */
const NARROW = 560;
const READABLE = 0.85;

/**
 * The view that shows all of a picture from the top, in the middle. Where the card in the lower left corner would lie on a
 * box, the picture is moved to the right, and made smaller until none does.
 * @param boxes all boxes of the picture, in its own coordinates.
 * @param card the card with its distance from the corner; absent: none.
 */
export function fitView(
  whole: Box,
  boxes: readonly Box[],
  canvas: Size,
  smallest: number,
  card: Size | undefined,
): View {
  const width = whole.x2 - whole.x1;
  const height = whole.y2 - whole.y1;
  const at = (zoom: number, left: number): View => ({
    zoom,
    pan: { x: left - whole.x1 * zoom, y: PADDING - whole.y1 * zoom },
  });
  const zoomBetween = (left: number, right: number): number => {
    const room = { width: canvas.width - left - right, height: canvas.height - 2 * PADDING };
    return Math.max(smallest, Math.min(room.width / width, room.height / height, LARGEST));
  };
  const centred = (zoom: number): number => (canvas.width - width * zoom) / 2;
  const plainZoom = zoomBetween(PADDING, PADDING);
  const plain = at(plainZoom, Math.max(PADDING, centred(plainZoom)));
  if (card === undefined) return plain;
  const top = canvas.height - card.height;
  const liesUnder = ({ zoom, pan }: View) =>
    boxes.some(({ x1, y2 }) => x1 * zoom + pan.x < card.width && y2 * zoom + pan.y > top);
  if (!liesUnder(plain) || card.width > canvas.width / 3) return plain;
  const beside = zoomBetween(card.width, BUTTONS);
  // as large as can be: often it is enough that the boxes above the card end a little higher
  for (let zoom = plainZoom; zoom > beside; zoom *= STEP) {
    const view = at(zoom, Math.max(PADDING, canvas.width - BUTTONS - width * zoom));
    if (!liesUnder(view)) return view;
  }
  return at(beside, Math.max(card.width, centred(beside)));
}

/**
 * The view that a picture is opened with: all of it, and on a phone, where nobody could read that, the part around what
 * matters most, from the top; the rest is a finger's move away.
 * @param all as `fitView` shows all.
 * @param first the box that matters most.
 */
export function startView(whole: Box, canvas: Size, all: View, first: Box): View {
  if (canvas.width >= NARROW || all.zoom >= READABLE) return all;
  const along = (from: number, to: number, [near, far]: readonly [number, number], room: number): number => {
    const middle = room / 2 - ((near + far) / 2) * READABLE;
    const end = room - PADDING - to * READABLE;
    return Math.min(PADDING - from * READABLE, Math.max(end, middle));
  };
  return {
    zoom: READABLE,
    pan: {
      x: along(whole.x1, whole.x2, [first.x1, first.x2], canvas.width),
      y: along(whole.y1, whole.y2, [first.y1, first.y2], canvas.height),
    },
  };
}

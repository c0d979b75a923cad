export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 12; // between the ring and the card
const EDGE = 12; // between the card and the window

/**
 * Where the card stands: under its target, else over it, else beside it, else inside at the bottom right; always whole
 * in the window.
 */
export function coachPlace(
  target: Rect | undefined,
  card: Size,
  page: Size,
): { readonly left: number; readonly top: number } {
  if (target === undefined) return { left: (page.width - card.width) / 2, top: (page.height - card.height) / 3 };
  const within = (value: number, size: number, most: number) => Math.max(EDGE, Math.min(value, most - size - EDGE));
  const left = within(target.left + Math.min(target.width / 2, 320) - card.width / 2, card.width, page.width);
  const under = target.top + target.height + GAP;
  if (under + card.height + EDGE <= page.height) return { left, top: under };
  const over = target.top - card.height - GAP;
  if (over >= EDGE) return { left, top: over };
  const beside = target.left - card.width - GAP;
  const top = within(target.top, card.height, page.height);
  if (beside >= EDGE) return { left: beside, top };
  const after = target.left + target.width + GAP;
  if (after + card.width + EDGE <= page.width) return { left: after, top };
  return {
    left: within(target.left + target.width - card.width - GAP, card.width, page.width),
    top: within(target.top + target.height - card.height - GAP, card.height, page.height),
  };
}

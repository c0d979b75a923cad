import { describe, expect, test } from 'vitest';
import { type Box, fitView, startView } from './fit-view.ts';

const CANVAS = { width: 1000, height: 600 };
const CARD = { width: 220, height: 300 };
const WHOLE: Box = { x1: 0, y1: 0, x2: 800, y2: 800 };
const fitted = (boxes: readonly Box[], card = CARD as typeof CARD | undefined) =>
  fitView(WHOLE, boxes, CANVAS, 0.1, card);
/** Pixels of the window. */
const leftOf = ({ x1 }: Box, { zoom, pan }: ReturnType<typeof fitted>) => x1 * zoom + pan.x;

test('a picture is shown whole, in the middle, from the top', () => {
  const view = fitted([], undefined);
  expect(view.zoom).toBeCloseTo(552 / 800);
  expect(view.pan.x).toBeCloseTo((1000 - 552) / 2);
  expect(view.pan.y).toBe(24);
});

test('a picture without a box under the card stays in the middle', () => {
  expect(fitted([{ x1: 0, y1: 0, x2: 100, y2: 100 }])).toEqual(fitted([], undefined));
});

test('a picture with a box under the card keeps to the right of it, as large as it was where there is room', () => {
  const wide: Box = { x1: 0, y1: 0, x2: 1000, y2: 800 };
  const low: Box = { x1: 0, y1: 700, x2: 100, y2: 800 };
  const view = fitView(wide, [low], CANVAS, 0.1, CARD);
  expect(leftOf(low, view)).toBeGreaterThanOrEqual(CARD.width);
  expect(view.zoom).toBe(fitView(wide, [], CANVAS, 0.1, undefined).zoom);
});

test('a picture whose boxes need to end only a little higher is made only a little smaller', () => {
  const wide: Box = { x1: 0, y1: 0, x2: 1700, y2: 800 };
  const justUnder: Box = { x1: 0, y1: 500, x2: 100, y2: 560 };
  const whole = fitView(wide, [], CANVAS, 0.1, undefined);
  const view = fitView(wide, [justUnder], CANVAS, 0.1, CARD);
  expect(view.zoom).toBeLessThan(whole.zoom);
  expect(view.zoom).toBeGreaterThan((CANVAS.width - CARD.width) / wide.x2);
  expect(justUnder.y2 * view.zoom + view.pan.y).toBeLessThanOrEqual(CANVAS.height - CARD.height);
});

test('a card that takes a third of a narrow canvas moves nothing', () => {
  const low: Box = { x1: 0, y1: 700, x2: 100, y2: 800 };
  const narrow = { width: 500, height: 600 };
  expect(fitView(WHOLE, [low], narrow, 0.1, CARD)).toEqual(fitView(WHOLE, [low], narrow, 0.1, undefined));
});

describe('on a phone', () => {
  const phone = { width: 390, height: 500 };
  const wide: Box = { x1: 0, y1: 0, x2: 1200, y2: 700 };
  const all = fitView(wide, [], phone, 0.1, undefined);

  test('a picture is opened where it matters most, and can be read', () => {
    const first: Box = { x1: 500, y1: 300, x2: 800, y2: 400 };
    const view = startView(wide, phone, all, first);
    expect(view.zoom).toBeGreaterThan(2 * all.zoom);
    expect(leftOf(first, view) + (300 * view.zoom) / 2).toBeCloseTo(phone.width / 2);
  });

  test('no room is left beside the picture where what matters stands at its end', () => {
    const { zoom, pan } = startView(wide, phone, all, { x1: 1100, y1: 600, x2: 1200, y2: 700 });
    expect(wide.x2 * zoom + pan.x).toBeCloseTo(phone.width - 24);
    expect(wide.y2 * zoom + pan.y).toBeCloseTo(phone.height - 24);
    expect(startView(wide, phone, all, { x1: 0, y1: 0, x2: 100, y2: 50 }).pan).toEqual({ x: 24, y: 24 });
  });

  test('a picture that can be read is shown whole, as it is on a wider canvas', () => {
    const small: Box = { x1: 0, y1: 0, x2: 300, y2: 200 };
    const whole = fitView(small, [], phone, 0.1, undefined);
    expect(startView(small, phone, whole, small)).toBe(whole);
    expect(startView(wide, CANVAS, all, wide)).toBe(all);
  });
});

import { expect, test } from 'vitest';
import { coachPlace } from './coach-place.ts';

const PAGE = { width: 1440, height: 900 };
const CARD = { width: 360, height: 170 };
const inside = ({ left, top }: { left: number; top: number }) =>
  left >= 12 && top >= 12 && left + CARD.width <= PAGE.width - 12 && top + CARD.height <= PAGE.height - 12;

test('under the target where there is room', () => {
  expect(coachPlace({ left: 64, top: 48, width: 700, height: 56 }, CARD, PAGE).top).toBe(116);
});
test('over it at the bottom of the window', () => {
  expect(coachPlace({ left: 400, top: 700, width: 600, height: 190 }, CARD, PAGE).top).toBe(518);
});
test('beside what is as high as the window', () => {
  expect(coachPlace({ left: 500, top: 40, width: 900, height: 840 }, CARD, PAGE).left).toBe(128);
});
test('inside what fills the window, and always whole in it', () => {
  for (const target of [
    { left: 0, top: 0, width: 1440, height: 900 },
    { left: -50, top: 100, width: 1500, height: 790 },
    { left: 1400, top: 860, width: 40, height: 40 },
    undefined,
  ]) {
    expect(inside(coachPlace(target, CARD, PAGE)), JSON.stringify(target)).toBe(true);
  }
});

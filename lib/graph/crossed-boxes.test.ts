import { expect, test } from 'vitest';
import { Random } from '#lib/policy/testing/random.ts';
import { crossedWeight, isMet } from './crossed-boxes.ts';
import type { Point } from './edge-points.ts';
import { randomLines } from './testing/random-lines.ts';

const { line, box } = randomLines(new Random(7));

/** Which side of the line through two points a third lies on: all numbers are whole, so nothing is rounded. */
const side = (a: Point, b: Point, c: Point) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));

/** Read literally: an extent in common on both axes, and the corners not all on one side of the segment. */
function meetsLiterally(start: Point, end: Point, { x, y, width, height }: ReturnType<typeof box>): boolean {
  const apart = (a: number, b: number, low: number, high: number) => Math.max(a, b) < low || Math.min(a, b) > high;
  if (apart(start.x, end.x, x, x + width) || apart(start.y, end.y, y, y + height)) return false;
  const corners = [x, x + width].flatMap((cx) => [y, y + height].map((cy) => side(start, end, { x: cx, y: cy })));
  return !(corners.every((each) => each > 0) || corners.every((each) => each < 0));
}

test('a line meets a box where one of its segments has a point in common with it', () => {
  for (let turn = 0; turn < 4_000; turn++) {
    const [one, other] = [line(), box()];
    const literal = one.slice(1).some((end, index) => meetsLiterally(one[index] ?? end, end, other));
    expect(isMet(one, other), JSON.stringify([one, other])).toBe(literal);
    expect(crossedWeight(one, [{ ...other, weight: 1 }])).toBe(literal ? 1 : 0);
  }
});

import { expect, test } from 'vitest';
import { Random } from '#lib/policy/testing/random.ts';
import { isMet } from './crossed-boxes.ts';
import type { Point } from './edge-points.ts';
import { linesNear } from './lines-near.ts';

const random = new Random(7);
const point = (): Point => ({ x: random.below(80) * 10 - 200, y: random.below(80) * 10 - 200 });
/** Straight, with right angles, or without any length. */
const line = (): readonly Point[] => {
  const [start, end] = [point(), point()];
  return random.pick([
    [start, end],
    [start, { x: end.x, y: start.y }, end],
    [start, start],
  ]);
};
const box = () => ({ ...point(), width: 10 + random.below(12) * 10, height: 10 + random.below(4) * 10 });

test('the lines under a box are found among those of its squares', () => {
  for (let turn = 0; turn < 40; turn++) {
    const lines = Array.from({ length: 30 }, line);
    const under = linesNear(lines);
    for (let each = 0; each < 10; each++) {
      const plate = box();
      expect(new Set(under(plate))).toEqual(new Set(lines.filter((one) => isMet(one, plate))));
    }
  }
});

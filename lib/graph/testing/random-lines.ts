import type { Random } from '#lib/policy/testing/random.ts';
import type { Point } from '../edge-points.ts';

/** Lines and boxes that often meet, at whole numbers. */
export function randomLines(random: Random) {
  const point = (): Point => ({ x: random.below(80) * 10 - 200, y: random.below(80) * 10 - 200 });
  return {
    /** Straight, with right angles, or without any length. */
    line(): readonly Point[] {
      const [start, end] = [point(), point()];
      return random.pick([
        [start, end],
        [start, { x: end.x, y: start.y }, end],
        [start, start],
      ]);
    },
    box: () => ({ ...point(), width: 10 + random.below(12) * 10, height: 10 + random.below(4) * 10 }),
  };
}

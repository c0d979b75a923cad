import { expect, it } from 'vitest';
import { Random } from '#lib/policy/testing/random.ts';
import { markedRuns, runsOf } from './peer-runs.ts';

it('cuts runs to what is marked, as looking at each position does', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = new Random(seed);
    const length = 1 + random.below(20);
    const positions = Array.from({ length }, (_, position) => position);
    const marks = Uint8Array.from(positions, () => Number(random.chance(0.5)));
    const own = positions.filter(() => random.chance(0.6));
    expect(markedRuns(runsOf(own), marks)).toEqual(runsOf(own.filter((position) => marks[position] === 1)));
  }
});

import { expect, test } from 'vitest';
import { Random } from '#lib/policy/testing/random.ts';
import { isMet } from './crossed-boxes.ts';
import { linesNear } from './lines-near.ts';
import { randomLines } from './testing/random-lines.ts';

const { line, box } = randomLines(new Random(7));

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

import { walkAtRandom } from './support/random-walk.ts';
import { expect, test } from './support/ringfence-test.ts';

/** `npm run soak -- --only walk` walks for minutes from many seeds. */
const MILLISECONDS = Number(process.env.WALK_SECONDS ?? '20') * 1000;
const SEED = Number(process.env.WALK_SEED ?? '7');

test('a walk at random finds no console error, no dead end, and no map that contradicts its table', async ({
  page,
  serve,
  watch,
}) => {
  test.setTimeout(2 * MILLISECONDS + 60_000); // the last step and the comparisons come on top, on a machine that does much else
  for (const status of [400, 404, 409]) watch.expectStatus(status); // half a filter, what a step took away, a revision that went
  const { address } = await serve(['--demo']);
  const { steps, compared } = await walkAtRandom(page, {
    start: `${address}/demo/map`,
    milliseconds: MILLISECONDS,
    seed: SEED,
  });
  process.stdout.write(`   ${steps} steps, ${compared} lines compared, seed ${SEED}\n`);
  expect(steps).toBeGreaterThan(5);
});

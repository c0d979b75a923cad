import { expect, test } from 'vitest';
import { soakLiveSource } from '#e2e/cluster/soak-live-source.ts';

const SECONDS = 25; // the short form of `npm run soak`; long enough for one restart of the server
const SEED = 7;

/** Park and Miller's generator: the same changes each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('after many changes and a restart, what was watched equals what is read afresh', async () => {
  const { changes, restarts, differences } = await soakLiveSource(SECONDS, seeded(SEED), () => undefined);
  expect(changes).toBeGreaterThan(100);
  expect(restarts).toBeGreaterThan(0);
  expect(differences).toEqual([]);
});

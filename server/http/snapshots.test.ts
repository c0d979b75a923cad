import { expect, test } from 'vitest';
import { POST as takeSnapshot } from '#app/api/clusters/[cluster]/snapshot/route.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { send, serveDemo } from './testing.ts';

serveDemo();

const PATH = '/api/clusters/demo/snapshot';

test('more snapshots than a cluster has in hand are refused until one is done', { timeout: 60_000 }, async () => {
  const asked = await Promise.all(Array.from({ length: 4 }, () => send(takeSnapshot, 'POST', PATH, {})));
  expect(asked.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
  const refused = (await asked.find(({ status }) => status === 429)?.json()) as ErrorBody | undefined;
  expect(refused?.error).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    message: 'Other snapshots of this cluster are still being written.',
  });
  expect((await send(takeSnapshot, 'POST', PATH, {})).status).toBe(200);
});

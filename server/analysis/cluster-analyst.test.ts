import { expect, test, vi } from 'vitest';
import type { ClusterSettings } from '#lib/api/types.ts';
import { ClusterAnalyst } from './cluster-analyst.ts';
import type { FromWorker } from './messages.ts';

const SETTINGS = 'GET /api/clusters/{cluster}/settings';
const CHOOSE = 'POST /api/clusters/{cluster}/profile';

test('a profile that is refused because nothing is read yet is not in force later', async () => {
  const told: FromWorker[] = [];
  const analyst = new ClusterAnalyst(
    {
      type: 'start',
      cluster: { id: 'c', name: 'c' },
      source: { type: 'demo' },
      profile: 'upstream',
      sets: [],
      firstSeq: 1,
    },
    (message) => told.push(message),
  );
  const { signal } = new AbortController();
  const chosen = analyst.answer(CHOOSE, {}, { profile: 'calico', sets: [] }, signal);
  await expect(chosen).rejects.toMatchObject({ code: 'NOT_READY' });
  analyst.start();
  await vi.waitFor(() => expect(told).toContainEqual(expect.objectContaining({ type: 'revision' })), 20_000);
  const { bytes } = await analyst.answer(SETTINGS, {}, undefined, signal);
  expect((JSON.parse(new TextDecoder().decode(bytes)) as ClusterSettings).choice.profile).toBe('upstream');
  await analyst.stop();
});

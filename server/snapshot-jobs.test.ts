import { expect, test, vi } from 'vitest';
import { RingfenceError } from '#lib/api/errors.ts';
import type { ClusterAnalysis } from './analysis/cluster-analysis.ts';
import { createSnapshotJobs } from './snapshot-jobs.ts';

const REQUEST = { how: 'schedule', who: { via: 'schedule' } } as const;
const clusterOf = (id: string, take: ClusterAnalysis['take']) => ({ spec: { id }, take }) as unknown as ClusterAnalysis;

test('one that fails is in the log with its code and detail, one that is given up is not', async () => {
  const error = vi.fn();
  const jobs = createSnapshotJobs(() => {}, { error });
  const full = new RingfenceError('NOT_WRITABLE', 'The data folder could not be written to', 'ENOSPC');
  jobs.begin(
    clusterOf('prod', () => Promise.reject(full)),
    REQUEST,
  );
  await vi.waitFor(() => expect(jobs.latest('prod')?.state).toBe('failed'));
  const said = { cluster: 'prod', how: 'schedule', code: 'NOT_WRITABLE', detail: 'ENOSPC' };
  expect(error.mock.calls).toEqual([[said, 'snapshot failed']]);
  const endless = clusterOf(
    'test',
    (_, { signal }) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(full))),
  );
  await jobs.cancel('test', jobs.begin(endless, REQUEST).id);
  expect(jobs.latest('test')?.state).toBe('cancelled');
  expect(error).toHaveBeenCalledTimes(1);
});

test('of many clusters two are taken at once; the others wait, and can be given up', async () => {
  const jobs = createSnapshotJobs(() => {}, { error: vi.fn() });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (id: string) =>
    jobs.begin(
      clusterOf(id, () => {
        begun.push(id);
        return new Promise((resolve) => ends.set(id, () => resolve(1)));
      }),
      REQUEST,
    );
  const [, , third] = ['a', 'b', 'c', 'd'].map(begin);
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b']));
  const waiting = jobs.latest('d');
  expect(waiting?.state).toBe('running');
  expect(new Set(waiting?.steps.map(({ state }) => state))).toEqual(new Set(['waiting']));
  expect(await jobs.cancel('c', third?.id ?? '')).toMatchObject({ state: 'cancelled' });
  ends.get('a')?.();
  await vi.waitFor(() => expect(begun).toEqual(['a', 'b', 'd']));
  expect(jobs.latest('a')?.state).toBe('done');
});

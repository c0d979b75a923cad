import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { SNAPSHOT_STEPS, type SnapshotJob, type SnapshotStep } from '#lib/api/snapshot-schemas.ts';
import { hearJob, snapshotsQuery } from './snapshot-queries.ts';

const { queryKey } = snapshotsQuery('demo');

/** A job that has come as far as `running`; without it, it has not begun. */
function job(state: SnapshotJob['state'], running?: SnapshotStep): SnapshotJob {
  const at = running === undefined ? -1 : SNAPSHOT_STEPS.indexOf(running);
  const steps = SNAPSHOT_STEPS.map((step, index) => ({
    step,
    state: index < at ? ('done' as const) : index === at ? ('running' as const) : ('waiting' as const),
    notes: [],
  }));
  return { id: 'one', state, how: 'page', startedAt: '2026-11-23T09:41:00Z', steps };
}

function clientWithList(known?: SnapshotJob): QueryClient {
  const client = new QueryClient();
  const page = { snapshots: [], total: 0, ...(known === undefined ? {} : { job: known }) };
  client.setQueryData(queryKey, { pages: [page], pageParams: [undefined] });
  return client;
}
const shown = (client: QueryClient) => client.getQueryData(queryKey)?.pages[0]?.job;
const asksAgain = (client: QueryClient) => client.getQueryState(queryKey)?.isInvalidated;

it('shows each step that is heard of', () => {
  const client = clientWithList();
  hearJob(client, 'demo', job('running', 'read'));
  expect(shown(client)).toEqual(job('running', 'read'));
  expect(asksAgain(client)).toBe(false);
});

it('does not go back when the answer that began it comes after its first events', () => {
  const client = clientWithList();
  hearJob(client, 'demo', job('running', 'checks'));
  hearJob(client, 'demo', job('running'));
  expect(shown(client)).toEqual(job('running', 'checks'));
});

it('asks for the list again when one has ended, and not at each word of an old one', () => {
  const ended = clientWithList(job('running', 'link'));
  hearJob(ended, 'demo', job('done', 'link'));
  expect(asksAgain(ended)).toBe(true);
  const old = clientWithList(job('done', 'link'));
  hearJob(old, 'demo', job('done', 'link'));
  expect(asksAgain(old)).toBe(false);
});

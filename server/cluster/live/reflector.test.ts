import { expect, test } from 'vitest';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createListLedger } from './list-ledger.ts';
import { type ReflectorEvents, reflect } from './reflector.ts';
import { kindNamed } from './testing.ts';

const NAMESPACE = kindNamed('Namespace');

/** Lists at ever higher versions; its watches stay silent until they are broken. */
function silentServer(fails: (list: number) => boolean = () => false) {
  const watchedFrom: unknown[] = [];
  let lists = 0;
  const client: ApiClient = {
    async json() {
      lists += 1;
      if (fails(lists)) throw new ApiError(500, 'InternalError', 'etcd is gone');
      return { metadata: { resourceVersion: String(lists * 10) }, items: [] };
    },
    async *lines({ query, signal }: ApiRequest) {
      watchedFrom.push(query?.resourceVersion);
      yield { type: 'BOOKMARK', object: { metadata: { resourceVersion: `${query?.resourceVersion}5` } } };
      signal.throwIfAborted();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  return { client, watchedFrom };
}

function run(client: ApiClient) {
  const entry = createListLedger().open(NAMESPACE, undefined);
  const stop = new AbortController();
  const watched: string[] = [];
  let failures = 0;
  const events: ReflectorEvents = {
    known: (item) => item,
    onPage: () => undefined,
    onListed: (listing) => entry.listed(listing, []),
    onChanged: () => undefined,
    onRemoved: () => undefined,
    onWatched: (version) => watched.push(version),
    onAlive: () => undefined,
    onFailed: () => {
      failures += 1;
    },
  };
  const { listAgain } = entry;
  const renewed = () => stop.signal;
  const ended = reflect({ client, kind: NAMESPACE, events, signal: stop.signal, renewed, listAgain });
  return {
    entry,
    watched,
    failures: () => failures,
    async stop() {
      stop.abort(new Error('stopped'));
      await expect(ended).rejects.toThrow('stopped');
    },
  };
}

test('a list that is asked for comes while the watch is open, and the watch goes on from it', async () => {
  const { client, watchedFrom } = silentServer();
  const { entry, watched, failures, stop } = run(client);
  const { signal } = new AbortController();
  await entry.readAgain(signal); // the first list
  await entry.readAgain(signal);
  await expect.poll(() => watchedFrom.at(-1)).toBe('20');
  await expect.poll(() => watched).toContain('205');
  expect(failures()).toBe(0);
  await stop();
});

test('a list that is asked for and fails is tried again, as any other', async () => {
  const { client } = silentServer((list) => list === 2);
  const { entry, failures, stop } = run(client);
  const { signal } = new AbortController();
  await entry.readAgain(signal);
  await entry.readAgain(signal);
  expect(failures()).toBe(1);
  await stop();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import { createNamespace, createPod } from '#e2e/cluster/write-objects.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { type Connection, openConnection } from './connection.ts';
import { listPages } from './list-pages.ts';
import { LIVE_KINDS, type LiveKind } from './live-kind.ts';

const PODS = 620; // more than one page of 500
const kind = LIVE_KINDS.find(({ name }) => name === 'Pod') as LiveKind;
const { signal } = new AbortController();

let server: ApiServer;
let connection: Connection;

beforeAll(async () => {
  // From its snapshots the server would answer a continued list even after a compaction.
  server = await startApiServer({ featureGates: ['ListFromCacheSnapshot=false'] });
  await createNamespace(server.admin, 'shop');
  await Promise.all(
    Array.from({ length: PODS }, (_, index) => createPod(server.admin, { namespace: 'shop', name: `web-${index}` })),
  );
  connection = await openConnection({ kubeconfig: server.kubeconfig() });
});
afterAll(async () => {
  connection.close();
  await server.stop();
});

test('a list of two pages is one list, of the first page’s version, and tells its progress', async () => {
  const progress: [number, number][] = [];
  const client = createApiClient(connection);
  const listing = await listPages(client, kind, undefined, (done, total) => progress.push([done, total]), signal);
  expect(listing.pages).toBe(2);
  expect(new Set(listing.items.map(({ key }) => key)).size).toBe(PODS);
  expect(progress).toEqual([
    [500, PODS],
    [PODS, PODS],
  ]);
});

test('a continue token that expired between two pages (410) starts the list again', async () => {
  const client = createApiClient(connection);
  const errors: unknown[] = [];
  let asked = 0;
  const compacting: ApiClient = {
    ...client,
    async json(request) {
      asked += 1;
      if (asked === 2) {
        await server.admin.patch('/api/v1/namespaces/shop', { metadata: { labels: { touched: 'yes' } } });
        await server.compact();
      }
      return client.json(request).catch((error: unknown) => {
        errors.push(error);
        throw error;
      });
    },
  };
  const listing = await listPages(compacting, kind, undefined, () => undefined, signal);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toBeInstanceOf(ApiError);
  expect(errors[0]).toMatchObject({ status: 410 });
  expect(new Set(listing.items.map(({ key }) => key)).size).toBe(PODS);
});

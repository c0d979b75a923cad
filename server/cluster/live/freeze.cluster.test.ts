import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import { createRecordingSink, type RecordingSink } from '#e2e/cluster/recording-sink.ts';
import { createNamespace, createPod, grant } from '#e2e/cluster/write-objects.ts';
import type { ServerRecord } from '#lib/kube/source-record.ts';
import type { ClusterSource, FreezeOptions } from '../source.ts';
import { liveSource } from './live-source.ts';

/** What a snapshot says of a real API server, and how its lists are brought together. */

const POD = '/api/v1/namespaces/shop/pods/web';
const NEW_MS = 3_600_000;

let server: ApiServer;
const sources: ClusterSource[] = [];

beforeAll(async () => {
  server = await startApiServer({ users: ['limited', 'blind'] });
  for (const name of ['shop', 'crm', 'hr']) await createNamespace(server.admin, name);
  await createPod(server.admin, { namespace: 'shop', name: 'web', ip: '10.1.0.1' });
  await createPod(server.admin, { namespace: 'crm', name: 'db', ip: '10.1.0.2' });
  const readPods = [{ apiGroups: [''], resources: ['pods'] }];
  await grant(server.admin, 'limited', [{ apiGroups: [''], resources: ['namespaces'] }]);
  for (const namespace of ['shop', 'crm']) await grant(server.admin, 'limited', readPods, namespace);
  await grant(server.admin, 'blind', readPods, 'shop');
});
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.stop()));
});
afterAll(() => server.stop());

interface Opened {
  readonly sink: RecordingSink;
  record(): ServerRecord;
  freeze(options?: Partial<FreezeOptions>): Promise<ServerRecord>;
}

async function open(user?: string, namespace?: string): Promise<Opened> {
  const sink = createRecordingSink();
  const source = liveSource({ kubeconfig: server.kubeconfig(user, namespace) });
  sources.push(source);
  source.start(sink);
  await sink.until('first reading', () => sink.statuses.at(-1)?.state === 'current');
  return {
    sink,
    record: () => source.record() as ServerRecord,
    freeze: async (options) =>
      (await source.freeze({ signal: new AbortController().signal, ...options })) as ServerRecord,
  };
}

describe('what the server says of itself', () => {
  test('its version, the id of the cluster, the authority, and how far its clock is', async () => {
    const { about } = await (await open()).freeze();
    const { metadata } = (await server.admin.get('/api/v1/namespaces/kube-system')) as {
      readonly metadata: { readonly uid: string };
    };
    const version = (await server.admin.get('/version')) as { readonly gitVersion: string; readonly platform: string };
    expect(about.clusterId).toEqual({ value: metadata.uid });
    expect(about.version).toEqual({ value: { gitVersion: version.gitVersion, platform: version.platform } });
    expect(about.authority).toEqual({ value: createHash('sha256').update(server.certificate()).digest('hex') });
    const { clock } = about;
    if (!('value' in clock)) throw new Error(clock.notTold);
    // The server is on this machine: its clock is ours.
    expect(Math.abs(clock.value.offsetMs)).toBeLessThanOrEqual(clock.value.withinMs);
  });

  test('whom it sees in us: the groups of a person and no name, with all that it may do', async () => {
    const { about } = await (await open()).freeze();
    expect(about.identity).toEqual({ value: { kind: 'user', groups: ['system:authenticated', 'system:masters'] } });
    expect(about.rules).toMatchObject({
      value: {
        asked: [
          {
            namespaces: ['default'],
            rules: expect.arrayContaining([{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]),
          },
        ],
      },
    });
  });

  test('of a user who may read two namespaces: what is denied, and the rules of the two', async () => {
    const { sink, freeze } = await open('limited');
    const { about, reading } = await freeze();
    expect(sink.kinds.get('pods')).toMatchObject({
      state: 'partial',
      deniedNamespaces: expect.arrayContaining(['hr']),
    });
    expect(sink.kinds.get('deployments.apps')?.state).toBe('forbidden');
    expect(reading.lists.map(({ resource, namespace, count }) => [resource, namespace, count])).toEqual([
      ['namespaces', undefined, expect.any(Number)],
      ['pods', 'crm', 1],
      ['pods', 'shop', 1],
    ]);
    const rule = { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods'] };
    expect(about.rules).toMatchObject({
      value: { asked: [{ namespaces: ['crm', 'shop'], rules: expect.arrayContaining([rule]) }] },
    });
    expect(JSON.stringify(about)).not.toContain('limited');
  });

  test('what is refused is told as refused: the id of the cluster where namespaces may not be read', async () => {
    const { about } = await (await open('blind', 'shop')).freeze();
    expect(about.clusterId).toEqual({ notTold: '403' });
    expect(about.version).toHaveProperty('value');
  });

  test('is known to a record without freezing', async () => {
    const { sink, record } = await open();
    await expect.poll(() => record().about.version).toHaveProperty('value');
    expect(record().reading).toMatchObject({ state: 'watched', readAgain: [] });
    expect(record().reading.lists).toHaveLength(sink.kinds.size);
  });
});

describe('freezing', () => {
  test('lists of the first reading are new enough: versions, pages and counts are those that the server gave', async () => {
    const { sink, freeze } = await open();
    const { reading } = await freeze({ newWithinMs: NEW_MS });
    expect(reading).toMatchObject({ state: 'frozen', readAgain: [], notReadAgain: [] });
    for (const { resource, resourceVersion, pages, count } of reading.lists) {
      expect(sink.kinds.get(resource)).toMatchObject({ resourceVersion, pages, count });
    }
    expect(reading.lists.find(({ resource }) => resource === 'pods')).toMatchObject({ count: 2, pages: 1, changes: 0 });
  });

  test('old lists are read anew, all close together, and what did not change stays the very same object', async () => {
    const { sink, record, freeze } = await open();
    const before = new Map(record().reading.lists.map(({ resource, started }) => [resource, started]));
    const pod = sink.object('Pod', 'shop/web');
    const { reading } = await freeze({ newWithinMs: 0 });
    expect(reading.lists).toHaveLength(before.size);
    for (const { resource, started } of reading.lists) expect(started > (before.get(resource) ?? '')).toBe(true);
    expect(sink.object('Pod', 'shop/web')).toBe(pod);
  });

  test('an object changed between list and freezing is read again, and on record with its version', async () => {
    const { sink, freeze } = await open();
    const first = await freeze({ newWithinMs: NEW_MS });
    await server.admin.patch(POD, { metadata: { labels: { tier: 'front' } } });
    await sink.until('the change', () => sink.object('Pod', 'shop/web')?.metadata.labels?.tier === 'front');
    const { reading } = await freeze({ newWithinMs: NEW_MS });
    const listOf = ({ lists }: ServerRecord['reading']) => lists.find(({ resource }) => resource === 'pods');
    expect(reading.readAgain).toEqual([
      {
        resource: 'pods',
        kind: 'Pod',
        from: listOf(first.reading)?.resourceVersion,
        to: listOf(reading)?.resourceVersion,
        objects: [
          {
            name: 'shop/web',
            change: 'written',
            resourceVersion: sink.object('Pod', 'shop/web')?.metadata.resourceVersion,
          },
        ],
      },
    ]);
    expect(listOf(reading)?.changes).toBe(0);
  });

  test('the watch goes on from the list that was read again', async () => {
    const { sink, freeze } = await open();
    await freeze({ newWithinMs: 0 });
    await server.admin.patch(POD, { metadata: { labels: { tier: 'back' } } });
    await sink.until('the change', () => sink.object('Pod', 'shop/web')?.metadata.labels?.tier === 'back', 2_000);
  });

  test('of a killed server the last state is told, with its age; of one that is back it is frozen again', async () => {
    const { sink, freeze } = await open();
    await freeze();
    await server.kill();
    await sink.until('loss', () => sink.statuses.at(-1)?.state === 'lost');
    const { about, reading } = await freeze();
    expect(reading.state).toBe('lost');
    expect(Date.parse(reading.asOf ?? '')).toBeLessThanOrEqual(Date.now());
    expect(reading.lists.length).toBeGreaterThan(0);
    expect(about.version).toHaveProperty('value');
    await server.restart();
    await sink.until('recovery', () => sink.statuses.at(-1)?.state === 'current');
    expect((await freeze({ newWithinMs: 0 })).reading.state).toBe('frozen');
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import { createRecordingSink } from '#e2e/cluster/recording-sink.ts';
import { createNamespace, grant } from '#e2e/cluster/write-objects.ts';
import { liveSource } from './live-source.ts';

const SECRET_VALUE = 'value-of-a-secret-5f2c';
const ENV_VALUE = 'value-of-the-environment-81aa';
const ARGUMENT = 'argument-of-a-command-33d0';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ users: ['ringfence'], audit: true });
  // Every right to read, so that nothing but its own restraint keeps it from asking.
  await grant(server.admin, 'ringfence', [{ apiGroups: ['*'], resources: ['*'] }]);
  await createNamespace(server.admin, 'crm', { 'ringfence.dev/data-class': 'personal' });
  await server.admin.create('/api/v1/namespaces/crm/secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'crm-db' },
    stringData: { password: SECRET_VALUE },
  });
  await server.admin.create('/api/v1/namespaces/crm/configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { dsn: SECRET_VALUE },
  });
  await server.admin.create('/api/v1/namespaces/crm/pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'customer-db', annotations: { note: SECRET_VALUE } },
    spec: {
      containers: [
        {
          name: 'main',
          image: 'registry.example/postgres:17',
          args: [ARGUMENT],
          env: [
            { name: 'CUSTOMER_DB', value: ENV_VALUE },
            { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'crm-db', key: 'password' } } },
          ],
          envFrom: [{ configMapRef: { name: 'settings' } }],
        },
      ],
    },
  });
});
afterAll(() => server.stop());

test('no Secret and no ConfigMap is ever asked for, by the server’s own audit log, and nothing is written', async () => {
  const sink = createRecordingSink();
  const source = liveSource({ kubeconfig: server.kubeconfig('ringfence') });
  source.start(sink);
  await sink.until('first reading', () => sink.statuses.at(-1)?.state === 'current');
  await server.admin.patch('/api/v1/namespaces/crm/pods/customer-db', { metadata: { labels: { seen: 'yes' } } });
  await sink.until('the change', () => sink.object('Pod', 'crm/customer-db')?.metadata.labels?.seen === 'yes');
  await source.stop();

  const requests = server.requests();
  const ours = requests.filter(({ user }) => user === 'ringfence');
  // The log would tell: it has what the administrator wrote, and what was asked for instead.
  expect(requests).toContainEqual(expect.objectContaining({ user: 'admin', verb: 'create', resource: 'secrets' }));
  expect(ours.map(({ resource }) => resource)).toContain('pods');
  expect(ours.filter(({ uri }) => /secrets|configmaps/.test(uri))).toEqual([]);
  expect(ours.filter(({ resource }) => resource === 'secrets' || resource === 'configmaps')).toEqual([]);
  // Asking what it may read is a "create" for the server; there is no other.
  const reviews = ({ resource = '' }) => resource.startsWith('selfsubject');
  const verbs = new Set(ours.filter((request) => !reviews(request)).map(({ verb }) => verb));
  expect([...verbs].sort()).toEqual(['get', 'list', 'watch']);

  const kept = JSON.stringify([...sink.objects.values()].map((objects) => [...objects.values()]));
  expect(kept).toContain('customer-db');
  for (const value of [SECRET_VALUE, ENV_VALUE, ARGUMENT]) expect(kept).not.toContain(value);
});

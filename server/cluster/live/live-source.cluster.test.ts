import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import { createRecordingSink, type RecordingSink } from '#e2e/cluster/recording-sink.ts';
import {
  createNamespace,
  createPod,
  createPolicy,
  createPolicyDefinition,
  createReplicaSet,
  deleteNamespace,
  grant,
} from '#e2e/cluster/write-objects.ts';
import type { ClusterSource } from '../source.ts';
import { liveSource } from './live-source.ts';

const POLICIES = '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies';

let server: ApiServer;
const sources: ClusterSource[] = [];

beforeAll(async () => {
  server = await startApiServer({
    users: ['two-namespaces', 'namespace-lister', 'nobody', 'no-watch', 'later-namespace'],
  });
  await createNamespace(server.admin, 'shop', { env: 'production' });
  await createNamespace(server.admin, 'crm');
  await createNamespace(server.admin, 'legacy');
  const owner = await createReplicaSet(server.admin, { namespace: 'shop', name: 'web-7d9f', labels: { app: 'web' } });
  await createPod(server.admin, {
    namespace: 'shop',
    name: 'web-1',
    labels: { app: 'web' },
    ip: '10.1.0.1',
    ports: [{ name: 'http', containerPort: 8080 }],
    replicaSet: owner,
  });
  await createPod(server.admin, { namespace: 'crm', name: 'db-0', labels: { app: 'db' }, ip: '10.1.0.2' });
  await createPod(server.admin, { namespace: 'legacy', name: 'old-0', ip: '10.1.0.3' });
  await createPolicy(server.admin, 'shop', 'deny', { podSelector: {}, policyTypes: ['Ingress'] });
});
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.stop()));
});
afterAll(() => server.stop());

function open(kubeconfig: string): RecordingSink {
  const sink = createRecordingSink();
  const source = liveSource({ kubeconfig });
  sources.push(source);
  source.start(sink);
  return sink;
}

async function openCurrent(kubeconfig = server.kubeconfig()): Promise<RecordingSink> {
  const sink = open(kubeconfig);
  await sink.until('first reading', () => sink.statuses.at(-1)?.state === 'current');
  return sink;
}

describe('a whole cluster', () => {
  test('is read with all kinds that are served, each object projected', async () => {
    const sink = await openCurrent();
    expect([...(sink.objects.get('Pod')?.keys() ?? [])].sort()).toEqual(['crm/db-0', 'legacy/old-0', 'shop/web-1']);
    expect(sink.object('Pod', 'shop/web-1')).toMatchObject({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { labels: { app: 'web' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'web-7d9f' }] },
      spec: { containers: [{ ports: [{ name: 'http', containerPort: 8080 }] }] },
      status: { phase: 'Running', podIP: '10.1.0.1' },
    });
    expect(sink.object('NetworkPolicy', 'shop/deny')).toMatchObject({ spec: { policyTypes: ['Ingress'] } });
    expect([...sink.kinds.values()].map(({ state }) => state)).toEqual(Array(15).fill('read'));
    expect(sink.kinds.get('pods')).toMatchObject({
      count: 3,
      pages: 1,
      resourceVersion: expect.stringMatching(/^\d+$/),
    });
  });

  test('tells a namespace relabelled, a pod relabelled and a policy deleted', async () => {
    const sink = await openCurrent();
    await server.admin.patch('/api/v1/namespaces/shop', { metadata: { labels: { env: 'test' } } });
    await sink.until(
      'relabelled namespace',
      () => sink.object('Namespace', 'shop')?.metadata.labels?.env === 'test',
      2_000,
    );
    await server.admin.patch('/api/v1/namespaces/crm/pods/db-0', { metadata: { labels: { app: 'store' } } });
    await sink.until('relabelled pod', () => sink.object('Pod', 'crm/db-0')?.metadata.labels?.app === 'store', 2_000);
    await createPolicy(server.admin, 'shop', 'brief', { podSelector: {} });
    await sink.until('new policy', () => sink.object('NetworkPolicy', 'shop/brief') !== undefined, 2_000);
    await server.admin.delete(`${POLICIES}/brief`);
    await sink.until('deleted policy', () => sink.object('NetworkPolicy', 'shop/brief') === undefined, 2_000);
  });

  test('tells a namespace that came and went', async () => {
    const sink = await openCurrent();
    await createNamespace(server.admin, 'passing');
    await sink.until('new namespace', () => sink.object('Namespace', 'passing') !== undefined, 2_000);
    await deleteNamespace(server.admin, 'passing');
    await sink.until('deleted namespace', () => sink.object('Namespace', 'passing') === undefined, 2_000);
  });

  test('says nothing after it was stopped', async () => {
    const sink = await openCurrent();
    await Promise.all(sources.splice(0).map((source) => source.stop()));
    const told = sink.statuses.length;
    await createPolicy(server.admin, 'shop', 'unseen', { podSelector: {} });
    await server.admin.delete(`${POLICIES}/unseen`);
    expect(sink.object('NetworkPolicy', 'shop/unseen')).toBeUndefined();
    expect(sink.statuses).toHaveLength(told);
  });
});

describe('limited rights', () => {
  const readPods = [
    { apiGroups: [''], resources: ['pods', 'services'] },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'] },
  ];

  test('a user who may read two namespaces sees those, and the denied one is named', async () => {
    await grant(server.admin, 'namespace-lister', [{ apiGroups: [''], resources: ['namespaces'] }]);
    await grant(server.admin, 'namespace-lister', readPods, 'shop');
    await grant(server.admin, 'namespace-lister', readPods, 'crm');
    const sink = await openCurrent(server.kubeconfig('namespace-lister'));
    expect([...(sink.objects.get('Pod')?.keys() ?? [])].sort()).toEqual(['crm/db-0', 'shop/web-1']);
    expect(sink.kinds.get('pods')).toMatchObject({
      state: 'partial',
      deniedNamespaces: expect.arrayContaining(['legacy']),
    });
    expect(sink.kinds.get('pods')?.deniedNamespaces).not.toContain('shop');
    expect(sink.kinds.get('namespaces')?.state).toBe('read');
    expect(sink.kinds.get('nodes')?.state).toBe('forbidden');
    expect(sink.kinds.get('deployments.apps')?.state).toBe('forbidden');
    await server.admin.patch('/api/v1/namespaces/shop/pods/web-1', { metadata: { labels: { tier: 'front' } } });
    await sink.until(
      'watched change',
      () => sink.object('Pod', 'shop/web-1')?.metadata.labels?.tier === 'front',
      2_000,
    );
  });

  test('a namespace that comes later counts as one that may not be read, until it was asked about', async () => {
    const { admin } = server;
    await grant(admin, 'later-namespace', [{ apiGroups: [''], resources: ['namespaces'] }]);
    await grant(admin, 'later-namespace', readPods, 'crm');
    const sink = await openCurrent(server.kubeconfig('later-namespace'));
    const policies = () => sink.kinds.get('networkpolicies.networking.k8s.io');
    expect(policies()?.state).toBe('partial');
    await createNamespace(admin, 'late');
    await sink.until('the namespace', () => sink.object('Namespace', 'late') !== undefined);
    expect(policies()?.deniedNamespaces).toContain('late');
    await deleteNamespace(admin, 'late');
  });

  test('without the right to list namespaces, that of the context is read', async () => {
    await grant(server.admin, 'two-namespaces', readPods, 'crm');
    const sink = await openCurrent(server.kubeconfig('two-namespaces', 'crm'));
    expect([...(sink.objects.get('Pod')?.keys() ?? [])]).toEqual(['crm/db-0']);
    expect(sink.kinds.get('pods')).toMatchObject({
      state: 'partial',
      message: expect.stringContaining('may not be listed'),
    });
    expect(sink.kinds.get('namespaces')?.state).toBe('forbidden');
  });

  test('without any right the source has failed and says so', async () => {
    const sink = open(server.kubeconfig('nobody'));
    await sink.until('refusal', () => sink.statuses.at(-1)?.error?.code === 'SOURCE_FORBIDDEN');
    expect(sink.statuses.at(-1)?.state).toBe('failed');
  });

  test('a right granted later is used without a restart', async () => {
    await grant(server.admin, 'no-watch', [{ apiGroups: [''], resources: ['services'] }]);
    const sink = await openCurrent(server.kubeconfig('no-watch'));
    expect(sink.kinds.get('pods')?.state).toBe('forbidden');
    await server.admin.patch('/apis/rbac.authorization.k8s.io/v1/clusterroles/read-no-watch', {
      rules: [{ apiGroups: [''], resources: ['services', 'pods'], verbs: ['get', 'list'] }],
    });
    await sink.until('pods readable', () => sink.kinds.get('pods')?.state === 'read', 45_000);
    expect(sink.object('Pod', 'crm/db-0')).toBeDefined();
    await sink.until('watch refused', () => sink.kinds.get('pods')?.message !== undefined);
  });
});

describe('policy kinds of others', () => {
  test('a definition that comes and goes', async () => {
    const sink = await openCurrent();
    const group = 'cilium.io';
    const name = `${group}/v2/CiliumClusterwideNetworkPolicy`;
    const resource = `ciliumclusterwidenetworkpolicies.${group}`;
    expect(sink.kinds.get(resource)).toBeUndefined();
    await createPolicyDefinition(server.admin, {
      group,
      version: 'v2',
      kind: 'CiliumClusterwideNetworkPolicy',
      plural: 'ciliumclusterwidenetworkpolicies',
      namespaced: false,
    });
    await sink.until('kind found', () => sink.kinds.get(resource)?.state === 'read');
    await server.admin.create(`/apis/${group}/v2/ciliumclusterwidenetworkpolicies`, {
      apiVersion: `${group}/v2`,
      kind: 'CiliumClusterwideNetworkPolicy',
      metadata: { name: 'admins' },
      spec: { endpointSelector: {} },
    });
    await sink.until('object found', () => sink.object(name, 'admins') !== undefined);
    expect(sink.object(name, 'admins')).not.toHaveProperty('spec');
    await server.admin.delete(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${resource}`);
    await sink.until('kind forgotten', () => sink.kinds.get(resource) === undefined);
    expect(sink.objects.get(name)).toBeUndefined();
  });
});

describe('the Gateway API', () => {
  const group = 'gateway.networking.k8s.io';
  const resource = `httproutes.${group}`;
  const routes = `/apis/${group}/v1/namespaces/shop/httproutes`;
  const route = (spec: object) => ({ apiVersion: `${group}/v1`, kind: 'HTTPRoute', metadata: { name: 'web' }, spec });

  test('is read where it is installed, in whole, and forgotten when it goes', async () => {
    const sink = await openCurrent();
    expect(sink.kinds.get(resource)).toBeUndefined();
    await createPolicyDefinition(server.admin, {
      group,
      version: 'v1',
      kind: 'HTTPRoute',
      plural: 'httproutes',
      namespaced: true,
    });
    await sink.until('kind found', () => sink.kinds.get(resource)?.state === 'read');
    const name = `${group}/v1/HTTPRoute`;
    await server.admin.create(
      routes,
      route({ parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }),
    );
    await sink.until('route found', () => sink.object(name, 'shop/web') !== undefined);
    expect(sink.object(name, 'shop/web')).toMatchObject({
      spec: { backends: [{ path: 'spec.rules[0].backendRefs[0]', name: 'web', port: 80 }] },
    });
    await server.admin.delete(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${resource}`);
    await sink.until('kind forgotten', () => sink.kinds.get(resource) === undefined);
  });

  test('that may not be read is named by its resource, and stops nothing', async () => {
    await createPolicyDefinition(server.admin, {
      group,
      version: 'v1',
      kind: 'HTTPRoute',
      plural: 'httproutes',
      namespaced: true,
    });
    try {
      const sink = open(server.kubeconfig('two-namespaces'));
      await sink.until('kind refused', () => sink.kinds.get(resource)?.state === 'forbidden', 20_000);
      expect(sink.statuses.at(-1)?.state).not.toBe('lost');
    } finally {
      await server.admin.delete(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${resource}`);
      await untilNotServed(group);
    }
  });
});

/** A server that is killed while it still lists a definition that is gone answers for it with 503 when it is back. */
async function untilNotServed(group: string): Promise<void> {
  while (JSON.stringify(await server.admin.get('/apis')).includes(`"${group}"`)) await sleep(100);
}

describe('a server that cannot be reached', () => {
  test('a context that does not exist is said, with those that do', async () => {
    const sink = createRecordingSink();
    const source = liveSource({ kubeconfig: server.kubeconfig(), context: 'elsewhere' });
    sources.push(source);
    source.start(sink);
    await sink.until('failure', () => sink.statuses.at(-1)?.state === 'failed');
    expect(sink.statuses.at(-1)?.error?.message).toBe('The kubeconfig has no context elsewhere; it has admin.');
  });

  test('killed and restarted: lost with its age, then current with what changed meanwhile', async () => {
    const sink = await openCurrent();
    const before = Date.now();
    await server.kill();
    await sink.until('loss', () => sink.statuses.at(-1)?.state === 'lost');
    const lost = sink.statuses.at(-1);
    expect(lost?.error?.code).toBe('SOURCE_UNREACHABLE');
    expect(Date.parse(lost?.asOf ?? '')).toBeGreaterThan(before - 10_000);
    expect(sink.object('Pod', 'crm/db-0')).toBeDefined();
    await server.restart();
    await createPolicy(server.admin, 'shop', 'after-restart', { podSelector: {} });
    await sink.until('recovery', () => sink.statuses.at(-1)?.state === 'current');
    await sink.until('the new policy', () => sink.object('NetworkPolicy', 'shop/after-restart') !== undefined);
    await server.admin.delete(`${POLICIES}/after-restart`);
    await sink.until('its end', () => sink.object('NetworkPolicy', 'shop/after-restart') === undefined);
  });

  test('versions that a restarted server no longer knows are answered with 410, and the list is read again', async () => {
    const sink = await openCurrent();
    const lists = () => sink.listed.get('networkpolicies.networking.k8s.io')?.size;
    await createPolicy(server.admin, 'shop', 'gone-meanwhile', { podSelector: {} });
    await sink.until('policy', () => sink.object('NetworkPolicy', 'shop/gone-meanwhile') !== undefined);
    // Changes of another kind: the watch of policies stays at its old version, and a new server begins at a later one.
    for (const env of ['a', 'b', 'c']) {
      await server.admin.patch('/api/v1/namespaces/crm', { metadata: { labels: { env } } });
    }
    expect(lists()).toBe(1);
    await server.kill();
    await server.restart();
    await server.admin.delete(`${POLICIES}/gone-meanwhile`);
    await sink.until('policy gone', () => sink.object('NetworkPolicy', 'shop/gone-meanwhile') === undefined);
    await sink.until('second list', () => (lists() ?? 0) > 1);
    await sink.until('current', () => sink.statuses.at(-1)?.state === 'current');
    expect(sink.object('Namespace', 'crm')?.metadata.labels?.env).toBe('c');
  });

  test('a server that falls silent is noticed, and found again', async () => {
    const sink = await openCurrent();
    server.pause(true);
    try {
      await sink.until('loss', () => sink.statuses.at(-1)?.state === 'lost');
    } finally {
      server.pause(false);
    }
    await sink.until('recovery', () => sink.statuses.at(-1)?.state === 'current');
  });
});

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import { createNamespace, createPod, createPolicyDefinition } from '#e2e/cluster/write-objects.ts';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { endOf, reasons, verdict } from '#lib/policy/testing/cluster-of.ts';
import { createStateSink } from '#server/analysis/state-sink.ts';
import type { ClusterSource } from '../source.ts';
import { liveSource } from './live-source.ts';

const GROUP = 'policy.networking.k8s.io';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WITHIN_MS = 40_000;

let server: ApiServer;
const sources: ClusterSource[] = [];

beforeAll(async () => {
  server = await startApiServer();
  await createNamespace(server.admin, 'shop');
  await createNamespace(server.admin, 'crm');
  await createPod(server.admin, { namespace: 'shop', name: 'web-0', labels: { app: 'web' }, ip: '10.1.0.1' });
  await createPod(server.admin, { namespace: 'crm', name: 'db-0', labels: { app: 'db' }, ip: '10.1.0.2' });
});
afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.stop()));
});
afterAll(() => server.stop());

/** The live cluster as the analysis sees it. */
async function openCluster(kubeconfig = server.kubeconfig()) {
  const waiting = new Set<() => void>();
  const look = () => {
    for (const each of [...waiting]) each();
  };
  let status: SourceStatus | undefined;
  const state = createStateSink(look, (told) => {
    status = told;
    look();
  });
  const source = liveSource({ kubeconfig });
  sources.push(source);
  source.start(state.sink);
  const until = (what: string, holds: (objects: ClusterObjects) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (!holds(state.snapshot())) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve();
      };
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`${what}: not within ${WITHIN_MS} ms`));
      }, WITHIN_MS);
      waiting.add(check);
      check();
    });
  await until('first reading', () => status?.state === 'current');
  const model = () => compileModel(state.snapshot(), parseProfile('upstream', []));
  return { until, model };
}

async function define(kind: string, version: string, alsoServed: readonly string[] = []): Promise<string> {
  const plural = kind.toLowerCase().replace(/y$/, 'ies');
  await createPolicyDefinition(server.admin, { group: GROUP, version, alsoServed, kind, plural, namespaced: false });
  return plural;
}

const denyAll = { action: 'Deny', from: [{ namespaces: {} }] };
const object = (kind: string, version: string, name: string, spec: object) => ({
  apiVersion: `${GROUP}/${version}`,
  kind,
  metadata: { name },
  spec: { subject: { namespaces: {} }, ...spec },
});

test('a ClusterNetworkPolicy is evaluated from the moment its definition and it come, until they go', async () => {
  const cluster = await openCluster();
  expect(verdict(cluster.model(), 'shop/web-0', 'crm/db-0')).toBe('allow');

  const plural = await define('ClusterNetworkPolicy', 'v1alpha2');
  await cluster.until('the kind', ({ completeness }) =>
    completeness.kinds.some(({ kind, state }) => kind.endsWith('/ClusterNetworkPolicy') && state === 'read'),
  );
  const path = `/apis/${GROUP}/v1alpha2/${plural}`;
  const spec = { tier: 'Admin', priority: 10, ingress: [denyAll] };
  await server.admin.create(path, object('ClusterNetworkPolicy', 'v1alpha2', 'closed', spec));
  await cluster.until('the policy', ({ clusterPolicies }) => clusterPolicies.has('ClusterNetworkPolicy/closed'));
  const model = cluster.model();
  expect(verdict(model, 'shop/web-0', 'crm/db-0')).toBe('deny');
  const { ingress } = model.explain(endOf(model, 'shop/web-0'), endOf(model, 'crm/db-0'), {
    protocol: 'TCP',
    port: 80,
  });
  expect(ingress.sentence).toBe('Rule 1 of ClusterNetworkPolicy closed (Admin) denies this.');
  expect(ingress.rules[0]?.lines).toBeDefined();

  await server.admin.patch(`${path}/closed`, { spec: { ingress: [{ action: 'Pass', from: [{ namespaces: {} }] }] } });
  await cluster.until(
    'the change',
    ({ clusterPolicies }) => clusterPolicies.get('ClusterNetworkPolicy/closed')?.spec.ingress?.[0]?.action === 'Pass',
  );
  expect(verdict(cluster.model(), 'shop/web-0', 'crm/db-0')).toBe('allow');

  await server.admin.delete(`${DEFINITIONS}/${plural}.${GROUP}`);
  await cluster.until('the end', ({ clusterPolicies, completeness }) =>
    [clusterPolicies.size === 0, completeness.kinds.every(({ kind }) => !kind.endsWith('/ClusterNetworkPolicy'))].every(
      Boolean,
    ),
  );
});

test('the two generations live in one cluster, and a first reading waits for both', async () => {
  const newer = await define('ClusterNetworkPolicy', 'v1alpha2');
  const older = await define('AdminNetworkPolicy', 'v1alpha1');
  const before = await openCluster();
  await before.until('both kinds', ({ completeness }) =>
    ['ClusterNetworkPolicy', 'AdminNetworkPolicy'].every((name) =>
      completeness.kinds.some(({ kind, state }) => kind.endsWith(`/${name}`) && state === 'read'),
    ),
  );
  await server.admin.create(
    `/apis/${GROUP}/v1alpha2/${newer}`,
    object('ClusterNetworkPolicy', 'v1alpha2', 'closed', { tier: 'Admin', priority: 10, ingress: [denyAll] }),
  );
  await server.admin.create(
    `/apis/${GROUP}/v1alpha1/${older}`,
    object('AdminNetworkPolicy', 'v1alpha1', 'open', {
      priority: 1,
      ingress: [{ action: 'Allow', from: [{ namespaces: {} }] }],
    }),
  );
  const cluster = await openCluster();
  expect([...cluster.model().objects.clusterPolicies.keys()].sort()).toEqual([
    'AdminNetworkPolicy/open',
    'ClusterNetworkPolicy/closed',
  ]);
  expect(verdict(cluster.model(), 'shop/web-0', 'crm/db-0')).toBe('depends');
  expect(reasons(cluster.model(), 'shop/web-0', 'crm/db-0')).toEqual(['priority-tie']);
  await server.admin.delete(`${DEFINITIONS}/${newer}.${GROUP}`);
  await server.admin.delete(`${DEFINITIONS}/${older}.${GROUP}`);
});

test('of several versions the one that is evaluated is read, whichever the server prefers', async () => {
  const plural = await define('BaselineAdminNetworkPolicy', 'v1beta1', ['v1alpha1']);
  const cluster = await openCluster();
  await cluster.until('the kind', ({ completeness }) =>
    completeness.kinds.some(
      ({ kind, state }) => kind.endsWith('/v1alpha1/BaselineAdminNetworkPolicy') && state === 'read',
    ),
  );
  expect(cluster.model().objects.completeness.kinds.filter(({ resource }) => resource.startsWith(plural))).toHaveLength(
    1,
  );
  await server.admin.delete(`${DEFINITIONS}/${plural}.${GROUP}`);
});

import { expect, test } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { discoverKinds } from './discover-kinds.ts';

const GROUP = 'policy.networking.k8s.io';
const VERSION = `${GROUP}/v1alpha2`;
const never = new AbortController().signal;

/** A server with one group, of policies unless another is named, whose version answers with `resources`, or with an error. */
function serverWith(resources: readonly object[] | ApiError, group = GROUP, version = VERSION): ApiClient {
  return {
    json: async ({ path }) => {
      if (path === '/apis') return { groups: [{ name: group, versions: [{ groupVersion: version }] }] };
      if (resources instanceof ApiError) throw resources;
      return { resources };
    },
    async *lines() {},
  };
}

const POLICIES = { name: 'clusternetworkpolicies', kind: 'ClusterNetworkPolicy', namespaced: false };
const found = () => discoverKinds(serverWith([POLICIES]), never);

test('a server that has just begun and does not know a version yet does not make its policies forgotten', async () => {
  const before = await found();
  expect(before.map(({ name }) => name)).toEqual([`${VERSION}/ClusterNetworkPolicy`]);
  const beginning = serverWith(new ApiError(503, 'ServiceUnavailable', 'please try again'));
  expect(await discoverKinds(beginning, never, before)).toEqual(before);
});

test('a definition that is gone is gone', async () => {
  const gone = serverWith(new ApiError(404, 'NotFound', 'the server could not find the requested resource'));
  expect(await discoverKinds(gone, never, await found())).toEqual([]);
});

test('a Gateway definition that a restarted server still lists but does not serve is gone: it must not keep the source lost', async () => {
  const [group, version] = ['gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1'];
  const route = { name: 'httproutes', kind: 'HTTPRoute', namespaced: true };
  const before = await discoverKinds(serverWith([route], group, version), never);
  expect(before.map(({ name }) => name)).toEqual([`${version}/HTTPRoute`]);
  for (const status of [404, 503]) {
    const restarted = serverWith(new ApiError(status, '', 'no longer here'), group, version);
    expect(await discoverKinds(restarted, never, before)).toEqual([]);
  }
});

import { expect, test } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { discoverKinds } from './discover-kinds.ts';

const GROUP = 'policy.networking.k8s.io';
const VERSION = `${GROUP}/v1alpha2`;
const never = new AbortController().signal;

/** A server with one group of policies, whose version answers with `resources`, or with an error. */
function serverWith(resources: readonly object[] | ApiError): ApiClient {
  return {
    json: async ({ path }) => {
      if (path === '/apis') return { groups: [{ name: GROUP, versions: [{ groupVersion: VERSION }] }] };
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

import { expect, it } from 'vitest';
import { createContext } from '../run-checks.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { modelOf } from '../testing/report-of.ts';
import { exposurePaths } from './exposure-paths.ts';

const service =
  'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}';
const pathsOf = (...more: readonly string[]) =>
  exposurePaths(
    createContext(
      modelOf(
        cluster(
          namespace('shop'),
          namespace('lab'),
          workload('shop/web', { port: 80 }),
          workload('lab/records', { dataClass: 'special', port: 5432 }),
          workload('lab/plain', { dataClass: 'personal' }),
          service,
          ...more,
        ),
      ),
      {},
    ),
  );

it('tells the shortest way of the internet to special data, and the fewest connections that close all ways', () => {
  const only = policy(
    'lab/web',
    '{podSelector: {matchLabels: {app: records}}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}]}',
  );
  const { workloads, sources } = pathsOf(only);
  expect(workloads).toMatchObject([
    {
      workload: 'lab/Deployment/records',
      path: { side: 'must', through: ['internet', 'shop/Deployment/web', 'lab/Deployment/records'], ways: 1 },
      cut: { connections: 1, parts: [{ from: 0, to: ['lab/Deployment/records'] }] },
    },
  ]);
  expect(sources).toEqual([['shop/Deployment/web']]);
});

it('names a workload that nobody gets to without a path', () => {
  expect(pathsOf(policy('lab/deny', DENY_ALL)).workloads).toEqual([
    { workload: 'lab/Deployment/records', dataClass: 'special' },
  ]);
});

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

it('names the proxy of the cluster that the way leads through, beside its connections', () => {
  const { workloads } = pathsOf(
    namespace('edge'),
    'apiVersion: v1\nkind: Service\nmetadata: {name: records, namespace: lab}\nspec: {selector: {app: records}, ports: [{port: 5432}]}',
    'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: k8s.io/ingress-nginx}',
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: records, namespace: lab}\nspec: {ingressClassName: nginx, rules: [{host: records.acme.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: records, port: {number: 5432}}}}]}}]}',
    workload('edge/nginx', {
      labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
      port: 80,
    }),
    'apiVersion: v1\nkind: Service\nmetadata: {name: edge, namespace: edge}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app.kubernetes.io/name: ingress-nginx}, ports: [{port: 80}]}',
  );
  expect(workloads).toMatchObject([
    { path: { through: ['internet', 'lab/Deployment/records'], proxy: 'edge/Deployment/nginx' } },
  ]);
});

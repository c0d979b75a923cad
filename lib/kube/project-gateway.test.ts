import { describe, expect, test } from 'vitest';
import { buildClusterObjects } from './build-cluster-objects.ts';
import { contentHash } from './content-hash.ts';
import type { KeptObject } from './objects.ts';
import { projectObject } from './project.ts';

const GROUP = 'gateway.networking.k8s.io';
const gateway = {
  ...{ apiVersion: `${GROUP}/v1`, kind: 'Gateway', metadata: { name: 'public', namespace: 'edge' } },
  spec: {
    gatewayClassName: 'mesh',
    listeners: [
      {
        ...{ name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.shop.example' },
        tls: { certificateRefs: [{ name: 'certificate' }] },
        allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { public: 'yes' } } } },
      },
    ],
    addresses: [{ type: 'IPAddress', value: '203.0.113.9' }],
    infrastructure: { annotations: { secret: 'x' } },
  },
  status: { addresses: [{ type: 'IPAddress', value: '203.0.113.9' }], conditions: [{ message: 'x' }] },
};
const route = {
  ...{ apiVersion: `${GROUP}/v1`, kind: 'HTTPRoute', metadata: { name: 'web', namespace: 'shop' } },
  spec: {
    parentRefs: [{ name: 'public', namespace: 'edge', sectionName: 'https' }],
    hostnames: ['shop.example'],
    rules: [
      {
        matches: [{ path: { value: '/' } }],
        filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'copy', port: 80 } } }],
        backendRefs: [
          { name: 'web', port: 80, weight: 3 },
          { name: 'api', namespace: 'back', port: 81 },
        ],
      },
    ],
  },
};

function kept(raw: unknown): KeptObject {
  const { kept: object, problems } = projectObject(raw);
  if (object === undefined) throw new Error(JSON.stringify(problems));
  return object;
}

describe('Gateway API', () => {
  test('a Gateway keeps its listeners, whom they take routes from, and its addresses', () => {
    expect(kept(gateway)).toEqual({
      ...{ apiVersion: `${GROUP}/v1`, kind: 'Gateway', metadata: { name: 'public', namespace: 'edge' } },
      spec: {
        gatewayClassName: 'mesh',
        listeners: [
          {
            ...{ name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.shop.example' },
            allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { public: 'yes' } } } },
          },
        ],
        addresses: [{ type: 'IPAddress', value: '203.0.113.9' }],
      },
      status: { addresses: [{ type: 'IPAddress', value: '203.0.113.9' }] },
    });
  });

  test('a route keeps every backend with the path that names it, a mirror too', () => {
    expect(kept(route)).toMatchObject({
      spec: {
        parentRefs: [{ name: 'public', namespace: 'edge', sectionName: 'https' }],
        hostnames: ['shop.example'],
        backends: [
          { path: 'spec.rules[0].backendRefs[0]', name: 'web', port: 80, weight: 3 },
          { path: 'spec.rules[0].backendRefs[1]', namespace: 'back', name: 'api', port: 81 },
          { path: 'spec.rules[0].filters[0].requestMirror.backendRef', name: 'copy', port: 80 },
        ],
      },
    });
  });

  test.each([
    [
      'GatewayClass',
      {
        apiVersion: `${GROUP}/v1`,
        kind: 'GatewayClass',
        metadata: { name: 'mesh' },
        spec: { controllerName: 'mesh.example/gateway' },
      },
    ],
    ['Gateway', gateway],
    ['HTTPRoute', route],
    ['TLSRoute of v1alpha3', { ...route, apiVersion: `${GROUP}/v1alpha3`, kind: 'TLSRoute' }],
    [
      'ReferenceGrant of v1beta1',
      {
        apiVersion: `${GROUP}/v1beta1`,
        kind: 'ReferenceGrant',
        metadata: { name: 'g', namespace: 'back' },
        spec: { from: [{ group: GROUP, kind: 'HTTPRoute', namespace: 'shop' }], to: [{ group: '', kind: 'Service' }] },
      },
    ],
    [
      'IngressClass',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'nginx' },
        spec: { controller: 'k8s.io/ingress-nginx', parameters: { name: 'x' } },
      },
    ],
    [
      'Ingress with hosts and addresses',
      {
        ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'i', namespace: 'shop' } },
        spec: {
          ingressClassName: 'nginx',
          rules: [
            { host: 'a.example', http: { paths: [{ backend: { service: { name: 'web', port: { name: 'http' } } } }] } },
          ],
        },
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.3', ports: [] }] } },
      },
    ],
  ])('%s: a kept object is kept as it is', (_, raw) => {
    expect(kept(kept(raw))).toEqual(kept(raw));
  });

  test.each([
    [
      'a listener without a port',
      { ...gateway, spec: { ...gateway.spec, listeners: [{ name: 'x', protocol: 'HTTP' }] } },
      'spec.listeners[0].port',
    ],
    ['a route whose rules are no list', { ...route, spec: { ...route.spec, rules: 'none' } }, 'spec.rules'],
    ['a parent without a name', { ...route, spec: { parentRefs: [{}] } }, 'spec.parentRefs[0].name'],
    [
      'a class without a controller',
      { apiVersion: `${GROUP}/v1`, kind: 'GatewayClass', metadata: { name: 'x' }, spec: {} },
      'spec.controllerName',
    ],
  ])('%s is named by its field, and nothing else is lost', (_, raw, field) => {
    expect(projectObject(raw)).toMatchObject({ problems: [{ field }] });
  });

  test('two routes of one name and different kinds are two objects', () => {
    const objects = buildClusterObjects([kept(route), kept({ ...route, kind: 'GRPCRoute' })]);
    expect([...objects.routes.keys()].sort()).toEqual(['shop/GRPCRoute/web', 'shop/HTTPRoute/web']);
    expect(objects.completeness.kinds.filter(({ kind }) => /Route|Gateway/.test(kind)).map(({ kind }) => kind)).toEqual(
      ['HTTPRoute', 'GRPCRoute'],
    );
  });

  test('a route is part of the content of a revision', () => {
    const [without, one] = [buildClusterObjects([]), buildClusterObjects([kept(route)])];
    expect(contentHash(one, {})).not.toBe(contentHash(without, {}));
  });
});

describe('Services', () => {
  const service = (metadata: object, spec: object) =>
    kept({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'shop', ...metadata }, spec });

  test('keep what says who may enter through them', () => {
    const spec = {
      ...{
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        loadBalancerClass: 'x/y',
        loadBalancerIP: '203.0.113.1',
      },
      ...{ externalTrafficPolicy: 'Local', internalTrafficPolicy: 'Cluster', healthCheckNodePort: 30001 },
      ports: [{ port: 443, targetPort: 8443, nodePort: 30443 }],
    };
    expect(service({}, { ...spec, publishNotReadyAddresses: true })).toMatchObject({
      spec: { ...spec, publishNotReadyAddresses: true },
    });
  });

  test('of annotations only those that make a load balancer internal are kept', () => {
    const annotations = {
      'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
      'service.beta.kubernetes.io/new-cloud-internal': 'true',
      'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn:secret',
    };
    expect(Object.keys(service({ annotations }, {}).metadata.annotations ?? {})).toEqual([
      'service.beta.kubernetes.io/aws-load-balancer-internal',
      'service.beta.kubernetes.io/new-cloud-internal',
    ]);
  });
});

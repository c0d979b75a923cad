import { describe, expect, test } from 'vitest';
import type { EndpointSlice, Node, Pod, Service } from '#lib/kube/objects.ts';
import { changedNames, namesOfCluster, podRangesOf, podsElsewhere } from './names-of-cluster.ts';

const pod = (name: string, ip: string, created: string, part: Partial<Pod['spec']> = {}, phase = 'Running'): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'shop',
    creationTimestamp: created,
    ownerReferences: [{ kind: 'StatefulSet', name: name.replace(/-\d+$/, ''), controller: true }],
  },
  spec: { containers: [{ name: 'c', ports: [{ containerPort: 5432 }] }], ...part },
  status: { phase, podIP: ip },
});
const service = (part: Partial<Service['spec']>): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { clusterIP: '10.96.0.9', ...part },
});
const node: Node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-a' },
  spec: { podCIDRs: ['10.0.0.0/24'] },
  status: {
    addresses: [
      { type: 'InternalIP', address: '192.168.0.1' },
      { type: 'Hostname', address: 'node-a' },
    ],
  },
};

function namesOf({
  pods = [],
  services = [],
  slices = [],
}: {
  pods?: Pod[];
  services?: Service[];
  slices?: EndpointSlice[];
}) {
  const keyed = <T extends Pod | Service | EndpointSlice>(list: readonly T[]) =>
    new Map(list.map((each) => [`shop/${each.metadata.name}`, each]));
  return namesOfCluster({
    pods: keyed(pods),
    services: keyed(services),
    endpointSlices: keyed(slices),
    nodes: new Map([['node-a', node]]),
    workloads: new Map(),
  });
}
const NINE = '2026-11-26T09:00:00Z';
const TEN = '2026-11-26T10:00:00Z';

describe('names of a cluster', () => {
  test('a pod has its address and its name since it was made, and listens where its containers say', () => {
    const names = namesOf({ pods: [pod('db-0', '10.0.0.7', NINE)] });
    expect(names.get('10.0.0.7')).toEqual({
      holder: { type: 'pod', workload: 'shop/StatefulSet/db', listens: [{ protocol: 6, port: 5432 }] },
      since: Date.parse(NINE),
    });
    expect(names.get('shop/db-0')).toEqual(names.get('10.0.0.7'));
  });
  test('a finished pod has given its address back', () => {
    expect(namesOf({ pods: [pod('db-0', '10.0.0.7', NINE, {}, 'Succeeded')] }).has('10.0.0.7')).toBe(false);
  });
  test('of two pods with one address the younger has it, whichever is read first', () => {
    const [old, young] = [pod('old-0', '10.0.0.7', NINE), pod('young-0', '10.0.0.7', TEN)];
    for (const pods of [
      [old, young],
      [young, old],
    ])
      expect(namesOf({ pods }).get('10.0.0.7')?.holder).toMatchObject({ workload: 'shop/StatefulSet/young' });
  });
  test('a pod on the network of its host has no address of its own', () => {
    const names = namesOf({ pods: [pod('agent-0', '192.168.0.1', NINE, { hostNetwork: true, nodeName: 'node-a' })] });
    expect(names.get('192.168.0.1')?.holder).toEqual({ type: 'host', node: 'node-a' });
    expect(names.get('shop/agent-0')?.holder).toMatchObject({ workload: 'shop/StatefulSet/agent' });
  });
  test('the ports of a Service lead to one port of its pods, by number or by the name that its slices resolve', () => {
    const ports = [
      { port: 80, targetPort: 8080 },
      { port: 81 },
      { name: 'named', port: 82, targetPort: 'http' },
      { name: 'nowhere', port: 83, targetPort: 'other' },
    ];
    const slice: EndpointSlice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'cart-x', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'cart' } },
      ports: [{ name: 'named', port: 9090 }],
    };
    const { holder } = namesOf({ services: [service({ ports })], slices: [slice] }).get('10.96.0.9') ?? {};
    expect(holder?.type === 'service' && holder.ports.map(({ port, backend }) => [port, backend])).toEqual([
      [80, 8080],
      [81, 81],
      [82, 9090],
      [83, null],
    ]);
  });
  test('a Service without an address has no name here', () => {
    expect([...namesOf({ services: [service({ clusterIP: 'None' })] }).keys()]).toEqual(['192.168.0.1']);
  });
  test('the blocks of the pods are those of the nodes', () => {
    expect(podRangesOf({ nodes: new Map([['node-a', node]]) })).toEqual(['10.0.0.0/24']);
  });
  test('a pod with an address of no block of its node tells that there are others', () => {
    const nodes = new Map([['node-a', node]]);
    const elsewhere = (ip: string, part: Partial<Pod['spec']> = {}, phase?: string) =>
      podsElsewhere({
        nodes,
        pods: new Map([['shop/db-0', pod('db-0', ip, '2026-11-05T12:00:00Z', { nodeName: 'node-a', ...part }, phase)]]),
      });
    expect(elsewhere('10.0.0.9')).toEqual([]);
    expect(elsewhere('10.0.1.9')).toEqual(['IPv4']);
    expect(elsewhere('fd00::9')).toEqual(['IPv6']);
    expect(elsewhere('10.0.0.9', { nodeName: 'node-b' })).toEqual(['IPv4']);
    expect(elsewhere('192.168.0.1', { hostNetwork: true })).toEqual([]);
    expect(elsewhere('10.0.1.9', {}, 'Succeeded')).toEqual([]);
  });
});

describe('what changed', () => {
  const old = namesOf({ pods: [pod('old-0', '10.0.0.7', NINE)] });
  test('at first everything, since it was made', () => {
    expect(changedNames(undefined, old, 5)).toContainEqual(
      expect.objectContaining({ name: '10.0.0.7', at: Date.parse(NINE) }),
    );
    expect(changedNames(undefined, old, 5)).toContainEqual(expect.objectContaining({ name: '192.168.0.1', at: null }));
  });
  test('nothing where nothing did', () => {
    expect(changedNames(old, namesOf({ pods: [pod('old-0', '10.0.0.7', NINE)] }), 5)).toEqual([]);
  });
  test('an address that passes on does so now; one that is gone is free from now', () => {
    const young = namesOf({ pods: [pod('young-0', '10.0.0.7', TEN)] });
    const changes = changedNames(old, young, 5).map(({ name, at, holder }) => [name, at, holder?.type ?? null]);
    expect(changes).toEqual([
      ['shop/young-0', Date.parse(TEN), 'pod'],
      ['10.0.0.7', 5, 'pod'],
      ['shop/old-0', 5, null],
    ]);
  });
});

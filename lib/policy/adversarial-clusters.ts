import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Namespace, NetworkPolicy, NetworkPolicyPeer, Pod } from '#lib/kube/objects.ts';
import { inventedCluster, labels } from './invented-cluster.ts';

/** A cluster made to be as bad for one part of the engine as a user could make it. */
export interface AdversarialCluster {
  readonly shape: string;
  readonly objects: ClusterObjects;
}

/** The shapes that the benchmark measures. Each is as large as `scale` makes it: 1 is the size that is published. */
export function adversarialClusters(scale = 1): readonly (() => AdversarialCluster)[] {
  const sized = (count: number): number => Math.max(1, Math.round(count * scale));
  return [
    () => ownLabels(sized(10_000)),
    () => oneNamespace(sized(1_000)),
    () => manyBlocks(sized(100)),
    () => manyNamespaces(sized(5_000)),
    () => widePolicy(sized(100)),
  ];
}

/** Policies name a label value of every single pod, so that no two pods are alike. */
function ownLabels(pods: number): AdversarialCluster {
  const values = Array.from({ length: pods }, (_, i) => `pod-${i}`);
  const policies: NetworkPolicy[] = [];
  for (let first = 0; first < pods; first += VALUES_PER_POLICY) {
    const selected = values.slice(first, first + VALUES_PER_POLICY);
    const next = values.slice(first + VALUES_PER_POLICY, first + 2 * VALUES_PER_POLICY);
    policies.push(
      policy(`named-${first}`, 'one', {
        podSelector: { matchExpressions: [{ key: 'id', operator: 'In', values: selected }] },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: 'id', operator: 'In', values: next }] } }] }],
      }),
    );
  }
  return {
    shape: 'every pod its own labels',
    objects: inventedCluster(
      [namespace('one')],
      values.map((id, i) => pod('one', `p-${i}`, { id }, i)),
      policies,
    ),
  };
}

const VALUES_PER_POLICY = 10;

/** All policies select the same pods: every gate has all their rules. */
function oneNamespace(policies: number): AdversarialCluster {
  const pods = Array.from({ length: policies }, (_, i) => pod('one', `p-${i}`, { app: `app-${i % 100}` }, i));
  return {
    shape: 'all policies in one namespace',
    objects: inventedCluster(
      [namespace('one')],
      pods,
      Array.from({ length: policies }, (_, i) =>
        policy(`allow-${i}`, 'one', {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          ingress: [
            {
              from: [{ podSelector: { matchLabels: labels({ app: `app-${i % 100}` }) } }],
              ports: [{ port: 1000 + i }],
            },
          ],
          egress: [{ to: [{ podSelector: { matchLabels: labels({ app: `app-${(i * 7) % 100}` }) } }] }],
        }),
      ),
    ),
  };
}

/** A hundred blocks a policy, each with holes: the address space falls into many parts. */
function manyBlocks(policies: number): AdversarialCluster {
  const block = (i: number): NetworkPolicyPeer => {
    const base = `${20 + (i % 180)}.${Math.floor(i / 180) % 256}`;
    return { ipBlock: { cidr: `${base}.0.0/16`, except: [`${base}.16.0/20`, `${base}.128.0/24`] } };
  };
  return {
    shape: 'many address blocks with excepts',
    objects: inventedCluster(
      [namespace('one')],
      Array.from({ length: policies }, (_, i) => pod('one', `p-${i}`, { app: `app-${i}` }, i)),
      Array.from({ length: policies }, (_, p) =>
        policy(`egress-${p}`, 'one', {
          podSelector: { matchLabels: labels({ app: `app-${p}` }) },
          policyTypes: ['Egress'],
          egress: Array.from({ length: BLOCKS_PER_POLICY }, (_, i) => ({
            to: [block(p * BLOCKS_PER_POLICY + i)],
            ports: [{ port: 443 + (i % 5) }],
          })),
        }),
      ),
    ),
  };
}

const BLOCKS_PER_POLICY = 100;

/** As many namespaces, each with a default deny and a door for namespaces with a label. */
function manyNamespaces(count: number): AdversarialCluster {
  const names = Array.from({ length: count }, (_, i) => `ns-${i}`);
  return {
    shape: 'many namespaces',
    objects: inventedCluster(
      names.map((name, i) => namespace(name, { team: `team-${i % 50}` })),
      names.flatMap((name, i) => [pod(name, 'web', { app: 'web' }, 2 * i), pod(name, 'db', { app: 'db' }, 2 * i + 1)]),
      names.map((name, i) =>
        policy('default', name, {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [
            {
              from: [{ namespaceSelector: { matchLabels: labels({ team: `team-${i % 50}` }) } }],
              ports: [{ port: 8080 }],
            },
          ],
        }),
      ),
    ),
  };
}

/** One policy of as many rules, each with as many peers and ports. */
function widePolicy(width: number): AdversarialCluster {
  const peers = Array.from(
    { length: width },
    (_, i): NetworkPolicyPeer => ({
      namespaceSelector: { matchLabels: labels({ team: `team-${i % 10}` }) },
      podSelector: { matchLabels: labels({ app: `app-${i}` }) },
    }),
  );
  const ports = Array.from({ length: width }, (_, i) => ({ port: 1000 + 2 * i }));
  const names = Array.from({ length: 10 }, (_, i) => `ns-${i}`);
  return {
    shape: 'one policy with many peers and ports',
    objects: inventedCluster(
      names.map((name, i) => namespace(name, { team: `team-${i}` })),
      names.flatMap((name, n) =>
        Array.from({ length: width }, (_, i) => pod(name, `p-${i}`, { app: `app-${i}` }, n * width + i)),
      ),
      [
        policy('wide', 'ns-0', {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: peers.map((peer, i) => ({ from: [peer, ...peers.slice(0, i)], ports })),
        }),
      ],
    ),
  };
}

function namespace(name: string, own: Readonly<Record<string, string>> = {}): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labels(own) } };
}

function policy(name: string, inside: string, spec: NetworkPolicy['spec']): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: inside },
    spec,
  };
}

function pod(inside: string, name: string, own: Readonly<Record<string, string>>, number: number): Pod {
  const ip = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: inside, labels: labels(own) },
    spec: { containers: [{ name: 'main' }] },
    status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
  };
}

import type { ClusterState } from '#lib/kube/cluster-state.ts';
import type { NetworkPolicy, Pod, Service } from '#lib/kube/objects.ts';
import type { Random } from '#lib/policy/testing/random.ts';

export const NODES = ['n1', 'n2', 'n3', 'n4'];
export const CLASSES = ['special', 'personal', 'none', 'children', 'pseudonymised'];
const IMAGES = ['postgres:17', 'nginx:1', 'redis:7', 'restic/restic:1', 'shop/web:1'];

/**
 * Workloads of several pods on several nodes, of which somebody says what they handle; Services for some of them. Often
 * closed namespaces: what shares a node gets in all the same.
 */
export function peopled(state: ClusterState, random: Random): void {
  for (const namespace of random.some(['one', 'two', 'three'], 0.4))
    state.apply({ type: 'upsert', object: closed(namespace) });
  for (const [index, name] of NODES.entries()) {
    if (state.snapshot().nodes.has(name) || !random.chance(0.5)) continue;
    const status = { addresses: [{ type: 'InternalIP', address: `192.168.1.${index + 1}` }] };
    state.apply({ type: 'upsert', object: { apiVersion: 'v1', kind: 'Node', metadata: { name }, status } });
  }
  for (const policy of state.snapshot().networkPolicies.values()) {
    const creationTimestamp = random.pick(['2026-05-01T00:00:00Z', '2026-05-31T12:00:00Z']);
    state.apply({ type: 'upsert', object: { ...policy, metadata: { ...policy.metadata, creationTimestamp } } });
  }
  for (const [index, pod] of [...state.snapshot().pods.values()].entries()) {
    const { namespace = 'default', name, labels } = pod.metadata;
    state.apply({ type: 'remove', object: pod });
    const isHost = random.chance(0.2) ? { hostNetwork: true } : {};
    const image = random.pick(IMAGES) as string;
    const said = random.chance(0.7) ? { 'ringfence.dev/data-class': random.pick(CLASSES) as string } : {};
    for (let replica = 0; replica <= random.below(4); replica++) {
      const object: Pod = {
        ...pod,
        metadata: {
          ...pod.metadata,
          name: `${name}-${replica}`,
          labels: Object.assign(Object.create(null), labels, said),
          ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-abc`, controller: true }],
        },
        spec: {
          ...pod.spec,
          ...isHost,
          ...(random.chance(0.9) ? { nodeName: random.pick(NODES) } : {}),
          containers: pod.spec.containers.map((container) => ({ ...container, image })),
        },
      };
      state.apply({ type: 'upsert', object });
    }
    if (random.chance(0.3)) state.apply({ type: 'upsert', object: service(namespace, `s${index}`, pod, random) });
  }
}

function closed(namespace: string): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name: 'closed' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
}

export function service(namespace: string, name: string, { metadata }: Pod, random: Random): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: {
      type: random.pick(['ClusterIP', 'NodePort', 'LoadBalancer']) as 'ClusterIP',
      selector: metadata.labels ?? {},
      ports: [{ protocol: 'TCP', port: random.pick([80, 443, 5432]) as number, nodePort: 30_080 }],
    },
  };
}

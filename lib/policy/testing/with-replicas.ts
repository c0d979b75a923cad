import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Pod } from '#lib/kube/objects.ts';
import type { Random } from './random.ts';

/** Pods of one namespace and network become replicas of one workload, wherever they run; more of them on the host network. */
export function withReplicas(objects: ClusterObjects, random: Random): ClusterObjects {
  const pods = [...objects.pods].map(([key, given]) => {
    const pod = random.chance(0.25) ? onHost(given) : given;
    if (random.chance(0.4)) return [key, pod] as const;
    const name = pod.spec.hostNetwork === true ? 'agents' : 'replicas';
    const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name, controller: true };
    return [key, { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } }] as const;
  });
  return { ...objects, pods: new Map(pods) };
}

/** Most namespaces deny by default. */
export function withDenials(objects: ClusterObjects, random: Random): ClusterObjects {
  const networkPolicies = new Map(objects.networkPolicies);
  for (const namespace of random.some(['one', 'two', 'three'], 0.6)) {
    const spec = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } as const;
    networkPolicies.set(`${namespace}/deny`, {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
      ...{ metadata: { name: 'deny', namespace }, spec },
    });
  }
  return { ...objects, networkPolicies };
}

/** Those on the host network are of one namespace and differ by their node only, and nodes by their addresses, which no rule tells apart. */
export function withAlikeHosts(objects: ClusterObjects): ClusterObjects {
  let first: Pod | undefined;
  const pods = [...objects.pods].map(([key, pod]) => {
    if (pod.spec.hostNetwork !== true) return [key, pod] as const;
    first ??= pod;
    const { name, ownerReferences = [] } = pod.metadata;
    const { namespace = 'default', labels = {} } = first.metadata;
    const metadata = { name, namespace, labels, ownerReferences };
    const spec = { ...pod.spec, containers: first.spec.containers };
    return [`${namespace}/${name}`, onHost({ ...pod, metadata, spec }, ALIKE_NODES)] as const;
  });
  const nodes = [...objects.nodes].map(([name, node]) => {
    const status = { addresses: [{ type: 'InternalIP', address: addressOf(name, ALIKE_NODES) }] };
    return [name, { ...node, metadata: { name }, status }] as const;
  });
  return { ...objects, pods: new Map(pods), nodes: new Map(nodes) };
}

const ALIKE_NODES = '192.168.9';

function onHost(pod: Pod, network = '192.168.1'): Pod {
  const { nodeName } = pod.spec;
  if (nodeName === undefined) return pod;
  const ip = addressOf(nodeName, network);
  return {
    ...pod,
    spec: { ...pod.spec, hostNetwork: true },
    status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
  };
}

function addressOf(nodeName: string, network: string): string {
  return `${network}.${nodeName.slice(1)}`;
}

import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Labels, NetworkPolicy, Pod } from '#lib/kube/objects.ts';
import { Random } from './random.ts';
import { randomCluster } from './random-cluster.ts';

/** Two states of one small cluster; the same seed gives the same two. */
export function randomStates(seed: number) {
  const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
  const random = new Random(seed ^ 0x5bd1e995);
  const before = withOwners(objects);
  // Now and then nothing of the one is in the other but the names.
  if (random.chance(0.1)) return { before, after: withOwners(randomCluster(seed + 1_000_000).objects), profile };
  let after = before;
  for (const change of random.some(CHANGES, 0.25)) after = change(after, random);
  // From files, every object is another one although nothing changed.
  if (random.chance(0.3)) after = readAgain(after);
  return { before, after, profile };
}

/** Every other pod belongs to a workload with several pods. */
function withOwners(objects: ClusterObjects): ClusterObjects {
  const pods = [...objects.pods].map(([key, pod], index): [string, Pod] => {
    if (index % 2 === 0) return [key, pod];
    const ownerReferences = [{ kind: 'StatefulSet', name: `set-${index % 4}`, controller: true }];
    return [key, { ...pod, metadata: { ...pod.metadata, ownerReferences } }];
  });
  return { ...objects, pods: new Map(pods) };
}

function readAgain(objects: ClusterObjects): ClusterObjects {
  const again = <Kept extends object>(map: ReadonlyMap<string, Kept>): ReadonlyMap<string, Kept> =>
    new Map([...map].reverse().map(([key, object]) => [key, { ...object }]));
  return {
    ...objects,
    pods: again(objects.pods),
    namespaces: again(objects.namespaces),
    networkPolicies: again(objects.networkPolicies),
    nodes: again(objects.nodes),
    workloads: again(objects.workloads),
  };
}

type Change = (objects: ClusterObjects, random: Random) => ClusterObjects;

const CHANGES: readonly Change[] = [
  // A policy goes, comes, or takes the place of another.
  (objects, random) => {
    const networkPolicies = new Map(objects.networkPolicies);
    const key = random.pick([...networkPolicies.keys(), '']);
    networkPolicies.delete(key);
    return { ...objects, networkPolicies };
  },
  (objects, random) => {
    const { networkPolicies } = randomCluster(random.below(1_000_000)).objects;
    const more = [...networkPolicies].slice(0, 1).map(([key, policy]): [string, NetworkPolicy] => {
      const name = `new-${policy.metadata.name}`;
      return [`${key.split('/')[0]}/${name}`, { ...policy, metadata: { ...policy.metadata, name } }];
    });
    return { ...objects, networkPolicies: new Map([...objects.networkPolicies, ...more]) };
  },
  (objects, random) => {
    const { networkPolicies } = randomCluster(random.below(1_000_000)).objects;
    return { ...objects, networkPolicies: new Map([...objects.networkPolicies, ...[...networkPolicies].slice(0, 2)]) };
  },
  // A pod has other labels, another node, another address, other ports; it goes; it comes.
  onePod((pod, random) => ({ ...pod, metadata: { ...pod.metadata, labels: labelsOf(random) } })),
  onePod((pod, random) => ({ ...pod, spec: { ...pod.spec, nodeName: random.pick(['n1', 'n2', 'n3']) } })),
  onePod((pod, random) => {
    const ip = `10.0.${random.below(3)}.${random.below(9)}`;
    return { ...pod, status: { ...pod.status, podIP: ip, podIPs: [{ ip }] } };
  }),
  onePod((pod) => ({
    ...pod,
    spec: { ...pod.spec, containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 80 }] }] },
  })),
  onePod((pod) => ({ ...pod, spec: { ...pod.spec, hostNetwork: pod.spec.hostNetwork !== true } })),
  onePod(() => undefined),
  // A rollout: another name.
  (objects, random) => {
    const [key, pod] = random.pick([...objects.pods]);
    const pods = new Map(objects.pods);
    pods.delete(key);
    const name = `${pod.metadata.name}-next`;
    pods.set(`${pod.metadata.namespace}/${name}`, { ...pod, metadata: { ...pod.metadata, name } });
    return { ...objects, pods };
  },
  (objects, random) => {
    const namespaces = new Map(objects.namespaces);
    const name = random.pick(['one', 'two', 'three']);
    if (random.chance(0.2)) namespaces.delete(name);
    else namespaces.set(name, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labelsOf(random) } });
    return { ...objects, namespaces };
  },
  (objects, random) => {
    const nodes = new Map(objects.nodes);
    if (random.chance(0.5)) nodes.delete('n1');
    else {
      const status = { addresses: [{ type: 'InternalIP', address: '192.168.1.9' }] };
      nodes.set('n2', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n2' }, status });
    }
    return { ...objects, nodes };
  },
  // A node has other labels; cluster-wide policies go, come and change.
  (objects, random) => {
    const [node] = objects.nodes.values();
    if (node === undefined) return objects;
    const metadata = { ...node.metadata, labels: labelsOf(random) };
    return { ...objects, nodes: new Map(objects.nodes).set(metadata.name, { ...node, metadata }) };
  },
  (objects, random) => {
    const { clusterPolicies } = randomCluster(random.below(1_000_000)).objects;
    return { ...objects, clusterPolicies: new Map([...objects.clusterPolicies].slice(1).concat([...clusterPolicies])) };
  },
  (objects, random) => {
    const workloads = [...objects.workloads].map(([key, workload]) => {
      return [key, { ...workload, spec: { ...workload.spec, replicas: random.below(4) } }] as const;
    });
    return { ...objects, workloads: new Map(workloads) };
  },
  (objects, random) => {
    const metadata = { name: 'calico', namespace: random.pick(['one', 'two', undefined]) };
    const policy = { apiVersion: 'crd.projectcalico.org/v1', kind: 'NetworkPolicy', metadata };
    return { ...objects, unevaluated: new Map(random.chance(0.5) ? [] : [['calico', policy as never]]) };
  },
];

function onePod(change: (pod: Pod, random: Random) => Pod | undefined): Change {
  return (objects, random) => {
    const [key, pod] = random.pick([...objects.pods]);
    const pods = new Map(objects.pods);
    const changed = change(pod, random);
    if (changed === undefined) pods.delete(key);
    else pods.set(key, changed);
    return { ...objects, pods };
  };
}

function labelsOf(random: Random): Labels {
  const labels: Record<string, string> = Object.create(null);
  for (const key of random.some(['app', 'role', 'constructor', 'unused'], 0.5))
    labels[key] = random.pick(['', 'a', 'b', 'c']);
  return labels;
}

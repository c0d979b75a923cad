import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type {
  Container,
  Namespace,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  Node,
  Pod,
  Workload,
} from '#lib/kube/objects.ts';
import { generateClusterPolicies } from './generate-cluster-policies.ts';
import { inventedCluster, labels } from './invented-cluster.ts';

export interface GeneratedSize {
  readonly pods: number;
  readonly policies: number;
  /** Default: one per 50 pods. */
  readonly namespaces?: number;
  readonly seed?: number;
  /** With policies for the whole cluster before and after those of the namespaces. */
  readonly clusterWide?: boolean;
}

const REPLICAS = 5;
const PODS_PER_NODE = 50;
const TIERS = ['front', 'api', 'worker', 'cache', 'db'];
const TEAMS = ['alpha', 'beta', 'gamma', 'delta', 'ops'];

/**
 * An invented cluster for measurements and tests: namespaces of teams, workloads with replicas and template hashes,
 * agents in the host network on every node; default-deny, allows by label and namespace, address blocks, named ports.
 * The same size and seed give the same cluster.
 */
export function generateCluster(size: GeneratedSize): ClusterObjects {
  const random = seededRandom(size.seed ?? 1);
  const namespaceCount = size.namespaces ?? Math.max(3, Math.round(size.pods / 50));
  const nodes = Math.max(3, Math.ceil(size.pods / PODS_PER_NODE));
  const names = Array.from({ length: namespaceCount }, (_, i) =>
    i === 0 ? 'ingress' : i === 1 ? 'monitoring' : `team-${i}`,
  );
  const pods: Pod[] = [];
  const workloads: Workload[] = [];
  addHostAgents(nodes, Math.floor(size.pods / 20), pods);
  for (let number = 0; pods.length < size.pods; number++) {
    const namespace = names[number % names.length] as string;
    const tier = random.pick(TIERS);
    const app = `${tier}-${Math.floor(number / names.length)}`;
    const deployment = workload(namespace, app, tier);
    workloads.push(deployment);
    const hash = random.text(10);
    for (let replica = 0; replica < REPLICAS && pods.length < size.pods; replica++) {
      pods.push(replicaPod(deployment, hash, random.text(5), pods.length, nodes));
    }
  }
  const policies = Array.from({ length: size.policies }, (_, i) => policy(i, names, random));
  return inventedCluster(
    names.map((name, i) => namespaceObject(name, i, random)),
    pods,
    policies,
    {
      nodes: Array.from({ length: nodes }, (_, i) => nodeObject(i)),
      workloads,
      clusterPolicies: size.clusterWide === true ? generateClusterPolicies() : [],
    },
  );
}

interface Random {
  below(limit: number): number;
  pick<Value>(list: readonly Value[]): Value;
  chance(probability: number): boolean;
  text(length: number): string;
}

/** mulberry32: small, fast, and the same everywhere. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    chance: (probability) => next() < probability,
    text: (length) => Array.from({ length }, () => 'bcdfghjklmnpqrstvwxz2456789'[below(27)]).join(''),
  };
}

function namespaceObject(name: string, number: number, random: Random): Namespace {
  const team = random.pick(TEAMS);
  const stage = number % 4 === 0 ? 'test' : 'prod';
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labels({ team, stage }) } };
}

function nodeObject(number: number): Node {
  const podCIDRs = [`10.${128 + (number >> 8)}.${number & 255}.0/24`];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${number}` },
    spec: { podCIDRs },
    status: { addresses: [{ type: 'InternalIP', address: nodeAddress(number) }] },
  };
}

function nodeAddress(number: number): string {
  return `192.168.${number >> 8}.${number & 255}`;
}

function containers(tier: string): readonly Container[] {
  const port = tier === 'db' ? 5432 : tier === 'cache' ? 6379 : 8080;
  const ports = [
    { name: 'main', containerPort: port },
    { name: 'metrics', containerPort: 9090 },
  ];
  return [{ name: tier, image: `registry.example/${tier}:1`, ports }];
}

function workload(namespace: string, app: string, tier: string): Workload {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace, labels: labels({ app }) },
    spec: {
      replicas: REPLICAS,
      template: { metadata: { labels: labels({ app, tier }) }, spec: { containers: containers(tier) } },
    },
  };
}

function replicaPod(owner: Workload, hash: string, suffix: string, number: number, nodes: number): Pod {
  const { namespace, name: app } = owner.metadata;
  const node = number % nodes;
  const ip = `10.${128 + (node >> 8)}.${node & 255}.${2 + (Math.floor(number / nodes) % 250)}`;
  const own = owner.spec.template.metadata?.labels ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name: `${app}-${hash}-${suffix}`, namespace },
      labels: labels({ ...own, 'pod-template-hash': hash }),
      ownerReferences: [{ kind: 'ReplicaSet', name: `${app}-${hash}`, controller: true }],
    },
    spec: { ...owner.spec.template.spec, nodeName: `node-${node}` },
    status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], hostIP: nodeAddress(node) },
  };
}

/** Agents that every cluster has: one host-network pod of each kind on every node. */
function addHostAgents(nodes: number, limit: number, pods: Pod[]): void {
  for (const app of ['node-exporter', 'proxy']) {
    for (let node = 0; node < nodes && pods.length < limit; node++) {
      const ip = nodeAddress(node);
      pods.push({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          ...{ name: `${app}-${node}`, namespace: 'monitoring' },
          labels: labels({ app, 'controller-revision-hash': 'abc' }),
          ownerReferences: [{ kind: 'DaemonSet', name: app, controller: true }],
        },
        spec: { nodeName: `node-${node}`, hostNetwork: true, containers: [{ name: app }] },
        status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], hostIP: ip },
      });
    }
  }
}

function policy(number: number, names: readonly string[], random: Random): NetworkPolicy {
  const namespace = names[(number * 7) % names.length] as string;
  const metadata = { name: `policy-${number}`, namespace };
  const meta = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata } as const;
  if (number % 10 === 0) return { ...meta, spec: { policyTypes: ['Ingress', 'Egress'] } };
  const podSelector = { matchLabels: labels(random.chance(0.6) ? { app: app(random) } : { tier: random.pick(TIERS) }) };
  const ports = randomPorts(random);
  if (number % 10 === 1) return { ...meta, spec: { podSelector: {}, policyTypes: ['Egress'], egress: [dnsRule()] } };
  if (number % 10 < 4) {
    const to = [peer(names, random), ...(random.chance(0.3) ? [blockPeer(random)] : [])];
    return { ...meta, spec: { podSelector, policyTypes: ['Egress'], egress: [{ to, ports }] } };
  }
  const from = [peer(names, random), ...(random.chance(0.4) ? [peer(names, random)] : [])];
  const more = random.chance(0.1) ? [{ from: [blockPeer(random)], ports }] : [];
  return { ...meta, spec: { podSelector, policyTypes: ['Ingress'], ingress: [{ from, ports }, ...more] } };
}

function app(random: Random): string {
  return `${random.pick(TIERS)}-${random.below(10)}`;
}

function dnsRule() {
  const to = [{ namespaceSelector: { matchLabels: labels({ 'kubernetes.io/metadata.name': 'monitoring' }) } }];
  const ports: NetworkPolicyPort[] = [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ];
  return { to, ports };
}

function peer(names: readonly string[], random: Random): NetworkPolicyPeer {
  const podSelector = { matchLabels: labels({ app: app(random) }) };
  const kind = random.below(6);
  if (kind === 0) return { namespaceSelector: { matchLabels: labels({ team: random.pick(TEAMS) }) } };
  if (kind === 1) return { namespaceSelector: { matchLabels: labels({ team: random.pick(TEAMS) }) }, podSelector };
  if (kind === 2) {
    const name = random.pick(names);
    return { namespaceSelector: { matchLabels: labels({ 'kubernetes.io/metadata.name': name }) }, podSelector };
  }
  if (kind === 3) {
    const values = [random.pick(TIERS), random.pick(TIERS)];
    return { podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values }] } };
  }
  return { podSelector };
}

function blockPeer(random: Random): NetworkPolicyPeer {
  if (random.chance(0.3)) return { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '192.168.0.0/16'] } };
  return { ipBlock: { cidr: `${20 + random.below(60)}.${random.below(200)}.0.0/16` } };
}

function randomPorts(random: Random): readonly NetworkPolicyPort[] {
  const kind = random.below(5);
  if (kind === 0) return [{ protocol: 'TCP', port: 'main' }];
  if (kind === 1) return [{ protocol: 'TCP', port: 8080 }, { port: 'metrics' }];
  if (kind === 2) return [{ protocol: 'TCP', port: 5432 }];
  if (kind === 3) return [{ protocol: 'TCP', port: 30_000, endPort: 30_100 }];
  return [{ protocol: 'TCP', port: 8080 }];
}

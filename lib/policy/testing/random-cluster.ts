import type { ClusterObjects, KindCompleteness } from '#lib/kube/cluster-objects.ts';
import type {
  ContainerPort,
  LabelSelector,
  Labels,
  Namespace,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  Node,
  Pod,
  PodSpec,
  UnevaluatedPolicy,
  UnreadPart,
  Workload,
  WorkloadKind,
} from '#lib/kube/objects.ts';
import { parseProfile } from '../profile.ts';
import type { Profile } from '../types.ts';
import { Random } from './random.ts';
import { randomClusterPolicies } from './random-cluster-policy.ts';

// Legal label keys that are also properties of every object: rows 34 to 36 are tested with them.
const KEYS = ['app', 'role', 'constructor', '__proto__', 'toString'];
const VALUES = ['', 'a', 'b', 'c'];
const NAMESPACES = ['one', 'two', 'three'];
const PORT_NAMES = ['http', 'db', 'none'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const PORTS = [1, 53, 80, 443, 5432, 65_535];
const PHASES = [...Array<string>(12).fill('Running'), 'Succeeded', 'Failed'];
const CIDRS = [
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/8',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.1.5/24',
  '10.0.1.4/32',
  '10.0.1.4/31',
  '192.168.0.0/16',
  '192.168.1.0/24',
  '192.168.1.1/32',
  '203.0.113.0/24',
  '203.0.113.128/25',
  '0.0.0.0/1',
  '128.0.0.0/1',
  'fd00::/8',
  'fd00:1::/64',
  'fd00:1::4/128',
  '2001:db8::/32',
  '2000::/4',
];
export const OUTSIDE = [
  '203.0.113.7',
  '203.0.113.200',
  '198.51.100.1',
  '10.0.1.77',
  '2001:db8::1',
  'fd00:1::77',
  '8.8.8.8',
];

/** A small cluster in which every rule of the semantics comes into play; the same seed gives the same cluster. */
export function randomCluster(
  seed: number,
  workloadKinds: readonly WorkloadKind[] = ['Deployment'],
): { objects: ClusterObjects; profile: Profile } {
  const random = new Random(seed);
  // A stream of its own: the rest of a seed's cluster does not depend on these policies.
  const clusterWide = new Random(seed + 0x5eed);
  const nodes = ['n1', 'n2'].map((name, index) => randomNode(random, name, index, randomLabels(clusterWide)));
  const pods = Array.from({ length: 4 + random.below(6) }, (_, index) => randomPod(random, index));
  const workloads = random.times(2, (index) => randomWorkload(random, index, workloadKinds));
  const policies = random.times(6, (index) => randomPolicy(random, index));
  const nodesHidden = random.chance(0.08);
  const namespacesHidden = random.chance(0.05);
  const namespaces = NAMESPACES.filter(() => !namespacesHidden && random.chance(0.85)).map(
    (name): Namespace => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: withName(randomLabels(random), random.chance(0.7) ? name : undefined) },
    }),
  );
  return {
    objects: {
      namespaces: new Map(namespaces.map((each) => [each.metadata.name, each])),
      nodes: new Map((nodesHidden ? [] : nodes).map((each) => [each.metadata.name, each])),
      pods: new Map(pods.map((each) => [`${each.metadata.namespace}/${each.metadata.name}`, each])),
      workloads: new Map(
        workloads.map((each) => [`${each.metadata.namespace}/${each.kind}/${each.metadata.name}`, each]),
      ),
      networkPolicies: new Map(policies.map((each) => [`${each.metadata.namespace}/${each.metadata.name}`, each])),
      clusterPolicies: randomClusterPolicies(clusterWide, {
        selector: randomSelector,
        namespaceSelector: randomNamespaceSelector,
        cidrs: CIDRS,
        ports: PORTS,
        portNames: PORT_NAMES,
      }),
      services: new Map(),
      endpointSlices: new Map(),
      ingresses: new Map(),
      ingressClasses: new Map(),
      gatewayClasses: new Map(),
      gateways: new Map(),
      routes: new Map(),
      referenceGrants: new Map(),
      serviceEntries: new Map(),
      unevaluated: randomUnevaluated(random),
      completeness: {
        kinds: [
          ...(nodesHidden ? [hidden('nodes', 'Node')] : []),
          ...(namespacesHidden ? [hidden('namespaces', 'Namespace')] : []),
          ...randomPolicyCompleteness(random),
          ...randomClusterPolicyCompleteness(clusterWide),
        ],
        unread: [],
        notes: [],
      },
    },
    profile: randomProfile(random, clusterWide),
  };
}

function hidden(resource: string, kind: string): KindCompleteness {
  return { resource, kind, count: 0, state: 'forbidden' };
}

function randomPolicyCompleteness(random: Random): KindCompleteness[] {
  const resource = 'networkpolicies.networking.k8s.io';
  if (random.chance(0.01)) return [hidden(resource, 'NetworkPolicy')];
  if (!random.chance(0.05)) return [];
  const deniedNamespaces = [random.pick(NAMESPACES)];
  return [{ resource, kind: 'NetworkPolicy', count: 0, state: 'partial', deniedNamespaces }];
}

function randomClusterPolicyCompleteness(random: Random): KindCompleteness[] {
  if (!random.chance(0.03)) return [];
  const kind = random.pick(['ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy']);
  return [hidden(`${kind.toLowerCase().replace(/y$/, 'ies')}.policy.networking.k8s.io`, kind)];
}

function randomProfile(random: Random, clusterWide: Random): Profile {
  const threeWay = ['true', 'false', 'depends'];
  const sets = [
    `ipBlockMatchesPods=${random.pick(threeWay)}`,
    `ipBlockMatchesNodes=${random.pick(threeWay)}`,
    `hostNetworkPods=${random.pick(['asNodes', 'asPods', 'depends'])}`,
    `ownNodeToPod=${random.pick(['allow', 'depends'])}`,
    `podToOwnNode=${random.pick(['evaluate', 'allow', 'depends'])}`,
    `endPort=${random.pick(['supported', 'supported', 'unsupported'])}`,
    `sctp=${random.pick(['supported', 'supported', 'unsupported'])}`,
    `missingNamespaceLabels=${random.pick(['depends', 'assumeNone'])}`,
    ...(random.chance(0.3)
      ? [`podCIDRs=${random.pick(['10.0.0.0/16', '10.0.0.0/16,fd00:1::/64', 'fd00:1::/64'])}`]
      : []),
  ];
  const tierSets = [
    `npFinal=${clusterWide.pick(['perDirection', 'perPod'])}`,
    `priorityTie=${clusterWide.pick(['depends', 'depends', 'byName'])}`,
  ];
  return parseProfile('upstream', [...(random.chance(0.3) ? [] : sets), ...(clusterWide.chance(0.3) ? [] : tierSets)]);
}

function randomLabels(random: Random): Labels {
  const labels: Record<string, string> = Object.create(null);
  for (const key of random.some(KEYS, 0.4)) labels[key] = random.pick(VALUES);
  return labels;
}

function withName(labels: Labels, name: string | undefined): Labels {
  const copy: Record<string, string> = Object.create(null);
  for (const key of Object.keys(labels)) copy[key] = labels[key] as string;
  if (name !== undefined) copy['kubernetes.io/metadata.name'] = name;
  return copy;
}

function randomNode(random: Random, name: string, index: number, labels: Labels): Node {
  const addresses = [{ type: 'InternalIP', address: `192.168.1.${index + 1}` }];
  if (random.chance(0.3)) addresses.push({ type: 'ExternalIP', address: `192.168.2.${index + 1}` });
  if (random.chance(0.5)) addresses.push({ type: 'InternalIP', address: `fd00:2::${index + 1}` });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: random.chance(0.5) ? { podCIDRs: [`10.0.${index + 1}.0/24`] } : {},
    status: { addresses: [...addresses, { type: 'Hostname', address: name }] },
  };
}

function randomPod(random: Random, index: number): Pod {
  const node = random.pick([1, 2]);
  const scheduled = random.chance(0.9);
  const hostNetwork = random.chance(0.15);
  const v4 = hostNetwork ? `192.168.1.${node}` : `10.0.${node}.${index + 1}`;
  const v6 = `fd00:1::${index + 1}`;
  const families = random.pick(['v4', 'v4', 'v4', 'dual', 'v6', 'none']);
  const addresses = !scheduled
    ? []
    : hostNetwork
      ? [v4]
      : families === 'none'
        ? []
        : families === 'dual'
          ? [v4, v6]
          : [families === 'v6' ? v6 : v4];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${index}`, namespace: random.pick(NAMESPACES), labels: randomLabels(random) },
    spec: {
      ...randomPodSpec(random),
      ...(scheduled ? { nodeName: `n${node}` } : {}),
      ...(hostNetwork ? { hostNetwork } : {}),
    },
    status: {
      phase: addresses.length === 0 ? 'Pending' : random.pick(PHASES),
      ...(addresses[0] === undefined ? {} : { podIP: addresses[0], podIPs: addresses.map((ip) => ({ ip })) }),
    },
  };
}

function randomPodSpec(random: Random): PodSpec {
  return {
    containers: [{ name: 'main', ports: random.times(3, () => randomContainerPort(random)) }],
    ...(random.chance(0.3) ? { initContainers: [{ name: 'init', ports: [randomContainerPort(random)] }] } : {}),
  };
}

const randomContainerPort = (random: Random): ContainerPort => ({
  ...(random.chance(0.8) ? { name: random.pick(PORT_NAMES.slice(0, 2)) } : {}),
  containerPort: random.pick(PORTS),
  ...(random.chance(0.5) ? { protocol: random.pick(PROTOCOLS) } : {}),
});

function randomWorkload(random: Random, index: number, kinds: readonly WorkloadKind[]): Workload {
  return {
    apiVersion: 'apps/v1',
    kind: random.pick(kinds),
    metadata: { name: `idle-${index}`, namespace: random.pick(NAMESPACES) },
    spec: {
      replicas: random.below(4),
      template: {
        metadata: { labels: randomLabels(random) },
        spec: { ...randomPodSpec(random), ...(random.chance(0.25) ? { hostNetwork: true } : {}) },
      },
    },
  };
}

function randomSelector(random: Random): LabelSelector {
  if (random.chance(0.3)) return {};
  if (random.chance(0.5)) return { matchLabels: randomLabels(random) };
  return {
    matchExpressions: random.times(2, () => {
      const operator = random.pick(['In', 'NotIn', 'Exists', 'DoesNotExist'] as const);
      const takesValues = operator === 'In' || operator === 'NotIn';
      return {
        key: random.pick(KEYS),
        operator,
        ...(takesValues ? { values: [random.pick(VALUES), random.pick(VALUES)] } : {}),
      };
    }),
  };
}

function randomNamespaceSelector(random: Random): LabelSelector {
  return random.chance(0.5) ? { matchLabels: withName({}, random.pick(NAMESPACES)) } : randomSelector(random);
}

function randomPeer(random: Random): NetworkPolicyPeer {
  if (random.chance(0.4)) {
    return {
      ipBlock: { cidr: random.pick(CIDRS), ...(random.chance(0.4) ? { except: random.some(CIDRS, 0.15) } : {}) },
    };
  }
  return {
    ...(random.chance(0.6) ? { podSelector: randomSelector(random) } : {}),
    ...(random.chance(0.5) ? { namespaceSelector: randomNamespaceSelector(random) } : {}),
  };
}

function randomPort(random: Random): NetworkPolicyPort {
  const protocol = random.chance(0.5) ? { protocol: random.pick(PROTOCOLS) } : {};
  if (random.chance(0.2)) return protocol;
  if (random.chance(0.3)) return { ...protocol, port: random.pick(PORT_NAMES) };
  const port = random.pick(PORTS);
  return { ...protocol, port, ...(random.chance(0.3) ? { endPort: Math.min(65_535, port + random.below(500)) } : {}) };
}

function randomPolicy(random: Random, index: number): NetworkPolicy {
  const types = random.pick([undefined, undefined, [], ['Ingress'], ['Egress'], ['Ingress', 'Egress']] as const);
  const peers = () => (random.chance(0.2) ? undefined : random.times(2, () => randomPeer(random)));
  const ports = () => (random.chance(0.4) ? undefined : random.times(2, () => randomPort(random)));
  const policy: NetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `policy-${index}`, namespace: random.pick(NAMESPACES) },
    spec: {
      ...(random.chance(0.9) ? { podSelector: randomSelector(random) } : {}),
      ...(types === undefined ? {} : { policyTypes: types }),
      ...(random.chance(0.7) ? { ingress: random.times(2, () => ({ from: peers(), ports: ports() })) } : {}),
      ...(random.chance(0.5) ? { egress: random.times(2, () => ({ to: peers(), ports: ports() })) } : {}),
    },
  };
  return random.chance(0.04) ? { ...policy, unread: randomUnread(random, policy) } : policy;
}

/** The whole of a policy, or one of the rules that it has. */
function randomUnread(random: Random, { spec }: NetworkPolicy): UnreadPart[] {
  if (random.chance(0.3)) return [{ part: 'spec', path: 'spec', message: 'cannot be read' }];
  const direction = random.pick(['ingress', 'egress'] as const);
  const rules = spec[direction] ?? [];
  if (rules.length === 0) return [];
  const index = random.below(rules.length);
  return [{ part: 'rule', direction, index, path: `spec.${direction}[${index}]`, message: 'cannot be read' }];
}

function randomUnevaluated(random: Random): Map<string, UnevaluatedPolicy> {
  if (!random.chance(0.03)) return new Map();
  const namespace = random.chance(0.7) ? random.pick(NAMESPACES) : undefined;
  const kind = namespace === undefined ? 'CiliumClusterwideNetworkPolicy' : 'CiliumNetworkPolicy';
  const metadata = { name: 'foreign', ...(namespace === undefined ? {} : { namespace }) };
  return new Map([[`cilium.io/v2/${kind}/foreign`, { apiVersion: 'cilium.io/v2', kind, metadata }]]);
}

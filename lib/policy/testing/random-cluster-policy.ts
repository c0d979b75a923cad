import type {
  AdminPolicyPort,
  ClusterPolicy,
  ClusterPolicyKind,
  ClusterPolicyPeer,
  ClusterPolicyProtocol,
  ClusterPolicyRule,
  ClusterPolicySubject,
  Direction,
  LabelSelector,
  UnreadPart,
} from '#lib/kube/objects.ts';
import type { Random } from './random.ts';

/** What policies of a random cluster have to choose from. */
export interface Choices {
  readonly selector: (random: Random) => LabelSelector;
  readonly namespaceSelector: (random: Random) => LabelSelector;
  readonly cidrs: readonly string[];
  readonly ports: readonly number[];
  readonly portNames: readonly string[];
}

const KINDS: readonly ClusterPolicyKind[] = [
  'ClusterNetworkPolicy',
  'ClusterNetworkPolicy',
  'ClusterNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
];
/** Of the outside, and of what the DNS of a cluster gives. */
const DOMAIN_NAMES = ['*.example.com', 'n1.example.com', 'db.shop.svc.cluster.local', '*.svc.cluster.local', '*.local'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;

/** Up to four cluster-wide policies, with few priorities, so that ties are common. */
export function randomClusterPolicies(random: Random, choices: Choices): ReadonlyMap<string, ClusterPolicy> {
  if (random.chance(0.4)) return new Map();
  const policies = random.times(4, (index) => randomClusterPolicy(random, random.pick(KINDS), index, choices));
  return new Map(policies.map((policy) => [`${policy.kind}/${policy.metadata.name}`, policy]));
}

function randomClusterPolicy(random: Random, kind: ClusterPolicyKind, index: number, choices: Choices): ClusterPolicy {
  const isBaseline = kind === 'BaselineAdminNetworkPolicy';
  const rules = (direction: Direction) => random.times(3, () => randomRule(random, kind, direction, choices));
  const policy: ClusterPolicy = {
    apiVersion: `policy.networking.k8s.io/${kind === 'ClusterNetworkPolicy' ? 'v1alpha2' : 'v1alpha1'}`,
    kind,
    metadata: { name: isBaseline ? 'default' : `cluster-wide-${index}` },
    spec: {
      ...(kind === 'ClusterNetworkPolicy' ? { tier: random.pick(['Admin', 'Admin', 'Baseline'] as const) } : {}),
      ...(isBaseline ? {} : { priority: random.pick([0, 7, 7]) }),
      subject: randomSubject(random, choices),
      ...(random.chance(0.8) ? { ingress: rules('ingress') } : {}),
      ...(random.chance(0.8) ? { egress: rules('egress') } : {}),
    },
  };
  return random.chance(0.06) ? withUnread(random, policy) : policy;
}

function randomSubject(random: Random, choices: Choices): ClusterPolicySubject {
  if (random.chance(0.4)) return { namespaces: random.chance(0.4) ? {} : choices.namespaceSelector(random) };
  return { pods: { namespaceSelector: choices.namespaceSelector(random), podSelector: choices.selector(random) } };
}

function randomRule(
  random: Random,
  kind: ClusterPolicyKind,
  direction: Direction,
  choices: Choices,
): ClusterPolicyRule {
  const allow = kind === 'ClusterNetworkPolicy' ? 'Accept' : 'Allow';
  const action = random.pick(kind === 'BaselineAdminNetworkPolicy' ? [allow, 'Deny'] : [allow, 'Deny', 'Pass']) as
    | 'Accept'
    | 'Allow'
    | 'Deny'
    | 'Pass';
  const peers = [0, ...random.times(1, () => 0)].map(() => randomPeer(random, direction, action === allow, choices));
  // Rows A14, C9: names need pods.
  const names = peers.some(({ networks, nodes, domainNames }) => networks ?? nodes ?? domainNames)
    ? []
    : choices.portNames;
  const isNew = kind === 'ClusterNetworkPolicy';
  const count = random.chance(0.5) ? 0 : 1 + random.below(2);
  const entries = Array.from({ length: count }, () => random);
  const ports = isNew
    ? { protocols: entries.map(() => randomProtocol(random, names, choices)) }
    : { ports: entries.map(() => randomPort(random, names, choices)) };
  return { action, ...(direction === 'ingress' ? { from: peers } : { to: peers }), ...(count === 0 ? {} : ports) };
}

function randomPeer(random: Random, direction: Direction, allows: boolean, choices: Choices): ClusterPolicyPeer {
  if (random.chance(0.04)) return {}; // a field that nobody knows yet
  if (direction === 'egress') {
    if (random.chance(0.3)) return { networks: [random.pick(choices.cidrs), random.pick(choices.cidrs)] };
    if (random.chance(0.15)) return { nodes: choices.selector(random) };
    if (allows && random.chance(0.4)) return { domainNames: [random.pick(DOMAIN_NAMES)] };
  }
  return randomSubject(random, choices);
}

function randomProtocol(random: Random, names: readonly string[], choices: Choices): ClusterPolicyProtocol {
  if (names.length > 0 && random.chance(0.3)) return { destinationNamedPort: random.pick(names) };
  const protocol = random.pick(['tcp', 'tcp', 'udp', 'sctp'] as const);
  if (random.chance(0.15)) return { [protocol]: {} };
  const start = random.pick(choices.ports);
  const port = random.chance(0.7) ? { number: start } : { range: { start, end: Math.min(65_535, start + 400) } };
  return { [protocol]: { destinationPort: port } };
}

function randomPort(random: Random, names: readonly string[], choices: Choices): AdminPolicyPort {
  if (names.length > 0 && random.chance(0.3)) return { namedPort: random.pick(names) };
  const protocol = random.chance(0.6) ? { protocol: random.pick(PROTOCOLS) } : {};
  const port = random.pick(choices.ports);
  if (random.chance(0.7)) return { portNumber: { ...protocol, port } };
  return { portRange: { ...protocol, start: port, end: Math.min(65_535, port + 400) } };
}

/** The whole of a policy, or one of its rules with or without its action. */
function withUnread(random: Random, policy: ClusterPolicy): ClusterPolicy {
  const { tier } = policy.spec;
  if (random.chance(0.3)) {
    const unread: UnreadPart[] = [{ part: 'spec', path: 'spec', message: 'cannot be read' }];
    return { ...policy, spec: tier === undefined || random.chance(0.3) ? {} : { tier }, unread };
  }
  const direction = random.pick(['ingress', 'egress'] as const);
  const rules = policy.spec[direction] ?? [];
  if (rules.length === 0) return policy;
  const index = random.below(rules.length);
  const { action } = rules[index] as ClusterPolicyRule;
  const bare: ClusterPolicyRule = action === undefined || random.chance(0.5) ? {} : { action };
  return {
    ...policy,
    spec: { ...policy.spec, [direction]: rules.with(index, bare) },
    unread: [{ part: 'rule', direction, index, path: `spec.${direction}[${index}]`, message: 'cannot be read' }],
  };
}

import { getOr } from '#lib/get-or.ts';
import type { Classes } from './classes.ts';
import { meansEveryPod } from './gate-state.ts';
import type { HostPeerTable } from './host-peers.ts';
import type { CompiledPolicy, CompiledRule } from './ir.ts';
import { matchesSelector } from './label-selector.ts';
import { MATCHES, NO_MATCH } from './match.ts';
import type { PolicyInForce, RuleInForce } from './model.ts';
import type { NamespaceTable } from './namespaces.ts';
import type { Reading } from './parties.ts';
import type { PeerClassTable } from './peer-classes.ts';
import { ALL_PORTS, allPortsOf, NO_PORTS, type PortSet, portRange, unitePorts } from './port-set.ts';
import type { Profile } from './types.ts';

export interface InForceParts {
  readonly profile: Profile;
  readonly classes: Classes;
  readonly namespaces: NamespaceTable;
  readonly peerClasses: PeerClassTable;
  readonly hostPeers: HostPeerTable;
}

/** A compiled policy as checks and pages see it; the sets of classes are computed when they are asked for. */
export function policyInForce(policy: CompiledPolicy, parts: InForceParts): PolicyInForce {
  const rules = [...(policy.ingress ?? []), ...(policy.egress ?? [])].map((rule) => ruleInForce(rule, parts));
  const subjects = lazily(() => subjectsOf(policy, parts));
  return {
    policy: policy.ref,
    tier: policy.tier,
    ...(hasPriority(policy) ? { priority: policy.priority } : {}),
    ingress: policy.ingress !== undefined,
    egress: policy.egress !== undefined,
    get subjects() {
      return subjects();
    },
    rules,
  };
}

function hasPriority({ ref }: CompiledPolicy): boolean {
  return ref.kind === 'ClusterNetworkPolicy' || ref.kind === 'AdminNetworkPolicy';
}

function subjectsOf(
  { subject, tier }: CompiledPolicy,
  { profile, classes, namespaces }: InForceParts,
): ReadonlySet<number> {
  const found = new Set<number>();
  // Rows 61, A9: read as nodes, host-network pods are never a subject; to cluster-wide policies they always are nodes.
  const skipsHosts = tier !== 'NetworkPolicy' || profile.hostNetworkPods === 'asNodes';
  for (const namespace of namespacesOf(subject, namespaces)) {
    const end = classes.firstOfNamespace[namespace.id + 1] ?? 0;
    for (let id = classes.firstOfNamespace[namespace.id] ?? 0; id < end; id++) {
      const { face, labels } = classes.list[id] as Classes['list'][number];
      if (face.hostNetwork && skipsHosts) continue;
      if (matchesSelector(subject.pods, labels)) found.add(id);
    }
  }
  return found;
}

/** Those that the policy may be about. */
function namespacesOf(
  { namespaces }: CompiledPolicy['subject'],
  table: NamespaceTable,
): readonly NamespaceTable['list'][number][] {
  if ('name' in namespaces) {
    const own = table.get(namespaces.name);
    return own === undefined ? [] : [own];
  }
  const matches = table.matches(namespaces.selector);
  return table.list.filter(({ id }) => matches[id] !== NO_MATCH);
}

function ruleInForce(rule: CompiledRule, parts: InForceParts): RuleInForce {
  const { policy, direction, action, index, path } = rule;
  const peers = rule.peers === 'anyone' ? [] : rule.peers;
  const peerClasses = lazily(() => peerClassesOf(rule, parts));
  return {
    ...{ policy, direction, action, index, path },
    anyPeer: rule.peers === 'anyone',
    ...(rule.doubt === 0 ? {} : { notUnderstood: true as const }),
    everyPod: rule.peers === 'anyone' || peers.some(meansEveryPod),
    get peerClasses() {
      return peerClasses();
    },
    nodeSelectors: peers.flatMap((peer) => (peer.type === 'nodes' ? [peer.selector.text] : [])),
    nodeLabels: peers.flatMap((peer) =>
      peer.type === 'nodes' ? peer.selector.requirements.map(({ key }) => key) : [],
    ),
    domainNames: peers.flatMap((peer) => (peer.type === 'names' ? peer.names : [])),
    namesMayMeanPods: peers.some((peer) => peer.type === 'names' && peer.meansPods),
    ...(rule.failsClosed === undefined ? {} : { failsClosed: rule.failsClosed }),
    blocks: peers.flatMap((peer) =>
      peer.type === 'block' || peer.type === 'network' ? [{ cidr: peer.block.cidr, except: peer.block.except }] : [],
    ),
    ports: numericPorts(rule),
    namedPorts: rule.ports === 'every' ? [] : rule.ports.flatMap((port) => (port.type === 'named' ? [port.name] : [])),
  };
}

function numericPorts({ ports }: CompiledRule): PortSet {
  if (ports === 'every') return ALL_PORTS;
  let set = NO_PORTS;
  for (const port of ports) {
    if (port.type === 'protocol') set = unitePorts(set, allPortsOf(port.protocol));
    if (port.type === 'range') set = unitePorts(set, portRange(port.protocol, port.first, port.last));
  }
  return set;
}

interface MatchedClasses {
  readonly must: ReadonlySet<number>;
  readonly may: ReadonlySet<number>;
}

/** By what models with the same classes share. */
const matchedBy = new WeakMap<PeerClassTable['shared'], Map<string, MatchedClasses>>();

/** The classes that the peers of a rule mean. A thousand rules name the same few: found once for each list of peers. */
function peerClassesOf(rule: CompiledRule, parts: InForceParts): MatchedClasses {
  const known = getOr(matchedBy, parts.peerClasses.shared, () => new Map<string, MatchedClasses>());
  const key = rule.peers === 'anyone' ? `anyone ${rule.doubt === 0}` : rule.peers.map(({ id }) => id).join();
  let found = known.get(key);
  if (found === undefined) {
    found = findPeerClasses(rule, parts);
    known.set(key, found);
  }
  return found;
}

function findPeerClasses(rule: CompiledRule, parts: InForceParts): MatchedClasses {
  const { classes, hostPeers, profile } = parts;
  if (rule.peers === 'anyone') {
    const all = new Set(classes.list.keys());
    return { must: rule.doubt === 0 ? all : new Set(), may: all };
  }
  const must = new Set<number>();
  const may = new Set<number>();
  // What a name resolves to is not known: it tells no class from another.
  const peers = rule.peers.filter(({ type }) => type !== 'names');
  for (const peer of peers) {
    const { ids, matches } = parts.peerClasses.get(peer);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      if (classes.list[id]?.face.hostNetwork === true) continue; // below: two readings
      may.add(id);
      if (matches[i] === MATCHES) must.add(id);
    }
  }
  const readings: readonly Reading[] =
    profile.hostNetworkPods === 'depends' ? ['asNodes', 'asPods'] : [profile.hostNetworkPods];
  const hosts = readings.map((reading) => peers.map((peer) => hostPeers.get(peer, reading)));
  const [first, ...others] = hosts.map((found) => new Set(found.flatMap((each) => each.must)));
  for (const id of ascending(hosts.flat().flatMap((each) => each.may))) may.add(id);
  for (const id of ascending(first ?? [])) if (others.every((other) => other.has(id))) must.add(id);
  return { must, may };
}

function ascending(ids: Iterable<number>): readonly number[] {
  return [...ids].sort((a, b) => a - b);
}

function lazily<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { changedParts, partOfNamespace } from '#lib/kube/namespaced-map.ts';
import { podAddresses } from './addressing.ts';
import { ClassKeys } from './class-keys.ts';
import { classKinds, sortIntoKinds } from './class-kinds.ts';
import { partsOfClass } from './class-parts.ts';
import { buildClasses, type ClassMembers, type ClassRecord, classOfMember } from './classes.ts';
import { type CompiledPolicies, compilePolicies } from './compiled-policies.ts';
import { declaredPortsOf } from './declared-ports.ts';
import { Evaluator } from './evaluator.ts';
import { explainPair } from './explain.ts';
import { cutAddressSpace } from './external-atoms.ts';
import { externalRowsOf } from './external-rows.ts';
import { GateStates } from './gate-state.ts';
import { GateTable } from './gates.ts';
import { HostPeerTable } from './host-peers.ts';
import type { InternedParts } from './interned-parts.ts';
import { type ClassedParts, hasSameClasses, type KnownOfClasses, knownOfNothing } from './known-of-classes.ts';
import type { ClassKinds, CompileModel, ExternalRow, PairRow, PolicyModel, Relation, SingleEnd } from './model.ts';
import { NamespaceTable, namespaceNames } from './namespaces.ts';
import { tellsAddresses } from './node-groups.ts';
import { addressesSeenByPods, NodeTable, nodeNamesOf } from './nodes.ts';
import { PartyTable } from './parties.ts';
import { BOTH_FAMILIES, IPV4_BIT, type Party } from './party.ts';
import { PeerClassTable } from './peer-classes.ts';
import { podCidrsOf } from './pod-cidrs.ts';
import { policyInForce } from './policies-in-force.ts';
import { PolicyTexts } from './policy-text.ts';
import { Reachability } from './reachability.ts';
import { type RowParts, rowsOf } from './rows.ts';
import { RuleEffects } from './rule-effect.ts';
import type { PolicyRef, Profile } from './types.ts';
import { WorkloadTable } from './workloads.ts';

/** What of a compilation the next one can take over. */
interface Compilation extends ClassMembers, ClassedParts {
  readonly workloads: WorkloadTable;
  readonly known: KnownOfClasses;
}

const compilations = new WeakMap<PolicyModel, Compilation>();

/**
 * Compiles the policies of one revision: classes, gates, and everything that answers questions about them. Each part is
 * a function of some of the objects; where these are the very objects of `previous`, the part is that of `previous`.
 */
export const compileModel: CompileModel = (objects, profile, previous) => {
  const before = previous?.profile === profile ? compilations.get(previous) : undefined;
  const hasSamePolicies =
    previous?.objects.networkPolicies === objects.networkPolicies &&
    previous.objects.clusterPolicies === objects.clusterPolicies;
  const policies =
    before !== undefined && hasSamePolicies ? before.policies : compilePolicies(objects, before?.policies);
  const { parts, atoms, hasNetworks } = policies;
  const namespaces = namespaceTable(objects, profile, policies, before, previous);
  const podCidrs = podCidrsOf(objects, profile);
  const workloads = new WorkloadTable(objects, before?.workloads);
  const keyParts = {
    ...{ namespaces, profile },
    labels: policies.labels,
    namedPorts: policies.namedPorts,
    // Where blocks never mean pods (row 73), their addresses tell no pods apart; networks always do (row A15).
    atoms: profile.ipBlockMatchesPods === 'false' && !hasNetworks ? UNCUT_SPACE : atoms,
    nodesMatter: hasNetworks || policies.hasNodes,
  };
  const keys = before?.keys.holdsFor(keyParts) === true ? before.keys : new ClassKeys(keyParts);
  const members = { objects, keys, namespaces, workloads };
  const classes = buildClasses(members, before);
  const nodes = new NodeTable(objects, atoms, before?.nodes);
  const gates = new GateTable(classes, { policies, keys, namespaces, objects, profile }, before?.gates);
  const parties = new PartyTable({ objects, classes, namespaces, nodes, gates, atoms, podCidrs });
  const nodesUnread = nodes.unread;
  const evaluator = new Evaluator({ profile, namespaces, atoms, podCidrs, nodes });
  const classed = { objects, policies, classes, gates, nodes };
  const known = before !== undefined && hasSameClasses(before, classed) ? before.known : knownOfNothing();
  const { relations } = known;
  const reachability = new Reachability({ profile, classes: classes.list, evaluator, parties, relations, nodesUnread });
  const peerClasses = new PeerClassTable(classes, namespaces, evaluator, parties, keyParts.atoms, known.peerClasses);
  const shared = { profile, evaluator, parties, peerClasses, reachability, relations };
  const rowParts = { ...shared, classes: classes.list, peerCount: parts.peers.length };
  const texts = new PolicyTexts(objects);
  const isHost = (end: SingleEnd): boolean =>
    end.type === 'class' && classes.list[end.class]?.face.hostNetwork === true;
  const ownerOf = (end: SingleEnd) => {
    const reading = isHost(end) && profile.hostNetworkPods === 'asNodes' ? 'asNodes' : 'asPods';
    return parties.party(end, reading, BOTH_FAMILIES);
  };
  let podFamilies: number | undefined;
  const gateStates = new GateStates(profile, evaluator);
  const { egressRows } = known;
  const declaredPorts = (classId: number) => declaredPortsOf(model, classId);
  const effectParts = { classes, gates, parties, peerClasses, evaluator, atoms, objects, declaredPorts };
  const effects = new RuleEffects({ ...effectParts, nodes, known: known.ruleEffects });

  let inForce: PolicyModel['policies'] | undefined;
  let kinds: ClassKinds | undefined;
  let workloadKeys: readonly string[] | undefined;
  const model: PolicyModel = {
    objects,
    profile,
    classes: classes.list.map(({ face }) => face),
    namespaces: namespaces.list.map(({ name }) => name),
    get policies() {
      if (inForce === undefined) {
        const hostPeers = new HostPeerTable({ ...shared, classes });
        const inForceParts = { profile, classes, namespaces, peerClasses, hostPeers };
        inForce = policies.all.map((policy) => policyInForce(policy, inForceParts));
      }
      return inForce;
    },
    classOf: (key) => classOfMember(key, { ...members, classes }),
    classesOfWorkload: (workload) => workloads.classes(classes).get(workload) ?? new Map(),
    podsOfWorkload: (workload) => workloads.pods(workload),
    workloadOfPod: (key) => workloads.of(key) ?? key,
    get workloads() {
      workloadKeys ??= [...workloads.classes(classes).keys()]; // asked for by every gap
      return workloadKeys;
    },
    relation: (from, to) => reachability.relation(from, to),
    pairs: (from, to) => pairsOf(from, to, rowParts),
    rowsInto: (end) => rowsOf(end, 'into', rowParts),
    rowsOutOf: (end) => rowsOf(end, 'outOf', rowParts),
    gate: (end, direction) => {
      const gated = ownerOf(end);
      podFamilies ??= parties.podFamilies;
      const owner = { party: gated.party, hostNetwork: isHost(end), families: gated.party.families & podFamilies };
      return gateStates.of(gated[direction], owner);
    },
    get kinds() {
      const kindParts = { ...shared, policies: policies.all, classes, gates, atoms };
      known.kinds ??= sortIntoKinds(kindParts);
      kinds ??= classKinds(known.kinds, kindParts);
      return kinds;
    },
    ruleEffect: (ref, path) => {
      const policy = policies.all.find((each) => isSameRef(each.ref, ref));
      const rule = [...(policy?.ingress ?? []), ...(policy?.egress ?? [])].find((each) => each.path === path);
      return policy === undefined || rule === undefined ? undefined : effects.of(policy, rule);
    },
    externalRows: (end, direction) => {
      const readings = reachability.readings(end, end).map((reading) => {
        const gated = parties.party(end, reading, BOTH_FAMILIES);
        return { gate: gated[direction], party: gated.party, families: externalFamilies(gated.party, parts) };
      });
      const rows = () => externalRowsOf(readings, { evaluator, relations, atoms });
      const [only, ...others] = readings;
      // Ports of an egress rule are the destination's: what is outside looks the same through one gate to whoever has it.
      if (only?.gate === undefined || others.length > 0 || direction === 'ingress') return rows();
      const ofGate = egressRows.get(only.gate) ?? new Map<number, readonly ExternalRow[]>();
      egressRows.set(only.gate, ofGate);
      const found = ofGate.get(only.families) ?? rows();
      ofGate.set(only.families, found);
      return found;
    },
    shareFamily: (from, to) => {
      const { IPv4, IPv6 } = reachability.families(from, to);
      return (IPv4 ?? IPv6) !== undefined;
    },
    explain: (from, to, port) => explainPair(from, to, port, { ...shared, model, texts }),
    policyText: (policy) => texts.get(policy),
  };
  compilations.set(model, { ...members, ...classed, known });
  return model;
};

/** Whether classes have the same numbers in both, and policies see them alike: only who is in them, and where, may differ. */
export function hasClassesOf(a: PolicyModel, b: PolicyModel): boolean {
  const known = compilations.get(a)?.known;
  return known !== undefined && known === compilations.get(b)?.known;
}

/**
 * Where everybody can connect to the same in both, on the same ports and for the same reasons, and only the number of
 * replicas behind it differs, and on which nodes these are: the classes with pods on other nodes than before, where that
 * tells who connects. They may connect otherwise with these nodes and with pods on their host network, and with nobody else.
 * Classes have the same numbers and keys then, and are of nobody, of one pod or of more in both. Else undefined.
 */
export function movedClasses(a: PolicyModel, b: PolicyModel): ReadonlySet<number> | undefined {
  const [before, now] = [compilations.get(a), compilations.get(b)];
  if (before === undefined || now === undefined || a.profile !== b.profile) return undefined;
  const isSameWorld =
    before.policies === now.policies &&
    before.keys === now.keys &&
    before.namespaces === now.namespaces &&
    a.objects.nodes === b.objects.nodes &&
    a.objects.services === b.objects.services &&
    // What is not evaluated or not read puts gates and nodes in doubt, whatever the policies are.
    a.objects.unevaluated === b.objects.unevaluated &&
    isSameCompleteness(a.objects, b.objects);
  if (!isSameWorld || before.classes.list.length !== now.classes.list.length) return undefined;
  const isSame = before.classes.list.every((known, id) => {
    const other = now.classes.list[id] as ClassRecord;
    return known.key === other.key && replicas(known) === replicas(other);
  });
  return isSame && addressesOfPodsText(a) === addressesOfPodsText(b) ? classesElsewhere(a, b) : undefined;
}

/** Addresses that only pods tell: of nodes that do not tell their own, and of pods on the host network that are on none. */
function addressesOfPodsText({ objects, classes }: PolicyModel): string {
  const unplaced = classes.flatMap(({ hostNetwork, pods }) => {
    const pod = hostNetwork ? objects.pods.get(pods[0] ?? '') : undefined;
    return pod === undefined || pod.spec.nodeName !== undefined ? [] : [podAddresses(pod)];
  });
  const names = nodeNamesOf(objects).filter((name) => !tellsAddresses(objects.nodes.get(name)));
  const seen = names.length === 0 ? undefined : addressesSeenByPods(objects);
  return JSON.stringify([unplaced, names.map((name) => [name, [...(seen?.get(name) ?? [])].sort()])]);
}

/** A node, and who is on the host network there, connects with its pods whatever policies say (rows 58, 59). */
function classesElsewhere(a: PolicyModel, b: PolicyModel): ReadonlySet<number> {
  const changed = new Set(changedParts(a.objects.pods, b.objects.pods));
  if (changed.size === 0) return new Set();
  const moved = b.classes.filter(
    ({ namespace, pods }, id) =>
      changed.has(partOfNamespace(namespace)) &&
      nodesText(a.objects, a.classes[id]?.pods ?? []) !== nodesText(b.objects, pods) &&
      !isOpenBothWays(b, id),
  );
  return new Set(moved.map(({ id }) => id));
}

/** To whom everybody connects anyway, and who connects to everybody: no node adds to it. */
export function isOpenBothWays(model: PolicyModel, id: number): boolean {
  return (['ingress', 'egress'] as const).every((direction) => {
    const { isolated, reasons } = model.gate({ type: 'class', class: id }, direction);
    return isolated === 'no' && reasons.length === 0;
  });
}

function nodesText({ pods }: ClusterObjects, keys: readonly string[]): string {
  return JSON.stringify([...new Set(keys.map((key) => pods.get(key)?.spec.nodeName ?? ''))].sort());
}

function isSameCompleteness({ completeness: a }: ClusterObjects, { completeness: b }: ClusterObjects): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function replicas({ face }: ClassRecord): string {
  return face.countUnknown ? 'unknown' : String(Math.min(face.count, 2));
}

function isSameRef(a: PolicyRef, b: PolicyRef): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

/** No block means a pod: one atom. */
const UNCUT_SPACE = cutAddressSpace([]);

/** What a selector matches is kept by the selector's number, so that a table belongs to policies as well. */
function namespaceTable(
  objects: ClusterObjects,
  profile: Profile,
  policies: CompiledPolicies,
  before: Compilation | undefined,
  previous: PolicyModel | undefined,
): NamespaceTable {
  const names = namespaceNames(objects);
  const isSame =
    before?.policies === policies &&
    previous?.objects.namespaces === objects.namespaces &&
    before.namespaces.hasNames(names);
  return isSame ? before.namespaces : new NamespaceTable(objects, profile, names);
}

/** Of an end without an address those that it may get; of two, IPv6 only where some policy speaks of it. */
function externalFamilies({ addressing, families }: Party, { blocks }: InternedParts): number {
  const saysNothing = !blocks.some(({ family }) => family === 'IPv6');
  return addressing.type !== 'atoms' && families === BOTH_FAMILIES && saysNothing ? IPV4_BIT : families;
}

function pairsOf(from: number, to: number, parts: RowParts): readonly PairRow[] {
  const host = (id: number): boolean => parts.classes[id]?.face.hostNetwork === true;
  // The side that may be split by node is the one that is not a node itself.
  const splitsFrom = host(to) && !host(from);
  const [split, whole] = splitsFrom ? [from, to] : [to, from];
  const ends = [
    { type: 'class', class: from },
    { type: 'class', class: to },
  ] as const;
  const wholeCount = parts.classes[whole]?.face.count ?? 0;
  const byRelation = new Map<Relation, number>();
  for (const { count, same } of partsOfClass(split, { type: 'class', class: whole }, parts)) {
    const relation = parts.relations.relation(parts.reachability.families(...ends, same));
    byRelation.set(relation, (byRelation.get(relation) ?? 0) + count * wholeCount);
  }
  return [...byRelation].map(([relation, pairs]) => ({ relation, pairs }));
}

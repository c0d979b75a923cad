import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { partsOfClass } from './class-parts.ts';
import { buildClasses } from './classes.ts';
import { compileClusterPolicy } from './compile/cluster-policy.ts';
import { type CompileNumbers, compileNetworkPolicy, isUnreadPolicy } from './compile/network-policy.ts';
import { Evaluator } from './evaluator.ts';
import { explainPair } from './explain.ts';
import { cutAddressSpace } from './external-atoms.ts';
import { externalRowsOf } from './external-rows.ts';
import { gateState } from './gate-state.ts';
import { GateTable } from './gates.ts';
import { InternedParts } from './interned-parts.ts';
import type { CompiledPolicy, Tier, TierName } from './ir.ts';
import type { CompileModel, PairRow, PolicyModel, Relation, SingleEnd } from './model.ts';
import { NamedPortReader } from './named-ports.ts';
import { NamespaceTable } from './namespaces.ts';
import { NodeTable } from './nodes.ts';
import { PartyTable } from './parties.ts';
import { BOTH_FAMILIES, IPV4_BIT, IPV6_BIT, type Party } from './party.ts';
import { PeerClassTable } from './peer-classes.ts';
import { podCidrsOf } from './pod-cidrs.ts';
import { policyInForce } from './policies-in-force.ts';
import { PolicyTexts } from './policy-text.ts';
import { Reachability } from './reachability.ts';
import { RelationTable } from './relation-of.ts';
import { RelevantLabels } from './relevant-labels.ts';
import { type RowParts, rowsOf } from './rows.ts';
import { WorkloadTable } from './workloads.ts';

/** Compiles the policies of one revision: classes, gates, and everything that answers questions about them. */
export const compileModel: CompileModel = (objects, profile) => {
  const parts = new InternedParts();
  const tiers = compileTiers(objects, parts);
  const policies = tiers.flatMap((tier) => tier.policies);
  const hasNetworks = parts.peers.some(({ type }) => type === 'network');
  const namespaces = new NamespaceTable(objects, profile);
  const atoms = cutAddressSpace(parts.blocks);
  const podCidrs = podCidrsOf(objects, profile);
  const workloads = new WorkloadTable(objects);
  const classes = buildClasses(
    objects,
    {
      namespaces,
      labels: new RelevantLabels(podSelectors(policies, parts)),
      namedPorts: new NamedPortReader(policies),
      // Where blocks never mean pods (row 73), their addresses tell no pods apart; networks always do (row A15).
      atoms: profile.ipBlockMatchesPods === 'false' && !hasNetworks ? cutAddressSpace([]) : atoms,
      profile,
      nodesMatter: hasNetworks || parts.peers.some(({ type }) => type === 'nodes'),
    },
    workloads.withPods,
  );
  const nodes = new NodeTable(objects, atoms);
  const gates = new GateTable(tiers, classes, namespaces, objects, profile);
  const parties = new PartyTable({ objects, classes, namespaces, nodes, gates, atoms, podCidrs });
  const nodesUnread = nodes.unread;
  const evaluator = new Evaluator({ profile, namespaces, atoms, podCidrs, nodes });
  const relations = new RelationTable();
  const reachability = new Reachability({ profile, classes: classes.list, evaluator, parties, relations, nodesUnread });
  const peerClasses = new PeerClassTable(classes, namespaces, evaluator, parties);
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

  let inForce: PolicyModel['policies'] | undefined;
  const model: PolicyModel = {
    objects,
    profile,
    classes: classes.list.map(({ face }) => face),
    namespaces: namespaces.list.map(({ name }) => name),
    get policies() {
      inForce ??= policies.map((policy) => policyInForce(policy, { ...shared, classes, namespaces }));
      return inForce;
    },
    classOf: (key) => classes.byMember.get(key),
    classesOfWorkload: (workload) => workloads.classes(classes).get(workload) ?? new Map(),
    workloadOfPod: (key) => {
      const pod = objects.pods.get(key);
      return pod === undefined ? key : workloads.of(pod);
    },
    get workloads() {
      return [...workloads.classes(classes).keys()];
    },
    relation: (from, to) => reachability.relation(from, to),
    pairs: (from, to) => pairsOf(from, to, rowParts),
    rowsInto: (end) => rowsOf(end, 'into', rowParts),
    rowsOutOf: (end) => rowsOf(end, 'outOf', rowParts),
    gate: (end, direction) => {
      const gated = ownerOf(end);
      podFamilies ??= parties.podFamilies;
      const owner = { party: gated.party, hostNetwork: isHost(end), families: gated.party.families & podFamilies };
      return gateState(gated[direction], owner, profile, evaluator);
    },
    externalRows: (end, direction) => {
      const readings = reachability.readings(end, end).map((reading) => {
        const gated = parties.party(end, reading, BOTH_FAMILIES);
        return { gate: gated[direction], party: gated.party, families: externalFamilies(gated.party, parts) };
      });
      return externalRowsOf(readings, { evaluator, relations, atoms });
    },
    explain: (from, to, port) => explainPair(from, to, port, { ...shared, model, texts }),
    policyText: (policy) => texts.get(policy),
  };
  return model;
};

/** All tiers in order. Sorted by name within, so that nothing depends on the order of the input. */
function compileTiers(objects: ClusterObjects, parts: InternedParts): readonly Tier[] {
  const numbers: CompileNumbers = { nextPolicy: 0, nextRule: 0 };
  const namespaced: CompiledPolicy[] = [];
  for (const [, policy] of sortedByKey(objects.networkPolicies)) {
    if (!isUnreadPolicy(policy)) namespaced.push(compileNetworkPolicy(policy, parts, numbers));
  }
  const clusterWide = sortedByKey(objects.clusterPolicies).flatMap(
    ([, policy]) => compileClusterPolicy(policy, parts, numbers) ?? [],
  );
  const ofTier = (name: TierName): readonly CompiledPolicy[] => clusterWide.filter(({ tier }) => tier === name);
  return [
    { name: 'Admin', unmatched: 'next', policies: ofTier('Admin') },
    { name: 'NetworkPolicy', unmatched: 'deny-if-selected', policies: namespaced },
    { name: 'Baseline', unmatched: 'next', policies: ofTier('Baseline') },
  ];
}

function sortedByKey<Value>(map: ReadonlyMap<string, Value>): (readonly [string, Value])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The selectors that pods are asked with; namespace selectors tell namespaces apart, not pods. */
function podSelectors(policies: readonly CompiledPolicy[], parts: InternedParts) {
  const subjects = policies.map(({ subject }) => subject.pods);
  return new Set([...subjects, ...parts.peers.flatMap((peer) => (peer.type === 'pods' ? [peer.pods] : []))]);
}

/** Of an end without an address: IPv4, and IPv6 where some policy speaks of it. */
function externalFamilies({ addressing, families }: Party, { blocks }: InternedParts): number {
  if (addressing.type === 'atoms') return families;
  return IPV4_BIT | (blocks.some(({ family }) => family === 'IPv6') ? IPV6_BIT : 0);
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

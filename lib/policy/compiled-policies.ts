import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { compileClusterPolicy } from './compile/cluster-policy.ts';
import { type CompileNumbers, compileNetworkPolicy, isUnreadPolicy } from './compile/network-policy.ts';
import { cutAddressSpace, type ExternalAtoms } from './external-atoms.ts';
import { InternedParts } from './interned-parts.ts';
import type { CompiledPolicy, Tier, TierName } from './ir.ts';
import { NamedPortReader } from './named-ports.ts';
import { RelevantLabels } from './relevant-labels.ts';

/** All that follows from the policies alone, whatever else is in the cluster. */
export interface CompiledPolicies {
  readonly parts: InternedParts;
  readonly tiers: readonly Tier[];
  /** Of all tiers, in order. */
  readonly all: readonly CompiledPolicy[];
  /** What some selector, port or block in force can see of a pod. */
  readonly labels: RelevantLabels;
  readonly namedPorts: NamedPortReader;
  readonly atoms: ExternalAtoms;
  /** Some cluster-wide policy names networks, which mean pods in every profile (row A15). */
  readonly hasNetworks: boolean;
  /** Some cluster-wide policy names nodes. */
  readonly hasNodes: boolean;
}

/**
 * Compiles all policies.
 * @param previous of other policies: what can see no more of a pod than before is the same object again, so that what
 *   was read of pods with it still holds.
 */
export function compilePolicies(objects: ClusterObjects, previous?: CompiledPolicies): CompiledPolicies {
  const parts = new InternedParts();
  const tiers = compileTiers(objects, parts);
  const all = tiers.flatMap((tier) => tier.policies);
  const labels = new RelevantLabels(podSelectors(all, parts));
  const namedPorts = new NamedPortReader(all);
  const hasSameBlocks = previous?.parts.blocksText() === parts.blocksText();
  return {
    ...{ parts, tiers, all },
    labels: previous?.labels.text === labels.text ? previous.labels : labels,
    namedPorts: previous?.namedPorts.text === namedPorts.text ? previous.namedPorts : namedPorts,
    atoms: previous !== undefined && hasSameBlocks ? previous.atoms : cutAddressSpace(parts.blocks),
    hasNetworks: parts.peers.some(({ type }) => type === 'network'),
    hasNodes: parts.peers.some(({ type }) => type === 'nodes'),
  };
}

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

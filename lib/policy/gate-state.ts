import { FAMILIES, type Family, wholeSpace } from './address.ts';
import { coversRanges } from './address-ranges.ts';
import { ADMITS_NOTHING, type Admission, unite } from './admission.ts';
import { type Evaluator, familyBit } from './evaluator.ts';
import { type CompiledGate, hasClusterPolicies } from './gates.ts';
import type { CompiledRule, Peer } from './ir.ts';
import { MATCHES, type Match, NO_MATCH } from './match.ts';
import type { GateState } from './model.ts';
import { BOTH_FAMILIES, type Party, UNPLACED } from './party.ts';
import { NO_PORTS } from './port-set.ts';
import { reasonBit, reasonsOf } from './reasons.ts';
import { foldTiers } from './tier-fold.ts';
import type { PolicyRef, Profile } from './types.ts';

const NO_GATE: GateState = { isolated: 'none', policies: [], reasons: [] };

/** The end that the gate belongs to, as an ordinary pod. */
export interface GateOwner {
  readonly party: Party;
  readonly hostNetwork: boolean;
  /** Families that it may share with some pod. */
  readonly families: number;
}

/**
 * Whether an end is isolated, and by what.
 * @param gate as an ordinary pod; undefined for nodes and what is outside.
 */
export function gateState(
  gate: CompiledGate | undefined,
  owner: GateOwner,
  profile: Profile,
  evaluator: Evaluator,
): GateState {
  const { hostNetwork } = owner;
  if (gate === undefined || (hostNetwork && profile.hostNetworkPods === 'asNodes')) return NO_GATE;
  const policies = policiesOf(gate);
  const unread = gate.undecided | gate.policiesUnread;
  if (gate.undecided !== 0) return { isolated: 'depends', policies, reasons: reasonsOf(unread | gate.doubt) };
  if (hasClusterPolicies(gate)) return stateOfTiers(gate, policies, owner, profile, evaluator);
  const reasons = unread | gate.doubt;
  // Nothing certain is known, or what is not understood may isolate a pod that nothing else does.
  if (unread !== 0 || (gate.doubt !== 0 && policies.length === 0)) {
    return { isolated: 'depends', policies, reasons: reasonsOf(reasons) };
  }
  if (policies.length === 0) return { isolated: 'no', policies, reasons: [] };
  if (hostNetwork && profile.hostNetworkPods === 'depends') {
    return { isolated: 'depends', policies, reasons: reasonsOf(reasons | reasonBit('host-network')) };
  }
  return { isolated: 'yes', policies, reasons: reasonsOf(reasons) };
}

/** All that have a say, in the order of the tiers. */
function policiesOf({ clusterPolicies, policies }: CompiledGate): readonly PolicyRef[] {
  const clusterWide = (tier: string): PolicyRef[] =>
    clusterPolicies.flatMap(({ policy }) => (policy.tier === tier ? [policy.ref] : []));
  return [...clusterWide('Admin'), ...policies.map(({ ref }) => ref), ...clusterWide('Baseline')];
}

function stateOfTiers(
  gate: CompiledGate,
  policies: readonly PolicyRef[],
  owner: GateOwner,
  profile: Profile,
  evaluator: Evaluator,
): GateState {
  const stranger = strangerAdmission(gate, owner, evaluator);
  const doubts = reasonsOf(gate.doubt | gate.policiesUnread);
  if (stranger.may === NO_PORTS) return { isolated: 'yes', policies, reasons: doubts };
  if (!closesSomething(gate) && profile.sctp === 'supported') return { isolated: 'no', policies, reasons: [] };
  // What a port is called differs from peer to peer: that is no doubt about the gate.
  const reasons = stranger.uncertain.flatMap(({ reason }) => (reason === 'named-port-unresolved' ? [] : [reason]));
  if (stranger.must !== NO_PORTS || reasons.length === 0) return { isolated: 'partly', policies, reasons: doubts };
  return { isolated: 'depends', policies, reasons };
}

/** A gate that only allows and passes lets everybody through: there is no implicit isolation (row A6). */
function closesSomething(gate: CompiledGate): boolean {
  if (gate.policies.length > 0 || (gate.doubt | gate.policiesUnread | gate.baselineUnread) !== 0) return true;
  return gate.clusterPolicies.some(({ rules }) =>
    rules.some(({ action }) => action === 'deny' || action === 'unknown'),
  );
}

/** What a pod that no rule singles out gets: only rules for every pod mean it, and no NetworkPolicy admits it. */
function strangerAdmission(gate: CompiledGate, { party, families }: GateOwner, evaluator: Evaluator): Admission {
  // Where a NetworkPolicy isolates for certain, another that is not understood opens more at most.
  const certain = gate.policies.length > 0 ? { ...gate, doubt: 0 } : gate;
  const destination = gate.direction === 'ingress' ? party : STRANGER;
  let admission = ADMITS_NOTHING;
  for (const family of FAMILIES) {
    if ((families & familyBit(family)) === 0) continue;
    const folded = foldTiers(certain, {
      match: (rule) => matchOfEveryPod(rule, family),
      ports: (rule) => evaluator.ports(rule, destination),
      networkPolicies: () => ADMITS_NOTHING,
    });
    admission = unite(admission, folded);
  }
  return admission;
}

const STRANGER: Party = {
  ...{ type: 'pod', families: BOTH_FAMILIES, addressing: { type: 'pod-unknown' }, placement: UNPLACED },
  ...{ namespace: undefined, labels: undefined, namedPorts: 'unknown' },
};

function matchOfEveryPod({ peers }: CompiledRule, family: Family): Match {
  return peers === 'anyone' || peers.some((peer) => meansEveryPod(peer, family)) ? MATCHES : NO_MATCH;
}

/** Whether a peer means every pod that is not on the host network, whatever its labels and address are. */
export function meansEveryPod(peer: Peer, family?: Family): boolean {
  if (peer.type === 'network') {
    return peer.block.family === family && coversRanges(peer.block.ranges, [wholeSpace(family)]);
  }
  if (peer.type !== 'pods' || 'name' in peer.namespaces) return false;
  return peer.namespaces.selector.requirements.length === 0 && peer.pods.requirements.length === 0;
}

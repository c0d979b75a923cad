import { FAMILIES, type Family, wholeSpace } from './address.ts';
import { coversRanges } from './address-ranges.ts';
import { ADMITS_NOTHING, type Admission, unite } from './admission.ts';
import { type Evaluator, familyBit } from './evaluator.ts';
import { type CompiledGate, hasClusterPolicies } from './gates.ts';
import type { Peer } from './ir.ts';
import { MATCHES, NO_MATCH } from './match.ts';
import type { GateState } from './model.ts';
import { NO_NAMED_PORTS } from './named-ports.ts';
import { BOTH_FAMILIES, type Party, UNPLACED } from './party.ts';
import { NO_PORTS } from './port-set.ts';
import { reasonBit, reasonsOf } from './reasons.ts';
import { foldTiers } from './tier-fold.ts';
import type { PolicyRef, Profile } from './types.ts';

const NO_GATE: GateState = { isolated: 'none', policies: [], reasons: [], onlyNamedPods: false };

/** The end that the gate belongs to, as an ordinary pod. */
export interface GateOwner {
  readonly party: Party;
  readonly hostNetwork: boolean;
  /** Families that it may share with some pod. */
  readonly families: number;
}

/** The states of the gates of one model, each once for all owners that it is the same for. */
export class GateStates {
  private readonly profile: Profile;
  private readonly evaluator: Evaluator;
  private readonly known = new WeakMap<CompiledGate, Map<string, GateState>>();

  constructor(profile: Profile, evaluator: Evaluator) {
    this.profile = profile;
    this.evaluator = evaluator;
  }

  /** As `gateState`. */
  of(gate: CompiledGate | undefined, owner: GateOwner): GateState {
    const { hostNetwork, families, party } = owner;
    // Of the owner itself only the names of its ports are asked for, and only where it is what is connected to.
    if (gate === undefined) return NO_GATE;
    const { namedPorts } = party;
    const ports = gate.direction === 'egress' ? '' : namedPorts === 'unknown' ? namedPorts : namedPorts.id;
    let ofGate = this.known.get(gate);
    if (ofGate === undefined) {
      ofGate = new Map();
      this.known.set(gate, ofGate);
    }
    const key = `${hostNetwork} ${families} ${ports}`;
    let state = ofGate.get(key);
    if (state === undefined) {
      state = gateState(gate, owner, this.profile, this.evaluator);
      ofGate.set(key, state);
    }
    return state;
  }
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
  const open = { policies, onlyNamedPods: false };
  if (gate.undecided !== 0) return { ...open, isolated: 'depends', reasons: reasonsOf(unread | gate.doubt) };
  if (hasClusterPolicies(gate)) return stateOfTiers(gate, policies, owner, profile, evaluator);
  const reasons = unread | gate.doubt;
  // Nothing certain is known, or what is not understood may isolate a pod that nothing else does.
  if (unread !== 0 || (gate.doubt !== 0 && policies.length === 0)) {
    return { ...open, isolated: 'depends', reasons: reasonsOf(reasons) };
  }
  if (policies.length === 0) return { ...open, isolated: 'no', reasons: [] };
  if (hostNetwork && profile.hostNetworkPods === 'depends') {
    return { ...open, isolated: 'depends', reasons: reasonsOf(reasons | reasonBit('host-network')) };
  }
  // Whatever is undecided may admit anyone, and so may a protocol that the plugin does not support (row 56).
  const onlyNamedPods = reasons === 0 && profile.sctp === 'supported';
  return { isolated: 'yes', policies, reasons: reasonsOf(reasons), onlyNamedPods };
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
  const pod = strangerAdmission(gate, owner, STRANGE_POD, evaluator);
  const stranger = unite(pod, strangerAdmission(gate, owner, STRANGE_ADDRESS, evaluator));
  const doubts = reasonsOf(gate.doubt | gate.policiesUnread);
  const state = { policies, reasons: doubts, onlyNamedPods: pod.may === NO_PORTS && profile.sctp === 'supported' };
  if (stranger.may === NO_PORTS) return { ...state, isolated: 'yes' };
  if (!closesSomething(gate) && profile.sctp === 'supported') return { ...state, isolated: 'no', reasons: [] };
  // What a port is called differs from peer to peer: that is no doubt about the gate.
  const reasons = stranger.uncertain.flatMap(({ reason }) => (reason === 'named-port-unresolved' ? [] : [reason]));
  if (stranger.must !== NO_PORTS || reasons.length === 0) return { ...state, isolated: 'partly' };
  return { ...state, isolated: 'depends', reasons };
}

/** A gate that only allows and passes lets everybody through: there is no implicit isolation (row A6). */
function closesSomething(gate: CompiledGate): boolean {
  if (gate.policies.length > 0 || (gate.doubt | gate.policiesUnread | gate.baselineUnread) !== 0) return true;
  return gate.clusterPolicies.some(({ rules }) =>
    rules.some(({ action }) => action === 'deny' || action === 'unknown'),
  );
}

/** What an end that no rule singles out gets: only rules for all of its kind mean it, and no NetworkPolicy admits it. */
function strangerAdmission(
  gate: CompiledGate,
  { party, families }: GateOwner,
  stranger: Party,
  evaluator: Evaluator,
): Admission {
  // Where a NetworkPolicy isolates for certain, another that is not understood opens more at most.
  const certain = gate.policies.length > 0 ? { ...gate, doubt: 0 } : gate;
  const destination = gate.direction === 'ingress' ? party : stranger;
  let admission = ADMITS_NOTHING;
  for (const family of FAMILIES) {
    if ((families & familyBit(family)) === 0) continue;
    const folded = foldTiers(certain, {
      match: ({ peers }) =>
        peers === 'anyone' || peers.some((peer) => meansAll(peer, stranger.type, family)) ? MATCHES : NO_MATCH,
      ports: (rule) => evaluator.ports(rule, destination),
      networkPolicies: () => ADMITS_NOTHING,
    });
    admission = unite(admission, folded);
  }
  return admission;
}

const UNKNOWN = { families: BOTH_FAMILIES, addressing: { type: 'pod-unknown' }, placement: UNPLACED } as const;
const STRANGE_POD: Party = {
  ...UNKNOWN,
  ...{ type: 'pod', namespace: undefined, labels: undefined, namedPorts: 'unknown' },
};
const STRANGE_ADDRESS: Party = {
  ...UNKNOWN,
  ...{ type: 'outside', namespace: undefined, labels: undefined, namedPorts: NO_NAMED_PORTS },
};

function meansAll(peer: Peer, type: Party['type'], family: Family): boolean {
  if (peer.type === 'network') {
    return peer.block.family === family && coversRanges(peer.block.ranges, [wholeSpace(family)]);
  }
  return type === 'pod' && meansEveryPod(peer);
}

/**
 * Whether a peer means every pod that is not on the host network, whatever its labels are. A domain name does not: it
 * singles out what it resolves to, though nobody can tell which pod that is.
 */
export function meansEveryPod(peer: Peer): boolean {
  if (peer.type !== 'pods' || 'name' in peer.namespaces) return false;
  return peer.namespaces.selector.requirements.length === 0 && peer.pods.requirements.length === 0;
}

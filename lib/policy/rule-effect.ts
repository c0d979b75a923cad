import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { FAMILIES, type Family } from './address.ts';
import type { Admission } from './admission.ts';
import type { Classes } from './classes.ts';
import { type Evaluator, familyBit } from './evaluator.ts';
import { type AtomSpace, type ExternalAtoms, isInBlock } from './external-atoms.ts';
import { type CompiledGate, type GateTable, type GateTier, NO_TIER } from './gates.ts';
import type { CompiledPolicy, CompiledRule, Peer, PodsMeant } from './ir.ts';
import { NO_MATCH } from './match.ts';
import type { RuleEffect, RuleRef } from './model.ts';
import { NO_NAMED_PORTS } from './named-ports.ts';
import { nodeNamesOf } from './nodes.ts';
import type { PartyTable } from './parties.ts';
import { NO_PLACE, type Party } from './party.ts';
import type { PeerClassTable } from './peer-classes.ts';
import { intersectPorts, NO_PORTS, type PortSet } from './port-set.ts';
import { type ReasonMask, reasonBit, reasonsOf } from './reasons.ts';
import type { RuleObserver } from './tier-fold.ts';
import { namespacesOfUnreadPods } from './weak-input.ts';

export interface RuleEffectParts {
  readonly classes: Classes;
  readonly gates: GateTable;
  readonly parties: PartyTable;
  readonly peerClasses: PeerClassTable;
  readonly evaluator: Evaluator;
  readonly atoms: ExternalAtoms;
  readonly objects: ClusterObjects;
  /** Nodes may not be read. */
  readonly nodesUnread: boolean;
}

/**
 * Gates and peers that are asked for one rule: about a second. Thousands of pods that each have a policy of their own
 * make millions of them, and a page waits for the answer.
 */
const MOST_ASKED = 200_000;

/**
 * What a rule changes in what the gates of the pods that its policy selects let through: for everybody who is in the
 * cluster, and for every part of the outside that some rule tells apart. The other gate of a connection is not asked: a
 * rule is not without effect because a client may not speak yet.
 */
export class RuleEffects {
  private readonly parts: RuleEffectParts;
  private owners: ReadonlyMap<number, readonly GateOwner[]> | undefined;
  private nodeNames: readonly string[] | undefined;
  private unreadPods: ReadonlySet<string> | 'all' | undefined;

  constructor(parts: RuleEffectParts) {
    this.parts = parts;
  }

  of(policy: CompiledPolicy, rule: CompiledRule): RuleEffect {
    const owners = this.ownersOf(rule);
    const unread = this.unreadFor(policy, rule);
    if (owners.length === 0 && unread === 0) return { type: 'selects-nothing' };
    const peers = [...this.peersOf(rule)];
    const trial = new Trial(policy, rule, this.parts.evaluator, unread);
    let asked = 0;
    for (const { gate, party, only } of owners) {
      for (const { party: peer, class: id } of peers) {
        if (id !== undefined && id === only) continue; // row 62: a pod cannot be kept from itself
        for (const family of FAMILIES) {
          if ((party.families & peer.families & familyBit(family)) === 0) continue;
          if (trial.hasEffect(gate, party, peer, family)) return { type: 'effective' };
          if (++asked === MOST_ASKED) return { type: 'unknown', reasons: [] };
        }
      }
    }
    return trial.whyNot();
  }

  /** The gates that the rule stands in, each with every kind of pod behind it whose ports may differ. */
  private ownersOf(rule: CompiledRule): readonly GateOwner[] {
    this.owners ??= this.findOwners();
    return this.owners.get(rule.id) ?? [];
  }

  private findOwners(): ReadonlyMap<number, readonly GateOwner[]> {
    const { classes, gates, parties } = this.parts;
    const owners = new Map<number, GateOwner[]>();
    const seen = new Map<string, GateOwner>();
    for (const { face, namedPorts } of classes.list) {
      for (const direction of ['ingress', 'egress'] as const) {
        const gate = gates.gateOfClass(face.id, direction);
        const { party } = parties.classParty(face.id, 'asPods');
        // Only the names of an own port differ behind one gate, and the families.
        const key = `${direction} ${gate.id} ${direction === 'ingress' ? namedPorts.id : ''} ${party.families}`;
        const known = seen.get(key);
        if (known !== undefined) {
          known.only = undefined;
          continue;
        }
        const owner = { gate, party, only: face.count <= 1 && !face.countUnknown ? face.id : undefined };
        seen.set(key, owner);
        for (const rule of rulesOf(gate)) {
          const list = owners.get(rule.id);
          if (list === undefined) owners.set(rule.id, [owner]);
          else list.push(owner);
        }
      }
    }
    return owners;
  }

  /** Everybody whom the rule may mean. What is outside comes first: most rules are told apart there or nowhere. */
  private *peersOf(rule: CompiledRule): Generator<PeerParty> {
    const { classes, parties, objects, atoms } = this.parts;
    for (const family of FAMILIES) {
      for (const { id } of atoms[family].atoms) {
        if (rule.peers === 'anyone' || rule.peers.some((peer) => meansAtom(peer, family, atoms[family], id))) {
          yield { party: outsideParty(family, id) };
        }
      }
    }
    const ids = rule.peers === 'anyone' ? classes.list.keys() : this.classesMeant(rule.peers);
    for (const id of ids) yield { party: parties.classParty(id, 'asPods').party, class: id };
    if (rule.peers !== 'anyone' && rule.peers.every(({ type }) => type === 'pods' || type === 'nobody')) return;
    this.nodeNames ??= nodeNamesOf(objects);
    for (const name of this.nodeNames) yield { party: parties.party({ type: 'node', name }, 'asNodes', 0).party };
  }

  /** Why there may be pods that the policy selects, or pods and nodes that the rule means, of which nothing is known. */
  private unreadFor({ subject }: CompiledPolicy, { peers }: CompiledRule): ReasonMask {
    const { objects, nodesUnread } = this.parts;
    this.unreadPods ??= namespacesOfUnreadPods(objects);
    const unread = this.unreadPods;
    const anyUnread = unread === 'all' || unread.size > 0;
    const mayHavePods = (namespaces: PodsMeant['namespaces']): boolean =>
      unread !== 'all' && 'name' in namespaces ? unread.has(namespaces.name) : anyUnread;
    const mayMeanPods = (peer: Peer): boolean => (peer.type === 'pods' ? mayHavePods(peer.namespaces) : anyUnread);
    const hidesPods = mayHavePods(subject.namespaces) || (peers === 'anyone' ? anyUnread : peers.some(mayMeanPods));
    const meansNodes = peers === 'anyone' || peers.some(({ type }) => type !== 'pods' && type !== 'nobody');
    return (hidesPods ? reasonBit('pods-not-read') : 0) | (meansNodes && nodesUnread ? reasonBit('nodes-not-read') : 0);
  }

  private classesMeant(peers: readonly Peer[]): Iterable<number> {
    const ids = new Set<number>();
    for (const peer of peers) for (const id of this.parts.peerClasses.get(peer).ids) ids.add(id);
    for (const { face } of this.parts.classes.list) if (face.hostNetwork) ids.add(face.id); // they have two readings
    return ids;
  }
}

const NOBODY_LOOKS: RuleObserver = { rule: () => {}, networkPolicies: () => {} };

interface GateOwner {
  readonly gate: CompiledGate;
  readonly party: Party;
  /** The class, where it is a single pod and the only one of its kind behind the gate. */
  only: number | undefined;
}

interface PeerParty {
  readonly party: Party;
  /** Of pods. */
  readonly class?: number;
}

/** One rule, taken out of its gates. */
class Trial {
  private readonly policy: CompiledPolicy;
  private readonly rule: CompiledRule;
  private readonly evaluator: Evaluator;
  private readonly without = new Map<CompiledGate, CompiledGate>();
  private readonly alone = new Map<CompiledGate, CompiledGate>();
  private isMeant = false;
  private hasPorts = false;
  /** The rule alone would change something, were it not for another tier. */
  private isOverruled = false;
  private isReached = false;
  private unknown: ReasonMask;
  private readonly earlier = new Set<CompiledRule>();
  private readonly later = new Set<CompiledRule>();

  /** @param unknown why nothing is known for certain of whom the rule does not change. */
  constructor(policy: CompiledPolicy, rule: CompiledRule, evaluator: Evaluator, unknown: ReasonMask) {
    this.policy = policy;
    this.rule = rule;
    this.evaluator = evaluator;
    this.unknown = unknown;
  }

  hasEffect(gate: CompiledGate, own: Party, peer: Party, family: Family): boolean {
    const { rule, evaluator } = this;
    if (evaluator.rule(rule, peer, family) === NO_MATCH) return false;
    this.isMeant = true;
    const destination = rule.direction === 'ingress' ? own : peer;
    const { may } = evaluator.ports(rule, destination);
    if (may === NO_PORTS) return false;
    this.hasPorts = true;
    // With an observer nothing is remembered: a gate without the rule bears the numbers of the one with it.
    const admitted = (asked: CompiledGate): Admission =>
      evaluator.gate(asked, peer, destination, family, undefined, NOBODY_LOOKS);
    if (!isSame(admitted(gate), admitted(this.gateWithout(gate)))) return true;
    this.unknown |= gate.undecided | gate.policiesUnread | gate.doubt;
    if (this.policy.tier === 'Baseline') this.unknown |= gate.baselineUnread;
    if (this.policy.tier === 'NetworkPolicy') {
      const plain = this.plainGate(gate);
      if (!isSame(admitted(plain), admitted(this.gateWithout(plain)))) this.isOverruled = true;
    }
    this.lookAround(gate, peer, destination, family, may);
    return false;
  }

  /** Which rules mean the same, and whether this one is asked at all. */
  private lookAround(gate: CompiledGate, peer: Party, destination: Party, family: Family, ports: PortSet): void {
    const { rule, evaluator } = this;
    let side = this.earlier;
    for (const other of rulesOf(gate)) {
      if (other === rule) side = this.later;
      else if (evaluator.rule(other, peer, family) !== NO_MATCH) {
        if (intersectPorts(evaluator.ports(other, destination).may, ports) !== NO_PORTS) side.add(other);
      }
    }
    evaluator.gate(gate, peer, destination, family, undefined, {
      rule: (observed, asked) => {
        if (observed === rule && intersectPorts(asked, ports) !== NO_PORTS) this.isReached = true;
      },
      networkPolicies: () => {},
    });
  }

  whyNot(): RuleEffect {
    if (this.unknown !== 0) return { type: 'unknown', reasons: reasonsOf(this.unknown) };
    if (!this.isMeant) return { type: 'matches-nobody' };
    if (!this.hasPorts) return { type: 'opens-no-port' };
    const all = [...this.earlier, ...this.later];
    if (this.policy.tier !== 'NetworkPolicy') {
      return this.isReached ? { type: 'redundant', by: refs(all) } : { type: 'shadowed', by: refs(this.earlier) };
    }
    if (!this.isOverruled) return { type: 'redundant', by: refs(all.filter(isOfNetworkPolicy)) };
    return { type: 'overridden', by: refs(all.filter((other) => !isOfNetworkPolicy(other))) };
  }

  private gateWithout(gate: CompiledGate): CompiledGate {
    const known = this.without.get(gate);
    if (known !== undefined) return known;
    const others = (rules: readonly CompiledRule[]) => rules.filter((each) => each !== this.rule);
    const tier = ({ chains, ...rest }: GateTier): GateTier => ({
      ...rest,
      chains: chains.map((chain) =>
        chain.map((group) => group.map((each) => ({ ...each, rules: others(each.rules) }))),
      ),
    });
    const made = { ...gate, rules: others(gate.rules), admin: tier(gate.admin), baseline: tier(gate.baseline) };
    this.without.set(gate, made);
    return made;
  }

  /** As if there were NetworkPolicies only. */
  private plainGate(gate: CompiledGate): CompiledGate {
    const known = this.alone.get(gate);
    if (known !== undefined) return known;
    const made = { ...gate, admin: NO_TIER, baseline: NO_TIER, clusterPolicies: [], baselineUnread: 0 };
    this.alone.set(gate, made);
    return made;
  }
}

/** The same ports, for whatever reasons they are in doubt. */
function isSame(a: Admission, b: Admission): boolean {
  return a.must === b.must && a.may === b.may;
}

/** All rules of a gate in the order of its tiers. */
function rulesOf({ admin, rules, baseline }: CompiledGate): readonly CompiledRule[] {
  const ordered = (tier: GateTier): readonly CompiledRule[] => tier.chains.flat(2).flatMap((policy) => policy.rules);
  return [...ordered(admin), ...rules, ...ordered(baseline)];
}

function isOfNetworkPolicy({ policy }: CompiledRule): boolean {
  return policy.kind === 'NetworkPolicy';
}

function refs(rules: Iterable<CompiledRule>): readonly RuleRef[] {
  return Array.from(rules, ({ policy, path }) => ({ policy, path }));
}

function meansAtom(peer: Peer, family: Family, space: AtomSpace, atom: number): boolean {
  if (peer.type === 'names') return true;
  return (
    (peer.type === 'block' || peer.type === 'network') &&
    peer.block.family === family &&
    isInBlock(space, atom, peer.block.id)
  );
}

function outsideParty(family: Family, atom: number): Party {
  return {
    ...{ type: 'outside', families: familyBit(family) },
    addressing: { type: 'atoms', IPv4: family === 'IPv4' ? [atom] : [], IPv6: family === 'IPv6' ? [atom] : [] },
    ...{ placement: NO_PLACE, namespace: undefined, labels: undefined, namedPorts: NO_NAMED_PORTS },
  };
}

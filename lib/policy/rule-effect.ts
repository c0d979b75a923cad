import { getOr } from '#lib/get-or.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { FAMILIES, type Family } from './address.ts';
import type { Classes } from './classes.ts';
import { type Evaluator, familyBit } from './evaluator.ts';
import { type AtomSpace, type ExternalAtoms, isInBlock } from './external-atoms.ts';
import type { CompiledGate, GateTable } from './gates.ts';
import type { CompiledPolicy, CompiledRule, Peer, PodsMeant } from './ir.ts';
import { isAlone } from './is-alone.ts';
import type { RuleEffect } from './model.ts';
import { NO_NAMED_PORTS } from './named-ports.ts';
import { type NodeTable, nodeNamesOf } from './nodes.ts';
import type { PartyTable } from './parties.ts';
import { NO_PLACE, type Party } from './party.ts';
import type { PeerClassTable } from './peer-classes.ts';
import { intersectPorts, NO_PORTS, type PortSet, portRange, unitePorts } from './port-set.ts';
import { type ReasonMask, reasonBit } from './reasons.ts';
import { RuleTrial, rulesOf } from './rule-trial.ts';
import { namespacesOfUnreadPods } from './weak-input.ts';

export interface RuleEffectParts {
  readonly classes: Classes;
  readonly gates: GateTable;
  readonly parties: PartyTable;
  readonly peerClasses: PeerClassTable;
  readonly evaluator: Evaluator;
  readonly atoms: ExternalAtoms;
  readonly objects: ClusterObjects;
  readonly nodes: NodeTable;
  readonly known: KnownRuleEffects;
  /** The ports that some pod of a class declares. */
  readonly declaredPorts: (classId: number) => PortSet;
}

/** What was found of rules, the ports aside that nobody declares: of all models with the same classes. */
export interface KnownRuleEffects {
  /** What it rests on besides classes: who is alone in a class, and the nodes. */
  rests: string;
  readonly of: Map<string, RuleEffect>;
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
  private guarded: ReadonlyMap<number, readonly number[]> | undefined;
  private nodeNames: readonly string[] | undefined;
  private rests: string | undefined;
  private unreadPods: ReadonlySet<string> | 'all' | undefined;

  constructor(parts: RuleEffectParts) {
    this.parts = parts;
  }

  of(policy: CompiledPolicy, rule: CompiledRule): RuleEffect {
    const owners = this.ownersOf(rule);
    const unread = this.unreadFor(policy, rule);
    if (owners.length === 0 && unread === 0) return { type: 'selects-nothing' };
    const effect = getOr(this.known(), `${rule.id} ${unread}`, () => this.tried(policy, rule, owners, unread));
    return effect.type === 'effective' ? this.effective(rule, unread) : effect;
  }

  /** Emptied where it rests on something else than in this model. */
  private known(): Map<string, RuleEffect> {
    const { known, classes, nodes } = this.parts;
    if (this.rests === undefined) {
      // None, a single one, or more of its kind.
      const alone = classes.list.map(({ face }) => (isAlone(face, face.count) ? face.count : 2)).join('');
      const places = this.nodesThere().map((name) => [name, nodes.addressing(name)]);
      this.rests = `${alone} ${JSON.stringify(places)}`;
    }
    if (known.rests !== this.rests) {
      known.rests = this.rests;
      known.of.clear();
    }
    return known.of;
  }

  private nodesThere(): readonly string[] {
    this.nodeNames ??= nodeNamesOf(this.parts.objects);
    return this.nodeNames;
  }

  private tried(
    policy: CompiledPolicy,
    rule: CompiledRule,
    owners: readonly GateOwner[],
    unread: ReasonMask,
  ): RuleEffect {
    const peers = [...this.peersOf(rule)];
    const trial = new RuleTrial(policy, rule, this.parts.evaluator, unread);
    let asked = 0;
    for (const { gate, party, only } of owners) {
      for (const { party: peer, class: id } of peers) {
        if (id !== undefined && id === only) {
          // Row 62: a pod cannot be kept from itself.
          if (this.parts.classes.list[id]?.face.count === 1) trial.askItself(party);
          continue;
        }
        for (const family of FAMILIES) {
          if ((party.families & peer.families & familyBit(family)) === 0) continue;
          if (trial.hasEffect(gate, party, peer, family)) return { type: 'effective' };
          if (++asked === MOST_ASKED) return { type: 'unknown', reasons: [] };
        }
      }
    }
    return trial.whyNot();
  }

  /** With the ports that it opens and no pod behind it declares; none where not all of these pods are known. */
  private effective(rule: CompiledRule, unread: ReasonMask): RuleEffect {
    const isKnown = unread === 0 && readsServices(this.parts.objects);
    const undeclared = isKnown ? this.undeclaredPorts(rule) : NO_PORTS;
    return { type: 'effective', ...(undeclared === NO_PORTS ? {} : { undeclared }) };
  }

  private undeclaredPorts(rule: CompiledRule): PortSet {
    const { ports, action } = rule;
    const ids = this.destinationsOf(rule);
    if (action !== 'allow' || ports === 'every' || ids === undefined) return NO_PORTS;
    const declared = ids.map(this.parts.declaredPorts).reduce(unitePorts, NO_PORTS);
    // Pods that declare no port at all say nothing about the ports that they listen on.
    if (declared === NO_PORTS) return NO_PORTS;
    let undeclared = NO_PORTS;
    for (const port of ports) {
      if (port.type !== 'range') continue; // every port of a protocol is no particular one
      const opened = portRange(port.protocol, port.first, port.last);
      if (intersectPorts(opened, declared) === NO_PORTS) undeclared = unitePorts(undeclared, opened);
    }
    return undeclared;
  }

  /** The classes whose ports the rule opens; undefined where it also opens those of others, which declare nothing. */
  private destinationsOf(rule: CompiledRule): readonly number[] | undefined {
    if (rule.direction === 'ingress') {
      this.guarded ??= this.findGuarded();
      return this.guarded.get(rule.id) ?? [];
    }
    const { peers } = rule;
    if (peers === 'anyone' || !peers.every(({ type }) => type === 'pods' || type === 'nobody')) return undefined;
    return [...this.classesMeant(peers)];
  }

  /** Ingress rule → the classes in whose gates it stands, ascending. */
  private findGuarded(): ReadonlyMap<number, readonly number[]> {
    const { classes, gates } = this.parts;
    const guarded = new Map<number, number[]>();
    for (const { face } of classes.list) {
      for (const { id } of rulesOf(gates.gateOfClass(face.id, 'ingress'))) {
        const list = guarded.get(id);
        if (list === undefined) guarded.set(id, [face.id]);
        else if (list.at(-1) !== face.id) list.push(face.id);
      }
    }
    return guarded;
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
        const owner = { gate, party, only: isAlone(face, face.count) ? face.id : undefined };
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
    const { classes, parties, atoms } = this.parts;
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
    for (const name of this.nodesThere()) yield { party: parties.party({ type: 'node', name }, 'asNodes', 0).party };
  }

  /** Why there may be pods that the policy selects, or pods and nodes that the rule means, of which nothing is known. */
  private unreadFor({ subject }: CompiledPolicy, { peers }: CompiledRule): ReasonMask {
    const { objects, nodes } = this.parts;
    this.unreadPods ??= namespacesOfUnreadPods(objects);
    const unread = this.unreadPods;
    const anyUnread = unread === 'all' || unread.size > 0;
    const mayHavePods = (namespaces: PodsMeant['namespaces']): boolean =>
      unread !== 'all' && 'name' in namespaces ? unread.has(namespaces.name) : anyUnread;
    const mayMeanPods = (peer: Peer): boolean => (peer.type === 'pods' ? mayHavePods(peer.namespaces) : anyUnread);
    const hidesPods = mayHavePods(subject.namespaces) || (peers === 'anyone' ? anyUnread : peers.some(mayMeanPods));
    const meansNodes = peers === 'anyone' || peers.some(({ type }) => type !== 'pods' && type !== 'nobody');
    return (
      (hidesPods ? reasonBit('pods-not-read') : 0) | (meansNodes && nodes.unread ? reasonBit('nodes-not-read') : 0)
    );
  }

  private classesMeant(peers: readonly Peer[]): Iterable<number> {
    const ids = new Set<number>();
    for (const peer of peers) for (const id of this.parts.peerClasses.get(peer).ids) ids.add(id);
    for (const { face } of this.parts.classes.list) if (face.hostNetwork) ids.add(face.id); // they have two readings
    return ids;
  }
}

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

/** What a Service leads to is declared too. */
function readsServices({ completeness }: ClusterObjects): boolean {
  return completeness.kinds.every(({ resource, state }) => {
    const [name] = resource.split('.');
    return (name !== 'services' && name !== 'endpointslices') || state === 'read' || state === 'absent';
  });
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

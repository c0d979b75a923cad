import type { Direction } from '#lib/kube/objects.ts';
import { FAMILIES, type Family } from './address.ts';
import { type Admission, intersect } from './admission.ts';
import type { Classes } from './classes.ts';
import { type Evaluator, familyBit } from './evaluator.ts';
import { type ExternalAtoms, isInBlock } from './external-atoms.ts';
import { meansEveryPod } from './gate-state.ts';
import type { CompiledGate, GateTable } from './gates.ts';
import type { CompiledPolicy, CompiledRule, Peer } from './ir.ts';
import type { ClassKinds, Relation } from './model.ts';
import type { PartyTable } from './parties.ts';
import type { PeerClassTable } from './peer-classes.ts';
import type { RelationTable } from './relation-of.ts';

export interface ClassKindParts {
  readonly policies: readonly CompiledPolicy[];
  readonly classes: Classes;
  readonly gates: GateTable;
  readonly parties: PartyTable;
  readonly peerClasses: PeerClassTable;
  readonly evaluator: Evaluator;
  readonly relations: RelationTable;
  readonly atoms: ExternalAtoms;
}

/** A wide peer saves pairs, and can double the number of kinds. */
const MOST_WIDE_PEERS = 12;
/** A peer that means this share of all classes is wide, but for clusters where asking pair by pair costs nothing. */
const WIDE_SHARE = 1 / 20;
const FEWEST_WIDE = 32;

/** What is alike for all classes of a kind. Numbers of one sort are equal where the things are. */
interface Kind {
  /** A class of it. */
  readonly example: number;
  /** As the rules of others see it. */
  readonly asPeer: number;
  /** Its gates without the named peers; with the names of its own ports. */
  readonly egress: number;
  readonly ingress: number;
}

/** The kinds of some classes, and what was asked of them: of no revision, so that the next one with these classes has it. */
export interface KnownKinds {
  readonly wide: ReadonlySet<Peer>;
  readonly gatesWithout: WideGates;
  readonly of: Int32Array;
  readonly members: readonly (readonly number[])[];
  readonly kinds: readonly Kind[];
  readonly admitted: Readonly<Record<Family, Map<number, Admission>>>;
  readonly relations: Map<number, Relation>;
  readonly named: Map<CompiledGate, readonly number[]>;
}

/**
 * Sorts the classes of pods into kinds, so that the cost of the whole relation follows distinct gates and the pairs that
 * narrow peers name, not pairs of classes.
 */
export function sortIntoKinds(parts: ClassKindParts): KnownKinds {
  const { classes, gates } = parts;
  const wide = widePeers(parts);
  const gatesWithout = new WideGates(wide);
  const peerKeys = keysAsPeers(wide, parts);
  const [peerNumber, gateNumber, kindNumber] = [numbering(), numbering(), numbering()];
  const of = new Int32Array(classes.list.length).fill(-1);
  const members: number[][] = [];
  const kinds: Kind[] = [];
  for (const { face, namedPorts } of classes.list) {
    if (face.hostNetwork) continue;
    const gateKey = (direction: Direction): number =>
      gateNumber(`${direction} ${namedPorts.id} ${gatesWithout.key(gates.gateOfClass(face.id, direction))}`);
    const asPeer = peerNumber(`${namedPorts.id} ${peerKeys[face.id]}`);
    const [egress, ingress] = [gateKey('egress'), gateKey('ingress')];
    const kind = kindNumber(`${asPeer} ${egress} ${ingress}`);
    of[face.id] = kind;
    kinds[kind] ??= { example: face.id, asPeer, egress, ingress };
    const list = members[kind];
    if (list === undefined) members[kind] = [face.id];
    else list.push(face.id);
  }
  const admitted = { IPv4: new Map<number, Admission>(), IPv6: new Map<number, Admission>() };
  return { wide, gatesWithout, of, members, kinds, admitted, relations: new Map(), named: new Map() };
}

/** Kinds as questions: what was not asked before is computed from the parts of this model. */
export function classKinds(known: KnownKinds, parts: ClassKindParts): ClassKinds {
  const { wide, gatesWithout, of, members, kinds, admitted, named } = known;
  const { gates, relations } = parts;
  const admits = (gateKey: number, gate: CompiledGate, peer: Kind, destination: Kind, family: Family): Admission => {
    const key = gateKey * 67_108_864 + peer.asPeer; // 2^26: pairs of numbers stay exact integers
    const before = admitted[family].get(key);
    if (before !== undefined) return before;
    const party = ({ example }: Kind) => parts.parties.classParty(example, 'asPods').party;
    const admission = parts.evaluator.gate(gatesWithout.of(gate), party(peer), party(destination), family);
    admitted[family].set(key, admission);
    return admission;
  };
  const relate = (from: Kind, to: Kind): Relation => {
    const [source, target] = [from, to].map(({ example }) => parts.parties.classParty(example, 'asPods'));
    if (source?.egress === undefined || target?.ingress === undefined) throw new Error('pods have gates');
    const { egress } = source;
    const { ingress } = target;
    const common = source.party.families & target.party.families;
    const [IPv4, IPv6] = FAMILIES.map((family) =>
      (common & familyBit(family)) === 0
        ? undefined
        : intersect(admits(from.egress, egress, to, to, family), admits(to.ingress, ingress, from, to, family)),
    );
    return relations.relation(relations.families(IPv4, IPv6));
  };

  return {
    of,
    members,
    relation(from, to) {
      const key = from * kinds.length + to;
      let relation = known.relations.get(key);
      if (relation === undefined) {
        relation = relate(kinds[from] as Kind, kinds[to] as Kind);
        known.relations.set(key, relation);
      }
      return relation;
    },
    named(classId, direction) {
      const gate = gates.gateOfClass(classId, direction);
      let list = named.get(gate);
      if (list === undefined) {
        list = namedClasses(gate, wide, parts);
        named.set(gate, list);
      }
      return list;
    },
  };
}

/** The peers of NetworkPolicies that mean many classes: every pod always, of the others the widest. */
function widePeers({ policies, classes, peerClasses }: ClassKindParts): ReadonlySet<Peer> {
  const peers = new Set<Peer>();
  for (const { tier, ingress = [], egress = [] } of policies) {
    if (tier !== 'NetworkPolicy') continue;
    for (const rule of [...ingress, ...egress])
      if (rule.peers !== 'anyone') for (const peer of rule.peers) peers.add(peer);
  }
  const least = Math.max(FEWEST_WIDE, classes.list.length * WIDE_SHARE);
  const size = (peer: Peer): number => peerClasses.get(peer).ids.length;
  const found = [...peers].filter((peer) => !meansEveryPod(peer) && size(peer) >= least);
  const widest = found.sort((a, b) => size(b) - size(a) || (textOf(a) < textOf(b) ? -1 : 1)).slice(0, MOST_WIDE_PEERS);
  return new Set([...peers].filter(meansEveryPod).concat(widest));
}

/** What it says, without the numbers that the order of the input gave: the same cluster has the same kinds. */
function textOf(peer: Peer): string {
  return JSON.stringify(peer, (key, value) => (key === 'id' ? undefined : value));
}

/** Gates in which of the peers of NetworkPolicies the wide ones alone are left. */
class WideGates {
  private readonly wide: ReadonlySet<Peer>;
  private readonly made = new Map<CompiledGate, CompiledGate>();
  private readonly keys = new Map<CompiledGate, string>();

  constructor(wide: ReadonlySet<Peer>) {
    this.wide = wide;
  }

  of(gate: CompiledGate): CompiledGate {
    const known = this.made.get(gate);
    if (known !== undefined) return known;
    const rules = gate.rules.flatMap((rule): CompiledRule[] => {
      if (rule.peers === 'anyone') return [rule];
      const peers = rule.peers.filter((peer) => this.wide.has(peer));
      return peers.length === 0 ? [] : [{ ...rule, peers }];
    });
    const made = { ...gate, rules };
    this.made.set(gate, made);
    return made;
  }

  /** Equal for gates that treat everybody alike whom no narrow peer names. */
  key(gate: CompiledGate): string {
    const known = this.keys.get(gate);
    if (known !== undefined) return known;
    const rules = this.of(gate).rules.map(({ peers, ports, doubt }) => {
      const ids = peers === 'anyone' ? 'anyone' : peers.map(({ id }) => id).sort((a, b) => a - b);
      return JSON.stringify([ids, ports, doubt]);
    });
    const { admin, baseline, isFinal, doubt, policiesUnread, baselineUnread, undecided, policies } = gate;
    const key = JSON.stringify([
      ...[admin.id, baseline.id, isFinal, doubt, policiesUnread, baselineUnread, undecided, policies.length > 0],
      [...new Set(rules)].sort(), // rules of NetworkPolicies add up (row 11)
    ]);
    this.keys.set(gate, key);
    return key;
  }
}

/** For each class what wide peers and those of cluster-wide policies see of it, its named ports aside. */
function keysAsPeers(
  wide: ReadonlySet<Peer>,
  { policies, classes, parties, peerClasses, atoms }: ClassKindParts,
): readonly string[] {
  const asked = new Set(wide);
  const networks: Record<Family, Set<number>> = { IPv4: new Set(), IPv6: new Set() };
  for (const { tier, ingress = [], egress = [] } of policies) {
    if (tier === 'NetworkPolicy') continue;
    for (const { peers } of [...ingress, ...egress]) {
      if (peers === 'anyone') continue;
      for (const peer of peers) {
        if (peer.type === 'pods') asked.add(peer);
        if (peer.type === 'network') networks[peer.block.family].add(peer.block.id);
      }
    }
  }
  const keys = classes.list.map((): string[] => []);
  for (const peer of asked) {
    const { ids, matches } = peerClasses.get(peer);
    for (let i = 0; i < ids.length; i++) keys[ids[i] as number]?.push(`${peer.id}:${matches[i]}`);
  }
  const seen: Readonly<Record<Family, Map<number, string>>> = { IPv4: new Map(), IPv6: new Map() };
  /** The networks that hold an atom: few atoms hold pods. */
  const networksOf = (family: Family, atom: number): string => {
    let found = seen[family].get(atom);
    if (found === undefined) {
      found = [...networks[family]].filter((block) => isInBlock(atoms[family], atom, block)).join();
      seen[family].set(atom, found);
    }
    return found;
  };
  return classes.list.map(({ face, addressing }) => {
    const { families } = parties.classParty(face.id, 'asPods').party;
    const places =
      addressing.type === 'atoms'
        ? FAMILIES.map((family) => addressing[family].map((atom) => networksOf(family, atom)))
        : addressing.type;
    return JSON.stringify([families, places, keys[face.id]]);
  });
}

/** The classes that the narrow peers of a gate's NetworkPolicies mean, none of the host network. */
function namedClasses(
  gate: CompiledGate,
  wide: ReadonlySet<Peer>,
  { classes, peerClasses }: ClassKindParts,
): readonly number[] {
  const found = new Set<number>();
  for (const { peers } of gate.rules) {
    if (peers === 'anyone') continue;
    for (const peer of peers) {
      if (wide.has(peer)) continue;
      for (const id of peerClasses.get(peer).ids) if (classes.list[id]?.face.hostNetwork === false) found.add(id);
    }
  }
  return [...found];
}

/** Numbers texts from 0 in the order in which they come. */
function numbering(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}

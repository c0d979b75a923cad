import { FAMILIES, type Family } from './address.ts';
import { ADMITS_ALL, ADMITS_NOTHING, type Admission, intersect, unite } from './admission.ts';
import { partsOfClass, type SplitParts } from './class-parts.ts';
import { type Evaluator, familyBit, PeerMatches } from './evaluator.ts';
import { type CompiledGate, hasClusterPolicies } from './gates.ts';
import type { CompiledRule } from './ir.ts';
import { anyMatch, MATCHES, type Match, NO_MATCH } from './match.ts';
import type { Relation, RelationRow, SingleEnd } from './model.ts';
import type { GatedParty, Reading } from './parties.ts';
import { BOTH_FAMILIES, IPV4_BIT } from './party.ts';
import type { PeerClassTable } from './peer-classes.ts';
import { NO_PORTS } from './port-set.ts';
import type { SameNode } from './reachability.ts';
import type { FamilyAdmissions, RelationTable } from './relation-of.ts';
import { RuleMatches } from './rule-matches.ts';

export interface RowParts extends SplitParts {
  readonly evaluator: Evaluator;
  readonly peerClasses: PeerClassTable;
  readonly peerCount: number;
  readonly relations: RelationTable;
}

/** `into`: the classes are sources and the end is the destination; `outOf`: the other way round. */
export type RowDirection = 'into' | 'outOf';

/** All classes against one end, grouped by relation; those that are denied are left out. */
export function rowsOf(end: SingleEnd, direction: RowDirection, parts: RowParts): readonly RelationRow[] {
  const { profile, classes, relations } = parts;
  const isHost = end.type === 'class' && classes[end.class]?.face.hostNetwork === true;
  const open = profile.hostNetworkPods === 'depends';
  const views = new Map<Reading, EndView>();
  const view = (reading: Reading): EndView => {
    const known = views.get(reading);
    if (known !== undefined) return known;
    const made = new EndView(end, direction, reading, parts);
    views.set(reading, made);
    return made;
  };
  const fixed: Reading = profile.hostNetworkPods === 'asNodes' ? 'asNodes' : 'asPods';

  const byRelation = new Map<Relation, Map<number, number>>();
  for (const { face } of classes) {
    for (const { count, same } of partsOfClass(face.id, end, parts)) {
      let admissions: FamilyAdmissions;
      if (open && (isHost || face.hostNetwork)) {
        admissions = relations.eitherReading(
          view('asNodes').admissions(face.id, same),
          view('asPods').admissions(face.id, same),
        );
      } else admissions = view(fixed).admissions(face.id, same);
      const relation = relations.relation(admissions);
      if (relation.may === NO_PORTS) continue;
      let row = byRelation.get(relation);
      if (row === undefined) {
        row = new Map();
        byRelation.set(relation, row);
      }
      row.set(face.id, (row.get(face.id) ?? 0) + count);
    }
  }
  return [...byRelation].map(([relation, members]) => ({ relation, classes: members }));
}

/** One end under one reading, asked for every class: what its own gate admits is summed class by class, once. */
class EndView {
  private readonly end: GatedParty;
  /** `internet` has the families of the other end, IPv4 where that has no address. */
  private readonly takesTheirFamilies: boolean;
  private readonly direction: RowDirection;
  private readonly reading: Reading;
  private readonly parts: RowParts;
  private readonly own: Partial<Record<Family, readonly Admission[]>> = {};
  private readonly theirs: Record<Family, Map<number, Admission>> = { IPv4: new Map(), IPv6: new Map() };
  private readonly endMatches: Readonly<Record<Family, PeerMatches>>;

  constructor(end: SingleEnd, direction: RowDirection, reading: Reading, parts: RowParts) {
    const { parties, peerCount, evaluator } = parts;
    this.end = parties.party(end, reading, BOTH_FAMILIES);
    this.takesTheirFamilies = end.type === 'internet' && end.family === undefined;
    this.direction = direction;
    this.reading = reading;
    this.parts = parts;
    const matches = (family: Family): PeerMatches =>
      new PeerMatches(peerCount, (peer) => evaluator.peer(peer, this.end.party, family));
    this.endMatches = { IPv4: matches('IPv4'), IPv6: matches('IPv6') };
  }

  admissions(id: number, same: SameNode): FamilyAdmissions {
    const other = this.parts.parties.classParty(id, this.reading);
    let common = this.end.party.families & other.party.families;
    if (this.takesTheirFamilies && other.party.addressing.type !== 'atoms') common &= IPV4_BIT;
    const [IPv4, IPv6] = FAMILIES.map((family) =>
      common & familyBit(family) ? this.inFamily(id, other, same, family) : undefined,
    );
    return this.parts.relations.families(IPv4, IPv6);
  }

  private inFamily(id: number, other: GatedParty, same: SameNode, family: Family): Admission {
    const own = this.ownGate(id, other, family);
    const evaluated = own === ADMITS_NOTHING ? own : intersect(own, this.theirGate(other, family));
    const [source, destination] = this.direction === 'into' ? [other, this.end] : [this.end, other];
    return this.parts.reachability.atOwnNode(evaluated, source, destination, same);
  }

  /** The gate of the asked end, for one class at the other side. */
  private ownGate(id: number, other: GatedParty, family: Family): Admission {
    const gate = this.direction === 'into' ? this.end.ingress : this.end.egress;
    if (gate === undefined) return ADMITS_ALL;
    const { evaluator } = this.parts;
    // Host-network pods read as nodes are few, and only blocks mean them.
    if (other.party.type !== 'pod') return evaluator.gate(gate, other.party, this.destination(other), family);
    let sums = this.own[family];
    if (sums === undefined) {
      sums = this.sumRules(gate, family);
      this.own[family] = sums;
    }
    return sums[id] as Admission;
  }

  private destination(other: GatedParty): GatedParty['party'] {
    return this.direction === 'into' ? this.end.party : other.party;
  }

  /** The gate of a class, for the asked end at the other side: classes that share a gate share the answer. */
  private theirGate(other: GatedParty, family: Family): Admission {
    const gate = this.direction === 'into' ? other.egress : other.ingress;
    if (gate === undefined) return ADMITS_ALL;
    const { namedPorts } = other.party;
    // An ingress gate resolves named ports on its own pod.
    const tableId = this.direction === 'into' || namedPorts === 'unknown' ? 0 : namedPorts.id;
    const key = gate.id * 67_108_864 + tableId; // 2^26
    const memo = this.theirs[family];
    const known = memo.get(key);
    if (known !== undefined) return known;
    const destination = this.direction === 'into' ? this.end.party : other.party;
    const admission = this.parts.evaluator.gate(gate, this.end.party, destination, family, this.endMatches[family]);
    memo.set(key, admission);
    return admission;
  }

  /** What a gate lets through for each class read as pods: rule by rule over the classes that its peers mean. */
  private sumRules(gate: CompiledGate, family: Family): readonly Admission[] {
    const { classes, evaluator, parties } = this.parts;
    const isTiered = hasClusterPolicies(gate);
    if (!isTiered && (gate.undecided !== 0 || gate.policiesUnread !== 0 || gate.policies.length === 0)) {
      const constant = evaluator.gate(gate, this.end.party, this.end.party, family);
      return new Array<Admission>(classes.length).fill(constant);
    }
    const sums = new Array<Admission>(classes.length).fill(ADMITS_NOTHING);
    for (const rule of gate.rules) {
      const named = this.namesPorts(rule);
      const add = (id: number, match: Match): void => {
        const destination = named ? parties.classParty(id, 'asPods').party : this.end.party;
        sums[id] = unite(sums[id] as Admission, evaluator.admits(rule, match, destination));
      };
      if (rule.peers === 'anyone') for (let id = 0; id < classes.length; id++) add(id, MATCHES);
      else this.matchedClasses(rule, family, add);
    }
    if (isTiered) return this.foldTiers(gate, sums, family);
    return sums.map((sum) => evaluator.settle(gate, () => sum));
  }

  /** Port names that are resolved on the class at the other side. */
  private namesPorts({ ports }: CompiledRule): boolean {
    return this.direction === 'outOf' && ports !== 'every' && ports.some(({ type }) => type === 'named');
  }

  /** Classes that the same rules mean, and that have the same from the NetworkPolicies, are folded once. */
  private foldTiers(gate: CompiledGate, sums: readonly Admission[], family: Family): readonly Admission[] {
    const { evaluator, parties } = this.parts;
    const rules = gate.clusterPolicies.flatMap((policy) => policy.rules);
    const matched = new RuleMatches(sums.length);
    for (const rule of rules) this.matchedClasses(rule, family, (id, match) => matched.add(id, rule, match));
    const named = rules.some((rule) => this.namesPorts(rule));
    const folded = new Map<string, Admission>();
    return sums.map((sum, id) => {
      const destination = named ? parties.classParty(id, 'asPods').party : this.end.party;
      const tableId = named && destination.namedPorts !== 'unknown' ? destination.namedPorts.id : -1;
      const key = `${matched.key(id)} ${sum.id} ${tableId}`;
      const known = folded.get(key);
      if (known !== undefined) return known;
      const matches = matched.of(id);
      const admission = evaluator.settleTiers(gate, {
        match: (rule) => (rule.peers === 'anyone' ? MATCHES : (matches.get(rule) ?? NO_MATCH)),
        ports: (rule) => evaluator.ports(rule, destination),
        networkPolicies: () => sum,
      });
      folded.set(key, admission);
      return admission;
    });
  }

  private matchedClasses(rule: CompiledRule, family: Family, visit: (id: number, match: Match) => void): void {
    if (rule.peers === 'anyone') return;
    const relevant = rule.peers.filter(
      (peer) => (peer.type !== 'block' && peer.type !== 'network') || peer.block.family === family,
    );
    const [first, ...more] = relevant.map((peer) => this.parts.peerClasses.get(peer));
    if (first === undefined) return;
    if (more.length === 0) {
      for (let i = 0; i < first.ids.length; i++) visit(first.ids[i] as number, first.matches[i] as Match);
      return;
    }
    const matches = new Map<number, Match>();
    for (const { ids, matches: theirs } of [first, ...more]) {
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i] as number;
        matches.set(id, anyMatch(matches.get(id) ?? NO_MATCH, theirs[i] as Match));
      }
    }
    for (const [id, match] of matches) visit(id, match);
  }
}

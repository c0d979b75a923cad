import { FAMILIES, type Family } from './address.ts';
import { ADMITS_ALL, type Admission, eitherOf, intersect } from './admission.ts';
import type { Evaluator, PeerMatches } from './evaluator.ts';
import { familyBit } from './evaluator.ts';
import type { PodClass, Relation, SingleEnd } from './model.ts';
import type { GatedParty, PartyTable, Reading } from './parties.ts';
import type { Placement } from './party.ts';
import { BOTH_FAMILIES, IPV4_BIT, IPV6_BIT } from './party.ts';
import { type ReasonMask, reasonBit } from './reasons.ts';
import type { FamilyAdmissions, RelationTable } from './relation-of.ts';
import type { Profile } from './types.ts';

export interface ReachabilityParts {
  readonly profile: Profile;
  readonly classes: readonly { readonly face: PodClass }[];
  readonly evaluator: Evaluator;
  readonly parties: PartyTable;
  readonly relations: RelationTable;
  readonly nodesUnread: boolean;
}

/** Whether a node and a pod, or two ends, are on one node; `unknown` where one of them is not scheduled. */
export type SameNode = 'yes' | 'no' | 'unknown';

/** Remembered peers of one party per family, where one party is asked with many others. */
export type MatchMemo = Readonly<Record<Family, PeerMatches>>;

type Readings = readonly [Reading, ...Reading[]];
const ONE_READING: Readonly<Record<Reading, Readings>> = { asNodes: ['asNodes'], asPods: ['asPods'] };
const BOTH_READINGS: Readings = ['asNodes', 'asPods'];

/** The relation between two single ends: both gates, per family, under each reading of host-network pods. */
export class Reachability {
  private readonly parts: ReachabilityParts;

  constructor(parts: ReachabilityParts) {
    this.parts = parts;
  }

  relation(from: SingleEnd, to: SingleEnd): Relation {
    return this.parts.relations.relation(this.families(from, to));
  }

  /** @param same whether both are on one node, where the caller knows better than the ends. */
  families(from: SingleEnd, to: SingleEnd, same?: SameNode): FamilyAdmissions {
    const [reading, other] = this.readings(from, to);
    const first = this.underReading(from, to, reading, same);
    if (other === undefined) return first;
    return this.parts.relations.eitherReading(first, this.underReading(from, to, other, same));
  }

  /** Both readings only where a host-network pod is involved and the profile does not choose. */
  readings(from: SingleEnd, to: SingleEnd): Readings {
    const { hostNetworkPods } = this.parts.profile;
    if (hostNetworkPods !== 'depends') return ONE_READING[hostNetworkPods];
    return this.isHost(from) || this.isHost(to) ? BOTH_READINGS : ONE_READING.asPods;
  }

  private isHost(end: SingleEnd): boolean {
    return end.type === 'class' && this.parts.classes[end.class]?.face.hostNetwork === true;
  }

  private underReading(from: SingleEnd, to: SingleEnd, reading: Reading, same?: SameNode): FamilyAdmissions {
    const [source, destination] = this.ends(from, to, reading);
    if (isSamePod(from, to)) return reachesThroughService(to) ? this.throughService(source) : this.itself(source);
    return this.betweenParties(source, destination, same);
  }

  /** Both ends as parties under one reading. */
  ends(from: SingleEnd, to: SingleEnd, reading: Reading): readonly [GatedParty, GatedParty] {
    const { parties } = this.parts;
    return [
      parties.party(from, reading, familiesOfOther(parties, from, to, reading)),
      parties.party(to, reading, familiesOfOther(parties, to, from, reading)),
    ];
  }

  /** Row 62: a pod cannot be kept from itself. */
  private itself({ party }: GatedParty): FamilyAdmissions {
    const [IPv4, IPv6] = FAMILIES.map((family) => (party.families & familyBit(family) ? ADMITS_ALL : undefined));
    return this.parts.relations.families(IPv4, IPv6);
  }

  /**
   * A pod that reaches itself through its Service: cluster-wide policies apply (row C14), whether NetworkPolicies do is
   * the plugin's matter (row 63).
   */
  private throughService(pod: GatedParty): FamilyAdmissions {
    const { evaluator, profile } = this.parts;
    const { party } = pod;
    const gates = [pod.egress, pod.ingress].filter((gate) => gate !== undefined);
    const [IPv4, IPv6] = FAMILIES.map((family) => {
      if ((party.families & familyBit(family)) === 0) return undefined;
      const evaluated = gates.map((gate) => evaluator.gate(gate, party, party, family)).reduce(intersect, ADMITS_ALL);
      if (profile.selfViaService === 'evaluate') return evaluated;
      const skipped = gates
        .map((gate) => evaluator.gateBesideNetworkPolicies(gate, party, family))
        .reduce(intersect, ADMITS_ALL);
      return profile.selfViaService === 'allow' ? skipped : eitherOf(evaluated, skipped, reasonBit('self-via-service'));
    });
    return this.parts.relations.families(IPv4, IPv6);
  }

  /** Asked millions of times: no list is made for the two families. */
  private betweenParties(source: GatedParty, destination: GatedParty, same?: SameNode): FamilyAdmissions {
    const common = source.party.families & destination.party.families;
    const IPv4 = common & IPV4_BIT ? this.inFamily(source, destination, 'IPv4', same) : undefined;
    const IPv6 = common & IPV6_BIT ? this.inFamily(source, destination, 'IPv6', same) : undefined;
    return this.parts.relations.families(IPv4, IPv6);
  }

  private inFamily(source: GatedParty, destination: GatedParty, family: Family, same?: SameNode): Admission {
    const out = this.egress(source, destination, family);
    const both = intersect(out, this.ingress(source, destination, family));
    return this.atOwnNode(both, source, destination, same);
  }

  /** What the source's own gate lets out towards the destination. */
  egress(source: GatedParty, destination: GatedParty, family: Family, memo?: MatchMemo): Admission {
    const { egress } = source;
    if (egress === undefined) return ADMITS_ALL;
    const { party } = destination;
    return this.parts.evaluator.gate(egress, party, party, family, memo?.[family]);
  }

  /** What the destination's own gate lets in from the source. */
  ingress(source: GatedParty, destination: GatedParty, family: Family, memo?: MatchMemo): Admission {
    const { ingress } = destination;
    if (ingress === undefined) return ADMITS_ALL;
    return this.parts.evaluator.gate(ingress, source.party, destination.party, family, memo?.[family]);
  }

  /** Rows 58 to 60: what a node and the pods on it may do, whatever the policies say. */
  atOwnNode(evaluated: Admission, source: GatedParty, destination: GatedParty, known?: SameNode): Admission {
    const [from, to] = [source.party.type, destination.party.type];
    if (from === to || from === 'outside' || to === 'outside') return evaluated;
    const same = known ?? this.isSameNode(source.party.placement, destination.party.placement);
    if (same === 'no') return evaluated;
    const { ownNodeToPod, podToOwnNode } = this.parts.profile;
    return this.exception(evaluated, from === 'node' ? ownNodeToPod : podToOwnNode, same);
  }

  private exception(evaluated: Admission, rule: 'evaluate' | 'allow' | 'depends', same: 'yes' | 'unknown'): Admission {
    if (rule === 'evaluate') return evaluated;
    if (same === 'yes' && rule === 'allow') return ADMITS_ALL;
    let reasons: ReasonMask = same === 'unknown' && this.parts.nodesUnread ? reasonBit('nodes-not-read') : 0;
    if (rule === 'depends' || reasons === 0) reasons |= reasonBit('own-node');
    return eitherOf(evaluated, ADMITS_ALL, reasons);
  }

  /** Whether an end is a node under a reading: a node itself, or a host-network pod read so. */
  isNodeLike(end: SingleEnd, reading: Reading): boolean {
    return end.type === 'node' || (reading === 'asNodes' && this.isHost(end));
  }

  isSameNode(a: Placement, b: Placement): SameNode {
    if (a.type === 'none' || b.type === 'none') return 'no';
    if (a.type === 'unknown' || b.type === 'unknown') return 'unknown';
    if (a.name !== b.name) return 'no';
    return this.parts.nodesUnread ? 'unknown' : 'yes';
  }
}

function familiesOfOther(parties: PartyTable, end: SingleEnd, other: SingleEnd, reading: Reading): number {
  return end.type === 'internet' ? parties.familiesForInternet(other, reading) : BOTH_FAMILIES;
}

/** Whether a destination is meant as what its Service leads to. */
export function reachesThroughService(end: SingleEnd): boolean {
  return end.type === 'class' && end.throughService === true;
}

export function isSamePod(from: SingleEnd, to: SingleEnd): boolean {
  return from.type === 'class' && to.type === 'class' && from.pod !== undefined && from.pod === to.pod;
}

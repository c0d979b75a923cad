import type { Protocol } from '#lib/kube/objects.ts';
import { type Family, wholeSpace } from './address.ts';
import type { AddressBlock } from './address-block.ts';
import { coversRanges } from './address-ranges.ts';
import {
  ADMITS_ALL,
  ADMITS_NOTHING,
  type Admission,
  certainly,
  possibly,
  replacePorts,
  unite,
  weaken,
  widen,
} from './admission.ts';
import { type ExternalAtoms, isInBlock } from './external-atoms.ts';
import { type CompiledGate, type GateTier, hasClusterPolicies } from './gates.ts';
import type { CompiledRule, Peer, RulePort } from './ir.ts';
import { matchesSelector, type Selector } from './label-selector.ts';
import { anyMatch, MATCHES, type Match, matchesPossibly, matchReasons, NO_MATCH } from './match.ts';
import { namedPortKey } from './named-ports.ts';
import type { NamespaceTable } from './namespaces.ts';
import type { NodeTable } from './nodes.ts';
import { IPV4_BIT, IPV6_BIT, type Party } from './party.ts';
import { matchWithoutAddress, type PodCidrs } from './pod-cidrs.ts';
import { ALL_PORTS, allPortsOf, NO_PORTS, PROTOCOLS, portRange } from './port-set.ts';
import { reasonBit } from './reasons.ts';
import {
  type FoldMemo,
  foldTiers,
  type Outcome,
  OutcomeTable,
  type RuleObserver,
  type RuleReading,
} from './tier-fold.ts';
import type { Profile } from './types.ts';

export interface EvaluatorParts {
  readonly profile: Profile;
  readonly namespaces: NamespaceTable;
  /** Cut with all blocks in force, in the order of their ids. */
  readonly atoms: ExternalAtoms;
  readonly podCidrs: PodCidrs;
  readonly nodes: NodeTable;
}

/** What a gate lets through for one peer: the one place where rules are read. Everything else asks it. */
export class Evaluator {
  private readonly parts: EvaluatorParts;
  private readonly podMatches = new Map<number, Match>();
  private readonly constantPorts: (Admission | undefined)[] = [];
  /** Family → tier → party's key. */
  private readonly outcomes: Readonly<Record<Family, (Outcome[] | undefined)[]>> = { IPv4: [], IPv6: [] };
  private readonly outcomeTable = new OutcomeTable();
  private readonly folded: FoldMemo = new Map();

  constructor(parts: EvaluatorParts) {
    this.parts = parts;
  }

  /**
   * What `gate` lets through where `peer` is at the other end.
   * @param destination the end whose ports are meant: `peer` for egress, the gate's own pod for ingress.
   * @param matches remembers what peers mean `peer`, where the same peer is asked for many gates.
   * @param observe is told who is asked, at a gate that cluster-wide policies have a say in.
   */
  gate(
    gate: CompiledGate,
    peer: Party,
    destination: Party,
    family: Family,
    matches?: PeerMatches,
    observe?: RuleObserver,
  ): Admission {
    const networkPolicies = (): Admission => this.sum(gate, peer, destination, family, matches);
    if (!hasClusterPolicies(gate)) return this.settle(gate, networkPolicies);
    const reading: RuleReading = {
      match: (rule) => this.rule(rule, peer, family, matches),
      ports: (rule) => this.ports(rule, destination),
      networkPolicies,
      tier: (tier, fold) => this.outcome(tier, peer, destination, family, fold),
      memo: this.folded,
    };
    return this.settleTiers(gate, reading, observe);
  }

  /** Most gates have the same cluster-wide policies: what these make of a class is remembered. */
  private outcome(tier: GateTier, peer: Party, destination: Party, family: Family, fold: () => Outcome): Outcome {
    const { key } = peer;
    if (key === undefined || tier.id === undefined || (tier.namesPorts && destination !== peer)) return fold();
    let ofTier = this.outcomes[family][tier.id];
    if (ofTier === undefined) {
      ofTier = [];
      this.outcomes[family][tier.id] = ofTier;
    }
    let outcome = ofTier[key];
    if (outcome === undefined) {
      outcome = this.outcomeTable.intern(fold());
      ofTier[key] = outcome;
    }
    return outcome;
  }

  /** What the other tiers make of a pod that reaches itself through its Service, where NetworkPolicies let it. */
  gateBesideNetworkPolicies(gate: CompiledGate, pod: Party, family: Family): Admission {
    if (!hasClusterPolicies(gate)) return gate.undecided === 0 ? ADMITS_ALL : possibly(ALL_PORTS, gate.undecided);
    return this.settleTiers(gate, {
      match: (rule) => this.rule(rule, pod, family),
      ports: (rule) => this.ports(rule, pod),
      networkPolicies: () => ADMITS_ALL,
    });
  }

  /** What the NetworkPolicies of a gate admit together (row 11). */
  private sum(gate: CompiledGate, peer: Party, destination: Party, family: Family, matches?: PeerMatches): Admission {
    let admission = ADMITS_NOTHING;
    for (const rule of gate.rules) {
      const match = this.rule(rule, peer, family, matches);
      if (match === NO_MATCH) continue;
      admission = unite(admission, this.admits(rule, match, destination));
      if (admission === ADMITS_ALL) break;
    }
    return admission;
  }

  /** A gate of NetworkPolicies alone, from the sum of their rules. */
  settle(gate: CompiledGate, sum: () => Admission): Admission {
    const unread = gate.undecided | gate.policiesUnread;
    if (unread !== 0) return possibly(ALL_PORTS, unread | gate.doubt);
    if (gate.policies.length === 0) return gate.doubt === 0 ? ADMITS_ALL : possibly(ALL_PORTS, gate.doubt); // row 1
    return this.widenDoubt(gate, this.sctp(sum()));
  }

  /** A gate that cluster-wide policies have a say in. */
  settleTiers(gate: CompiledGate, reading: RuleReading, observe?: RuleObserver): Admission {
    if (gate.undecided !== 0) return possibly(ALL_PORTS, gate.undecided | gate.policiesUnread | gate.doubt);
    if (gate.doubt === 0) return this.sctp(foldTiers(gate, reading, observe));
    const networkPolicies = (): Admission => widen(reading.networkPolicies(), gate.doubt);
    return this.sctp(foldTiers(gate, { ...reading, networkPolicies }, observe));
  }

  private widenDoubt({ doubt }: CompiledGate, admission: Admission): Admission {
    return doubt === 0 ? admission : widen(admission, doubt);
  }

  /** Row 56: a plugin that does not know SCTP may let all of it through a guarded pod's gate, or none. */
  private sctp(admission: Admission): Admission {
    if (this.parts.profile.sctp === 'supported') return admission;
    const sctp = allPortsOf('SCTP');
    return replacePorts(admission, sctp, possibly(sctp, reasonBit('sctp-unsupported')));
  }

  /** Whether a rule means `peer`. */
  rule(rule: CompiledRule, peer: Party, family: Family, matches?: PeerMatches): Match {
    if (rule.peers === 'anyone') return MATCHES; // row 20
    let match = NO_MATCH;
    for (const alternative of rule.peers) {
      match = anyMatch(match, matches?.get(alternative) ?? this.peer(alternative, peer, family));
      if (match === MATCHES) break;
    }
    return match;
  }

  /** What a rule opens towards `destination` for a peer that it means so far. */
  admits(rule: CompiledRule, match: Match, destination: Party): Admission {
    return weaken(this.ports(rule, destination), rule.doubt | matchReasons(match));
  }

  /** The ports of a rule, on this destination. */
  ports(rule: CompiledRule, destination: Party): Admission {
    const known = this.constantPorts[rule.id];
    if (known !== undefined) return known;
    if (rule.ports === 'every') return this.remember(rule, ADMITS_ALL); // row 43
    let admission = ADMITS_NOTHING;
    let constant = true;
    for (const port of rule.ports) {
      constant &&= port.type !== 'named';
      admission = unite(admission, this.port(port, destination));
    }
    return constant ? this.remember(rule, admission) : admission;
  }

  private remember(rule: CompiledRule, admission: Admission): Admission {
    this.constantPorts[rule.id] = admission;
    return admission;
  }

  private port(port: RulePort, destination: Party): Admission {
    if (port.type === 'protocol') return certainly(allPortsOf(port.protocol)); // rows 44, 46
    if (port.type === 'range') {
      const all = certainly(portRange(port.protocol, port.first, port.last));
      if (!port.needsEndPort || this.parts.profile.endPort === 'supported' || port.first === port.last) return all;
      // Row 55: without support only the first port is enforced for certain.
      const first = certainly(portRange(port.protocol, port.first, port.first));
      return unite(first, possibly(all.may, reasonBit('end-port-unsupported')));
    }
    return this.namedPort(port.protocol, port.name, destination);
  }

  private namedPort(protocol: Protocol | 'any', name: string, destination: Party): Admission {
    if (destination.type !== 'pod') return ADMITS_NOTHING; // row 51
    if (protocol === 'any') {
      // Rows A13, C9
      return PROTOCOLS.map((each) => this.namedPort(each, name, destination)).reduce(unite);
    }
    if (destination.namedPorts === 'unknown') {
      return possibly(allPortsOf(protocol), reasonBit('named-port-unresolved'));
    }
    // Rows 48 to 50.
    return certainly(destination.namedPorts.ports.get(namedPortKey(protocol, name)) ?? NO_PORTS);
  }

  /** Whether a peer of a rule means `party`, in one address family. */
  peer(peer: Peer, given: Party, family: Family): Match {
    // Rows A9, A16, C15: to cluster-wide policies a host-network pod is its node, however NetworkPolicies take it.
    const isClusterWide = peer.type === 'pods' ? !peer.meansHostNetwork : peer.type !== 'block';
    const party = isClusterWide ? (given.asNode ?? given) : given;
    switch (peer.type) {
      case 'nobody':
        return NO_MATCH;
      case 'network':
        return peer.block.family === family ? this.addresses(peer.block, party, family) : NO_MATCH; // rows A15, 76
      case 'nodes':
        return party.type === 'node' ? this.nodeLabels(peer.selector, party) : NO_MATCH;
      case 'names':
        return party.type !== 'pod' || peer.meansPods ? matchesPossibly(reasonBit('fqdn')) : NO_MATCH; // rows A18, C12
      case 'block':
        return peer.block.family === family ? this.block(peer.block, party, family) : NO_MATCH; // row 76
      case 'pods': {
        const { namespace } = party;
        // Row 26: selectors mean pods only, never addresses outside; row 61: nor host-network pods read as nodes.
        if (party.type !== 'pod' || namespace === undefined) return NO_MATCH;
        const { namespaces } = peer;
        let match: Match;
        if ('name' in namespaces) match = namespaces.name === namespace.name ? MATCHES : NO_MATCH;
        else if (namespace.id < 0) match = this.parts.namespaces.match(namespaces.selector, namespace);
        else match = this.parts.namespaces.matches(namespaces.selector)[namespace.id] as Match;
        if (match === NO_MATCH) return NO_MATCH;
        return matchesSelector(peer.pods, party.labels) ? match : NO_MATCH;
      }
    }
  }

  /** Row A16 */
  private nodeLabels(selector: Selector, { placement }: Party): Match {
    if (selector.requirements.length === 0) return MATCHES;
    const labels = placement.type === 'node' ? this.parts.nodes.labels(placement.name) : undefined;
    if (labels !== undefined) return matchesSelector(selector, labels) ? MATCHES : NO_MATCH;
    return matchesPossibly(reasonBit(placement.type === 'node' ? 'nodes-not-read' : 'pod-without-address'));
  }

  private block(block: AddressBlock, party: Party, family: Family): Match {
    if (block.ranges.length === 0) return NO_MATCH; // row 79: the excepts took everything away
    const { profile } = this.parts;
    const rule = party.type === 'pod' ? profile.ipBlockMatchesPods : profile.ipBlockMatchesNodes;
    if (party.type !== 'outside' && rule === 'false') return NO_MATCH; // rows 73, 74
    const match = this.addresses(block, party, family);
    if (match === NO_MATCH || party.type === 'outside' || rule === 'true') return match;
    const doubt = reasonBit(party.type === 'pod' ? 'ip-block-on-pods' : 'ip-block-on-nodes');
    return matchesPossibly(doubt | matchReasons(match));
  }

  private addresses(block: AddressBlock, party: Party, family: Family): Match {
    const { addressing } = party;
    switch (addressing.type) {
      case 'pod-unknown':
        return this.withoutAddress(block);
      case 'node-unknown': {
        if (coversRanges(block.ranges, [wholeSpace(family)])) return MATCHES;
        return matchesPossibly(reasonBit(this.parts.nodes.unread ? 'nodes-not-read' : 'pod-without-address'));
      }
      case 'atoms': {
        const atoms = addressing[family];
        const inside = atoms.filter((atom) => isInBlock(this.parts.atoms[family], atom, block.id)).length;
        if (inside === 0) return NO_MATCH;
        if (inside === atoms.length) return MATCHES;
        // Several addresses, some of them in the block: which one a connection has is not ours to know.
        return matchesPossibly(reasonBit(party.type === 'pod' ? 'ip-block-on-pods' : 'ip-block-on-nodes'));
      }
    }
  }

  private withoutAddress(block: AddressBlock): Match {
    const known = this.podMatches.get(block.id);
    if (known !== undefined) return known;
    const match = matchWithoutAddress(block, this.parts.podCidrs);
    this.podMatches.set(block.id, match);
    return match;
  }
}

/** Remembers which peers mean one party, in one family. */
export class PeerMatches {
  private readonly known: Int32Array;
  private readonly compute: (peer: Peer) => Match;

  constructor(peerCount: number, compute: (peer: Peer) => Match) {
    this.known = new Int32Array(peerCount).fill(-1);
    this.compute = compute;
  }

  get(peer: Peer): Match {
    const known = this.known[peer.id] as number;
    if (known >= 0) return known;
    const match = this.compute(peer);
    this.known[peer.id] = match;
    return match;
  }
}

export function familyBit(family: Family): number {
  return family === 'IPv4' ? IPV4_BIT : IPV6_BIT;
}

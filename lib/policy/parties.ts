import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Labels } from '#lib/kube/objects.ts';
import { parseAddress } from './address.ts';
import { podAddresses } from './addressing.ts';
import type { Classes, ClassRecord } from './classes.ts';
import { atomOf, type ExternalAtoms } from './external-atoms.ts';
import type { CompiledGate, GateTable } from './gates.ts';
import { internetAtom } from './internet-atom.ts';
import type { SingleEnd } from './model.ts';
import { NO_NAMED_PORTS } from './named-ports.ts';
import { type NamespaceTable, withNameLabel } from './namespaces.ts';
import type { NodeTable } from './nodes.ts';
import {
  type Addressing,
  BOTH_FAMILIES,
  IPV4_BIT,
  IPV6_BIT,
  NO_PLACE,
  type Party,
  PlacedParty,
  type Placement,
  UNPLACED,
} from './party.ts';
import type { PodCidrs } from './pod-cidrs.ts';

/** How host-network pods are read (row 61). */
export type Reading = 'asNodes' | 'asPods';

/** An end as party, with the gates it has: nodes and what is outside have none (row 15). */
export interface GatedParty {
  readonly party: Party;
  readonly ingress: CompiledGate | undefined;
  readonly egress: CompiledGate | undefined;
}

export interface PartyParts {
  readonly objects: ClusterObjects;
  readonly classes: Classes;
  readonly namespaces: NamespaceTable;
  readonly nodes: NodeTable;
  readonly gates: GateTable;
  readonly atoms: ExternalAtoms;
  readonly podCidrs: PodCidrs;
}

/** Makes parties of ends, those of classes once. */
export class PartyTable {
  private readonly parts: PartyParts;
  /** Families of ends whose addresses are not known: those of the pod CIDRs. */
  private readonly unknownFamilies: number;
  private readonly ofClass: Readonly<Record<Reading, (GatedParty | undefined)[]>> = { asNodes: [], asPods: [] };
  private readonly ofLabels = new WeakMap<Labels, Map<string, GatedParty>>();
  private readonly placements: (Placement | undefined)[] = [];
  private readonly nodeCounts: (ReadonlyMap<string, number> | undefined)[] = [];

  constructor(parts: PartyParts) {
    this.parts = parts;
    const { IPv4, IPv6 } = parts.podCidrs;
    const families = (IPv4.length > 0 ? IPV4_BIT : 0) | (IPv6.length > 0 ? IPV6_BIT : 0);
    this.unknownFamilies = families === 0 ? BOTH_FAMILIES : families;
  }

  /**
   * @param other families of the other end, for `internet`.
   * @param reading of host-network pods.
   */
  party(end: SingleEnd, reading: Reading, other: number): GatedParty {
    switch (end.type) {
      case 'class': {
        const gated = this.classParty(end.class, reading);
        const { pod } = end;
        if (pod === undefined) return gated;
        const party = new PlacedParty(gated.party, () => this.placementOf(pod));
        return { party, ingress: gated.ingress, egress: gated.egress };
      }
      case 'hypothetical':
        return this.hypothetical(end.namespace, end.labels);
      case 'node': {
        const addressing = this.parts.nodes.addressing(end.name);
        return ungated('node', addressing, this.families(addressing), { type: 'node', name: end.name });
      }
      case 'address': {
        const value = parseAddress(end.first)?.value ?? 0n;
        const atoms = [atomOf(this.parts.atoms[end.family], value)];
        const addressing = atomsOfFamily(end.family === 'IPv4' ? atoms : [], end.family === 'IPv6' ? atoms : []);
        return ungated('outside', addressing, this.families(addressing), NO_PLACE);
      }
      case 'internet': {
        const asked = end.family === undefined ? other : end.family === 'IPv4' ? IPV4_BIT : IPV6_BIT;
        const IPv4 = internetAtom(this.parts.atoms.IPv4);
        const IPv6 = internetAtom(this.parts.atoms.IPv6);
        const addressing = atomsOfFamily(IPv4 === undefined ? [] : [IPv4], IPv6 === undefined ? [] : [IPv6]);
        return ungated('outside', addressing, this.families(addressing) & asked, NO_PLACE);
      }
    }
  }

  /** The families of an end as the other end `internet` takes them: IPv4 where it has no address. */
  familiesForInternet(end: SingleEnd, reading: Reading): number {
    if (end.type === 'internet') return end.family === 'IPv6' ? IPV6_BIT : IPV4_BIT;
    const { party } = this.party(end, reading, BOTH_FAMILIES);
    return party.addressing.type === 'atoms' ? party.families : IPV4_BIT;
  }

  classParty(id: number, reading: Reading): GatedParty {
    const known = this.ofClass[reading][id];
    if (known !== undefined) return known;
    const record = this.parts.classes.list[id] as ClassRecord;
    const made =
      record.face.hostNetwork && reading === 'asNodes' ? this.hostNode(record, id * 2 + 1) : this.pod(record);
    this.ofClass[reading][id] = made;
    return made;
  }

  private pod(record: ClassRecord): GatedParty {
    const { face, namespaceId, labels, namedPorts, addressing } = record;
    const seen: Omit<Party, 'placement'> = {
      type: 'pod',
      families: this.families(addressing),
      addressing,
      namespace: this.parts.namespaces.list[namespaceId],
      labels,
      namedPorts,
      key: face.id * 2,
      asNode: face.hostNetwork ? this.hostNode(record).party : undefined,
    };
    const party = new PlacedParty(seen, () => this.placementOfClass(face.id));
    const { gates } = this.parts;
    return { party, ingress: gates.gateOfClass(face.id, 'ingress'), egress: gates.gateOfClass(face.id, 'egress') };
  }

  /** A host-network pod is its node: no gate, no selector means it, its address is the node's (row 61). */
  private hostNode(record: ClassRecord, key?: number): GatedParty {
    const { nodeName, face } = record;
    const { nodes, objects } = this.parts;
    if (nodeName !== undefined) {
      const addressing = nodes.addressing(nodeName);
      return ungated('node', addressing, this.families(addressing), { type: 'node', name: nodeName }, key);
    }
    const pod = objects.pods.get(face.pods[0] ?? '');
    const addressing = nodes.addressingOfAddresses(pod === undefined ? [] : podAddresses(pod));
    return ungated('node', addressing, this.families(addressing), UNPLACED, key);
  }

  /** Checks ask for the pod without labels of each namespace some hundred thousand times. */
  private hypothetical(name: string, labels: Labels): GatedParty {
    let byName = this.ofLabels.get(labels);
    if (byName === undefined) {
      byName = new Map();
      this.ofLabels.set(labels, byName);
    }
    let made = byName.get(name);
    if (made === undefined) {
      made = this.makeHypothetical(name, labels);
      byName.set(name, made);
    }
    return made;
  }

  private makeHypothetical(name: string, labels: Labels): GatedParty {
    const { namespaces, gates } = this.parts;
    const namespace = namespaces.get(name) ?? { id: -1, name, labels: withNameLabel(undefined, name), read: false };
    const party: Party = {
      type: 'pod',
      families: this.unknownFamilies,
      addressing: { type: 'pod-unknown' },
      placement: UNPLACED,
      namespace,
      labels,
      namedPorts: 'unknown',
    };
    const ingress = gates.gateOfLabels(namespace, labels, 'ingress');
    return { party, ingress, egress: gates.gateOfLabels(namespace, labels, 'egress') };
  }

  /** Families that some pod has, or may come to have. */
  get podFamilies(): number {
    let families = this.unknownFamilies;
    for (const { addressing } of this.parts.classes.list) families |= this.families(addressing);
    return families;
  }

  private families(addressing: Addressing): number {
    if (addressing.type !== 'atoms') return this.unknownFamilies;
    return (addressing.IPv4.length > 0 ? IPV4_BIT : 0) | (addressing.IPv6.length > 0 ? IPV6_BIT : 0);
  }

  placementOf(pod: string): Placement {
    const nodeName = this.parts.objects.pods.get(pod)?.spec.nodeName;
    return nodeName === undefined ? UNPLACED : { type: 'node', name: nodeName };
  }

  /** Where any one pod of a class is: known only where they are all in one place. */
  placementOfClass(id: number): Placement {
    const known = this.placements[id];
    if (known !== undefined) return known;
    const counts = this.nodeCountsOfClass(id);
    const { count } = (this.parts.classes.list[id] as ClassRecord).face;
    const [only] = counts;
    let placement: Placement = NO_PLACE;
    if (only === undefined) placement = UNPLACED;
    else if (only[1] === count) placement = { type: 'node', name: only[0] };
    this.placements[id] = placement;
    return placement;
  }

  /** Pods of a class per node; those not scheduled are in none. */
  nodeCountsOfClass(id: number): ReadonlyMap<string, number> {
    const known = this.nodeCounts[id];
    if (known !== undefined) return known;
    const counts = new Map<string, number>();
    for (const key of (this.parts.classes.list[id] as ClassRecord).face.pods) {
      const nodeName = this.parts.objects.pods.get(key)?.spec.nodeName;
      if (nodeName !== undefined) counts.set(nodeName, (counts.get(nodeName) ?? 0) + 1);
    }
    this.nodeCounts[id] = counts;
    return counts;
  }
}

function atomsOfFamily(IPv4: readonly number[], IPv6: readonly number[]): Addressing {
  return { type: 'atoms', IPv4, IPv6 };
}

function ungated(
  type: 'node' | 'outside',
  addressing: Addressing,
  families: number,
  placement: Placement,
  key?: number,
): GatedParty {
  const party: Party = {
    ...{ type, families, addressing, placement },
    ...{ namespace: undefined, labels: undefined, namedPorts: NO_NAMED_PORTS, key },
  };
  return { party, ingress: undefined, egress: undefined };
}

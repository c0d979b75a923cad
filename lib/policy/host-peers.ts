import { FAMILIES, type Family } from './address.ts';
import type { Classes } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import type { Peer } from './ir.ts';
import { MATCHES, type Match, NO_MATCH } from './match.ts';
import type { PartyTable, Reading } from './parties.ts';
import type { Party } from './party.ts';
import type { PeerClassTable } from './peer-classes.ts';

/** The host-network classes that a peer means under one reading, in any family: for certain, and possibly. */
export interface HostPeers {
  readonly must: readonly number[];
  readonly may: readonly number[];
}

const NOBODY: HostPeers = { must: [], may: [] };

export interface HostPeerParts {
  readonly classes: Classes;
  readonly parties: PartyTable;
  readonly evaluator: Evaluator;
  readonly peerClasses: PeerClassTable;
}

/**
 * Which host-network classes each peer means, once a peer. An agent on every node is thousands of classes, and a cluster
 * has thousands of rules: blocks are asked once for all classes with the same addresses.
 */
export class HostPeerTable {
  private readonly parts: HostPeerParts;
  private readonly known: Readonly<Record<Reading, (HostPeers | undefined)[]>> = { asNodes: [], asPods: [] };
  private readonly alike: Partial<Record<Reading, readonly (readonly number[])[]>> = {};
  private readonly hosts: readonly number[];

  constructor(parts: HostPeerParts) {
    this.parts = parts;
    this.hosts = parts.classes.list.flatMap(({ face }) => (face.hostNetwork ? [face.id] : []));
  }

  get(peer: Peer, reading: Reading): HostPeers {
    const known = this.known[reading][peer.id];
    if (known !== undefined) return known;
    const found = this.hosts.length === 0 ? NOBODY : this.compute(peer, reading);
    this.known[reading][peer.id] = found;
    return found;
  }

  private compute(peer: Peer, reading: Reading): HostPeers {
    switch (peer.type) {
      case 'nobody':
        return NOBODY;
      case 'pods':
        return reading === 'asNodes' ? NOBODY : this.amongPods(peer); // row 61: no selector means a node
      case 'block':
      case 'network':
        return this.ofGroups(peer, reading, this.alikeByAddress(reading));
      case 'nodes':
      case 'names':
        return this.ofGroups(
          peer,
          reading,
          this.hosts.map((id) => [id]),
        );
    }
  }

  private amongPods(peer: Peer): HostPeers {
    const { classes, peerClasses } = this.parts;
    const { ids, matches } = peerClasses.get(peer);
    const may = [...ids.keys()].filter((index) => classes.list[ids[index] as number]?.face.hostNetwork === true);
    const idsOf = (places: readonly number[]) => places.map((index) => ids[index] as number);
    return { may: idsOf(may), must: idsOf(may.filter((index) => matches[index] === MATCHES)) };
  }

  private ofGroups(peer: Peer, reading: Reading, groups: readonly (readonly number[])[]): HostPeers {
    const { parties, evaluator } = this.parts;
    const asked = groups.map((ids) => {
      const { party } = parties.classParty(ids[0] as number, reading);
      return { ids, matches: FAMILIES.map((family): Match => evaluator.peer(peer, party, family)) };
    });
    const idsWhere = (holds: (matches: readonly Match[]) => boolean) =>
      asked.flatMap(({ ids, matches }) => (holds(matches) ? ids : []));
    return {
      may: idsWhere((matches) => matches.some((match) => match !== NO_MATCH)),
      must: idsWhere((matches) => matches.includes(MATCHES)),
    };
  }

  /** Classes that no block tells apart under a reading. */
  private alikeByAddress(reading: Reading): readonly (readonly number[])[] {
    this.alike[reading] ??= [
      ...Map.groupBy(this.hosts, (id) => addressKey(this.parts.parties.classParty(id, reading).party)).values(),
    ];
    return this.alike[reading];
  }
}

/** All that a block can see of a party. */
function addressKey({ type, addressing, asNode }: Party): string {
  const places = addressing.type === 'atoms' ? FAMILIES.map((family: Family) => addressing[family]) : addressing.type;
  return JSON.stringify([type, places, asNode && addressKey(asNode)]);
}

import { labelValue } from '#lib/kube/objects.ts';
import { FAMILIES, type Family } from './address.ts';
import type { AddressBlock } from './address-block.ts';
import type { Classes } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import { type ExternalAtoms, isInBlock } from './external-atoms.ts';
import type { Peer } from './ir.ts';
import type { Selector } from './label-selector.ts';
import { type Match, NO_MATCH } from './match.ts';
import type { NamespaceTable } from './namespaces.ts';
import type { PartyTable } from './parties.ts';

/** The classes that a peer means, read as pods, ascending, each with its match. */
export interface PeerClasses {
  readonly ids: Int32Array;
  readonly matches: Int32Array;
}

/** Computes for each peer, once and on demand, which classes it means. */
export class PeerClassTable {
  private readonly classes: Classes;
  private readonly namespaces: NamespaceTable;
  private readonly evaluator: Evaluator;
  private readonly parties: PartyTable;
  private readonly atoms: ExternalAtoms;
  private places: Places | undefined;
  /** One for all models with the same classes. */
  readonly shared: (PeerClasses | undefined)[];
  private readonly meant = new Map<Selector, NamespacesMeant>();
  private readonly postings = new Map<string, ReadonlyMap<string, readonly number[]>>();

  /** @param shared by peer, of whatever model has the same classes: it is filled. */
  constructor(
    classes: Classes,
    namespaces: NamespaceTable,
    evaluator: Evaluator,
    parties: PartyTable,
    atoms: ExternalAtoms,
    shared: (PeerClasses | undefined)[],
  ) {
    this.shared = shared;
    this.atoms = atoms;
    this.classes = classes;
    this.namespaces = namespaces;
    this.evaluator = evaluator;
    this.parties = parties;
  }

  /** A block means classes in its own family only: none in the other (row 76). */
  get(peer: Peer): PeerClasses {
    const known = this.shared[peer.id];
    if (known !== undefined) return known;
    const found = this.compute(peer);
    this.shared[peer.id] = found;
    return found;
  }

  private compute(peer: Peer): PeerClasses {
    const family: Family = peer.type === 'block' || peer.type === 'network' ? peer.block.family : 'IPv4';
    const ids: number[] = [];
    const matches: Match[] = [];
    for (const id of this.candidates(peer)) {
      const { party } = this.parties.classParty(id, 'asPods');
      const match = this.evaluator.peer(peer, party, family);
      if (match === NO_MATCH) continue;
      ids.push(id);
      matches.push(match);
    }
    return { ids: Int32Array.from(ids), matches: Int32Array.from(matches) };
  }

  /** Classes among which all that the peer means are: the fewest that are cheap to find. */
  private candidates(peer: Peer): Iterable<number> {
    if (peer.type === 'nobody') return [];
    if (peer.type === 'block' || peer.type === 'network') return this.byAddress(peer.type, peer.block);
    if (peer.type !== 'pods') return this.classes.list.keys();
    const { namespaces } = peer;
    if ('name' in namespaces) return this.inNamespace(this.namespaces.get(namespaces.name)?.id);
    const posted = this.posted(peer.pods);
    const inside = this.inside(namespaces.selector);
    return posted !== undefined && posted.length < inside.classes ? posted : this.inNamespaces(inside.namespaces);
  }

  /** The namespaces that a selector may mean, and the number of classes in them: most peers name labels of few. */
  private inside(selector: Selector): NamespacesMeant {
    const known = this.meant.get(selector);
    if (known !== undefined) return known;
    const { firstOfNamespace } = this.classes;
    const namespaces: number[] = [];
    let classes = 0;
    const matches = this.namespaces.matches(selector);
    for (let id = 0; id < matches.length; id++) {
      if (matches[id] === NO_MATCH) continue;
      namespaces.push(id);
      classes += (firstOfNamespace[id + 1] as number) - (firstOfNamespace[id] as number);
    }
    const found = { namespaces, classes };
    this.meant.set(selector, found);
    return found;
  }

  private *inNamespaces(ids: readonly number[]): Iterable<number> {
    for (const id of ids) yield* this.inNamespace(id);
  }

  /**
   * Classes with an address in the block; those without an address may have one. A block of a NetworkPolicy means a pod on
   * the host network by its own address, a network of a cluster-wide policy by the node's.
   */
  private byAddress(type: 'block' | 'network', { family, id: block }: AddressBlock): Iterable<number> {
    this.places ??= placesOf(this.classes);
    const { elsewhere, onHost } = this.places;
    const found = new Set(type === 'network' ? [...elsewhere, ...onHost] : elsewhere);
    for (const [atom, ids] of this.places[family]) {
      if (isInBlock(this.atoms[family], atom, block)) for (const id of ids) found.add(id);
    }
    return [...found].sort((a, b) => a - b);
  }

  private *inNamespace(id: number | undefined): Iterable<number> {
    if (id === undefined) return;
    const end = this.classes.firstOfNamespace[id + 1] as number;
    for (let member = this.classes.firstOfNamespace[id] as number; member < end; member++) yield member;
  }

  /** Classes that fulfil the most selective requirement that names values; undefined where none does. */
  private posted(selector: Selector): readonly number[] | undefined {
    let fewest: readonly number[] | undefined;
    for (const { key, operator, values } of selector.requirements) {
      if (operator !== 'In') continue;
      const byValue = this.byValue(key);
      const [only = ''] = values;
      const found =
        values.length === 1
          ? (byValue.get(only) ?? [])
          : values.flatMap((value) => byValue.get(value) ?? []).sort((a, b) => a - b);
      if (fewest === undefined || found.length < fewest.length) fewest = found;
    }
    return fewest;
  }

  private byValue(key: string): ReadonlyMap<string, readonly number[]> {
    const known = this.postings.get(key);
    if (known !== undefined) return known;
    const byValue = new Map<string, number[]>();
    for (const { face, labels } of this.classes.list) {
      const value = labelValue(labels, key);
      if (value === undefined) continue;
      const list = byValue.get(value);
      if (list === undefined) byValue.set(value, [face.id]);
      else list.push(face.id);
    }
    this.postings.set(key, byValue);
    return byValue;
  }
}

interface NamespacesMeant {
  /** Ids, ascending. */
  readonly namespaces: readonly number[];
  readonly classes: number;
}

/** Atom → classes with an address in it; and the classes that have none, and those on the host network. */
type Places = Readonly<Record<Family, ReadonlyMap<number, readonly number[]>>> & {
  readonly elsewhere: readonly number[];
  readonly onHost: readonly number[];
};

function placesOf({ list }: Classes): Places {
  const places = { IPv4: new Map<number, number[]>(), IPv6: new Map<number, number[]>() };
  const [elsewhere, onHost]: [number[], number[]] = [[], []];
  for (const { face, addressing } of list) {
    if (face.hostNetwork) onHost.push(face.id);
    if (addressing.type !== 'atoms') {
      elsewhere.push(face.id);
      continue;
    }
    for (const family of FAMILIES) {
      for (const atom of addressing[family]) {
        const ids = places[family].get(atom);
        if (ids === undefined) places[family].set(atom, [face.id]);
        else ids.push(face.id);
      }
    }
  }
  return { ...places, elsewhere, onHost };
}

import type { Labels } from '#lib/kube/objects.ts';
import type { NamedPorts } from './named-ports.ts';
import type { KnownNamespace } from './namespaces.ts';

/** Address families as bits: an end may have several. */
export const IPV4_BIT = 1;
export const IPV6_BIT = 2;
export const BOTH_FAMILIES = IPV4_BIT | IPV6_BIT;

/**
 * How blocks see an end: by the atoms of its addresses per family; as a pod whose address is not given yet; or as a node
 * whose addresses are not known.
 */
export type Addressing =
  | { readonly type: 'atoms'; readonly IPv4: readonly number[]; readonly IPv6: readonly number[] }
  | { readonly type: 'pod-unknown' }
  | { readonly type: 'node-unknown' };

/** Which node an end is on, for the rules about a pod's own node. */
export type Placement =
  | { readonly type: 'node'; readonly name: string }
  /** Not scheduled: it may be any node. */
  | { readonly type: 'unknown' }
  /** Outside, or any one of pods on several nodes: no node in particular. */
  | { readonly type: 'none' };

export const UNPLACED: Placement = { type: 'unknown' };
export const NO_PLACE: Placement = { type: 'none' };

/**
 * An end under one reading, as the evaluator sees it. A host-network pod read as node is a party of type `node`.
 */
export interface Party {
  readonly type: 'pod' | 'node' | 'outside';
  /** IPV4_BIT, IPV6_BIT. */
  readonly families: number;
  readonly addressing: Addressing;
  readonly placement: Placement;
  /** Pods only. */
  readonly namespace: KnownNamespace | undefined;
  readonly labels: Labels | undefined;
  /** `unknown`: a hypothetical pod, whose ports nobody has named. */
  readonly namedPorts: NamedPorts | 'unknown';
  /** Of ends that are asked about again and again: equal numbers are equal parties but for their place. */
  readonly key?: number | undefined;
  /** A host-network pod that is read as pod: the node that it is to cluster-wide policies all the same (row A9). */
  readonly asNode?: Party | undefined;
}

/** A party whose place is looked up where it matters: only between a node and a pod. */
export class PlacedParty implements Party {
  readonly type: Party['type'];
  readonly families: number;
  readonly addressing: Addressing;
  readonly namespace: KnownNamespace | undefined;
  readonly labels: Labels | undefined;
  readonly namedPorts: NamedPorts | 'unknown';
  readonly key: number | undefined;
  readonly asNode: Party | undefined;
  private readonly place: () => Placement;

  constructor(seen: Omit<Party, 'placement'>, place: () => Placement) {
    this.type = seen.type;
    this.families = seen.families;
    this.addressing = seen.addressing;
    this.namespace = seen.namespace;
    this.labels = seen.labels;
    this.namedPorts = seen.namedPorts;
    this.key = seen.key;
    this.asNode = seen.asNode;
    this.place = place;
  }

  get placement(): Placement {
    return this.place();
  }
}

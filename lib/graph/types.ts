import type { TrafficState } from '#lib/flows/observed.ts';
import type { Basis, DataClass, Severity } from '#lib/gdpr/types.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';

export type SceneLevel = 'namespaces' | 'workloads' | 'pods';

/** At most 300 nodes and 600 edges with positions: what the canvas, the table and the report's SVG draw. */
export interface Scene {
  readonly level: SceneLevel;
  /** The one level that suits the size: `level` where the page did not ask for another. */
  readonly restLevel: SceneLevel;
  /** Set where one namespace is opened. */
  readonly namespace?: string;
  /** Set where one workload is opened: `ns/Kind/name`. */
  readonly workload?: string;
  /** Bounding box in scene pixels; the origin is the top left, unless `left` and `top` say that it begins before it. */
  readonly width: number;
  readonly height: number;
  readonly left?: number;
  readonly top?: number;
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  /** The gaps are not known yet: that none is drawn says nothing. */
  readonly gapsPending?: true;
  /** "Showing 212 groups standing for 9 840 pods." Absent where nothing was folded or left out. */
  readonly note?: string;
  readonly omitted: readonly Omitted[];
}

/** What the picture leaves out, in words, and where it can be seen. */
export interface Omitted {
  readonly what: 'edges' | 'nodes';
  readonly count: number;
  readonly sentence: string;
}

export type SceneNodeType =
  | 'zone' // a band of tiles with a heading, no box
  | 'namespace' // compound box
  | 'tile' // a namespace at the namespaces level
  | 'workload'
  | 'pod'
  | 'group' // folded: stands for `count` workloads
  | 'any-pod' // the hub: every pod that no rule names
  | 'internet'
  | 'address' // a CIDR named by a rule, or told apart by rules
  | 'unreadable'; // namespaces that may not be read

/** Positions are the top left corner, in scene pixels. */
export interface SceneNode {
  readonly id: string;
  readonly type: SceneNodeType;
  /** Id of the namespace box that holds it. */
  readonly parent?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Second text: "8 pods", "0.0.0.0/0", "25 pods". */
  readonly detail?: string;
  readonly namespace?: string;
  /** Deployment, StatefulSet, Pod, … */
  readonly kind?: string;
  readonly name?: string;
  /** Pods that it stands for; `atLeast` where pods may not be read. */
  readonly count?: number;
  readonly atLeast?: boolean;
  readonly dataClass?: DataClass;
  readonly basis?: Basis;
  readonly dataAtRest?: boolean;
  /** Absent for host-network pods and everything that has no gate. Shares are 0 … 1 (tiles); a box shows the phantom pod. */
  readonly fence?: { readonly ingress: FencePost; readonly egress: FencePost };
  readonly hostNetwork?: boolean;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  /** Of a block that a rule names: some of its addresses are globally routable. */
  readonly routable?: boolean;
  /** Platform namespaces (kube-system, …) are dimmed, never removed. */
  readonly platform?: boolean;
  /** Of two states in one picture: the one in which it is; absent: in both. */
  readonly only?: 'before' | 'after';
  /** What a person would say aloud; tooltip, screen reader, table. */
  readonly sentence: string;
}
/**
 * Share of pods that are isolated (1 solid, 0 dotted), whether others are closed to some (`partly`: half solid), and
 * whether some of it is undecided.
 */
export interface FencePost {
  readonly isolated: number;
  readonly partly?: boolean;
  readonly depends?: boolean;
}

/** `depends`: what it becomes is not decided. */
export type SceneChange = 'opens' | 'closes' | 'changes' | 'depends';

export interface SceneEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Without a flow source an edge is allowed, depends, or a gap (which keeps its severity's line). */
  readonly state: 'allowed' | 'depends' | 'gap';
  readonly severity?: Severity;
  readonly gaps: readonly string[];
  /** `allow`: all pairs, certain; `some`: some pairs, certain; `depends`: may. Disjoint. As `list` has them. */
  readonly allow: PortsJson;
  readonly some?: PortsJson;
  readonly depends: PortsJson;
  readonly reasons: readonly DependsReason[];
  /** "8443", "53, 9090", "3 ports", "any port" */
  readonly label: string;
  /** Aggregated connections between workloads that it stands for. */
  readonly count: number;
  /** Waypoints where a straight line would cross a third box. */
  readonly via?: readonly { readonly x: number; readonly y: number }[];
  /** How far into its dashes the line begins, in pixels: where several run on one another, so do their dashes. */
  readonly dashOffset?: number;
  /** Of two states in one picture: the one in which it is drawn; absent: in both. */
  readonly only?: 'before' | 'after';
  /** It stands for no state, but for what the second changes. */
  readonly change?: SceneChange;
  /** Drawn by what was observed; without a state nobody compared it. */
  readonly traffic?: { readonly state?: TrafficState; readonly width?: number };
  /** The middle of the plate with the label. Absent: there is no room for one beside the others. */
  readonly plate?: { readonly x: number; readonly y: number };
  readonly sentence: string;
}

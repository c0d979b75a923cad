import type { PortsJson } from '#lib/policy/types.ts';
import type { CoverageRow, FlowEdge, FlowWindow } from './flow-row.ts';
import type { EndChange } from './join/end-changes.ts';

/** What was observed of a cluster in a window: plain data, of which the join and the checks are made. */
export interface ObservedTraffic {
  readonly window: FlowWindow;
  /** The edges with the most connections first. */
  readonly edges: readonly FlowEdge[];
  /** Of each of the edges, in their order: when it was ever seen first and last. Absent: not asked. */
  readonly ever?: readonly { readonly first: number; readonly last: number }[];
  /** When anything was seen first, so that not all is new on the first day; absent: not asked, or nothing was. */
  readonly since?: number;
  /** How many edges there are beside these, for which there was no room. */
  readonly leftOut: number;
  readonly coverage: readonly CoverageRow[];
  /** The sources whose silence says something: they observe everything at a node while they are connected. */
  readonly complete: readonly string[];
  /** The last change of ends that was seen since the cluster is watched; absent: nobody watches it. */
  readonly changed?: readonly EndChange[];
  /** From when on its policies are known, where that is in the window; absent: all the time, or nobody watches it. */
  readonly policiesFrom?: number;
}

/**
 * An edge beside the allowed relation (traffic.md §2.6):
 * `seen-denied`: it passed, though nothing that was in force allows it; `denied`: it was refused; `would-deny`: it passed
 * and would be refused (audit, staged); `used`: allowed and seen; `unused`: allowed, not seen, though both ends were
 * observed in at least 95 % of the window; `not-enough-seen`: allowed and not seen, and too little was observed to say
 * more; `unjudged`: seen, and nobody can say what decided (who began it is unknown, the answer depends on what is not
 * evaluated, an end is unknown, dropped and not by a policy, a denial that is only reported and that no policy bears out).
 */
export const TRAFFIC_STATES = [
  'seen-denied',
  'denied',
  'would-deny',
  'used',
  'not-enough-seen',
  'unused',
  'unjudged',
] as const;
export type TrafficState = (typeof TRAFFIC_STATES)[number];

/** What decided one direction of an edge, in words for people and with what leads to it. */
export interface TrafficDecision {
  readonly at: 'ingress' | 'egress';
  readonly allowed: boolean | 'depends';
  /** The policy that admits or denies; absent where the gate is open or the denial is of all that select the end. */
  readonly policy?: { readonly kind: string; readonly namespace?: string; readonly name: string };
  /** From 1, as the policy's page counts them. */
  readonly rule?: number;
  /** "shop-ingress rule 3", "egress open", "default-deny: no rule admits it". */
  readonly sentence: string;
}

/**
 * Why something passed that nothing allows, or was refused that everything allows, the likeliest first; `not-kept`: why
 * nobody can say what decided.
 */
export const CONTRADICTION_REASONS = [
  'policy-changed',
  'connection-older',
  'host-network',
  'not-enforced',
  'audit',
  'other-policy-kind',
  'reply-misread',
  'clocks-apart',
  'reported-only',
  'plugin-behind',
  'identity-stale',
  'not-kept',
] as const;
export type ContradictionReason = (typeof CONTRADICTION_REASONS)[number];

/** Of a permission for every port: no protocol has this number on a wire where policies act. */
export const ANY_PROTOCOL = 0;

/** One edge of one port with its state. Ends as in `FlowRow`. */
export interface JoinedEdge {
  /** Stable while its ends, port, protocol and state are the same. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** Null: not told, or of all ports where nothing was seen. */
  readonly port: number | null;
  /** `ANY_PROTOCOL` where every port of every protocol is allowed and nothing was seen. */
  readonly protocol: number;
  /** Of `seen-denied`, where it was allowed before: since when it is not any more, milliseconds since 1970. */
  readonly deniedSince?: number;
  /** What is allowed, where nothing was seen. */
  readonly ports?: PortsJson;
  readonly state: TrafficState;
  /** Absent where nothing was seen. */
  readonly seen?: FlowEdge;
  /** When it was ever seen first and last, in the window or before; absent where that is not known. */
  readonly ever?: { readonly first: number; readonly last: number };
  /** Egress of the client first; absent where an end is outside or unknown. */
  readonly decisions: readonly TrafficDecision[];
  /**
   * It was refused, or somebody reports so, and all policies of its time that are known let each pod of it through for
   * certain: what was told and what was read contradict each other. Never where none of its time are known.
   */
  readonly refusedThoughAllowed?: true;
  /** Of `seen-denied` and of `refusedThoughAllowed`, and of `unjudged` and `denied` where it is known why nobody can say more. */
  readonly reasons: readonly {
    readonly reason: ContradictionReason;
    readonly likely: boolean;
    readonly sentence: string;
  }[];
  /** Where nothing was seen: since when it is allowed as it is, milliseconds since 1970; absent: nobody tells of a change. */
  readonly allowedSince?: number;
  /** Something was seen that may have used it, or not all that was seen is known: no coverage makes it unused. */
  readonly perhapsUsed?: true;
  /** The share of the window in which each end was observed, 0 to 1; absent where no end needs it. */
  readonly covered?: { readonly from: number; readonly to: number };
}

/** A policy that became another one, or came, or went. */
export interface PolicyChange {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly verb: 'added' | 'changed' | 'removed';
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** The tool that changed it; absent where the object does not say. */
  readonly manager?: string;
  /** `revision`: it was seen to change; `object`: the object says so of itself. */
  readonly told: 'revision' | 'object';
}

/** Edges with the states that ask for attention first, and what is counted over all. */
export interface JoinedTraffic {
  readonly edges: readonly JoinedEdge[];
  /** Also of edges for which there was no room. */
  readonly counts: Readonly<Record<TrafficState, number>>;
  /** Those of them, `denied` or `unjudged`, that were refused though policies allow them. */
  readonly refusedThoughAllowed: number;
  /** Allowed connections that were compared, by workloads and rules; those of ends that are open to all are not counted. */
  readonly permitted: number;
  /** Those of them that something seen used for certain. */
  readonly permittedUsed: number;
  /** Workloads that are open to all, out or in: what they may is not listed one by one. */
  readonly open: { readonly out: number; readonly in: number };
}

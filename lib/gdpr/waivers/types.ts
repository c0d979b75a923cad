/** Which gaps of its check a waiver means. */
export type WaiverMatch =
  /** The gap's fingerprint, whole or its first eight hex digits or more. */
  | { readonly fingerprint: string }
  /** `ns/Kind/name`; `peer` as the gap's `peer` is written. Without a peer: the one gap that the check has there. */
  | { readonly subject: string; readonly peer?: string };

/** An accepted gap (gdpr.md §2.4): who accepts it, until when, and why. Parsed strictly; a waiver never hides a gap. */
export interface Waiver {
  readonly id: string;
  readonly check: string;
  readonly match: WaiverMatch;
  readonly justification: string;
  /** "RoPA-017 / TIA-2026-03" */
  readonly reference?: string;
  /** A role, not a person's name. */
  readonly riskOwner: string;
  /** Another role than the owner's. */
  readonly approvedBy: string;
  /** Days, `2026-03-04`. */
  readonly approvedAt: string;
  /** The last day on which it holds; at most twelve months after the approval. */
  readonly expiresAt: string;
  readonly compensating: readonly string[];
  /** The workloads behind the gap when it was approved, where somebody wrote them down: whether it grew is known then. */
  readonly peers?: readonly string[];
  readonly origin: WaiverOrigin;
}

export type WaiverOrigin =
  | { readonly from: 'file'; readonly line: number }
  | { readonly from: 'page'; readonly recordedAt: string; readonly recordedBy: string };

/** What a waived gap says of its waiver. */
export type WaiverNote = Omit<Waiver, 'check' | 'match' | 'peers' | 'origin'>;

/**
 * `in-force`: it waives a gap. `unused`: no gap matches. `ambiguous`: its short fingerprint fits several gaps, and it
 * waives none of them. `over-broad`: it names a subject alone, which has several gaps, and whoever approved it saw perhaps
 * one: it waives none of them. `no-time`: nobody knows what day it is, so it waives nothing.
 */
export const WAIVER_STATES = ['in-force', 'expired', 'unused', 'ambiguous', 'over-broad', 'no-time'] as const;
export type WaiverState = (typeof WAIVER_STATES)[number];

/** The waivers of one report. */
export interface WaiverReport {
  /** The time at which expiry was judged, RFC 3339; null: not known, and nothing is waived. */
  readonly asOf: string | null;
  /** By id. */
  readonly waivers: readonly WaiverHealth[];
}

/** A waiver against one report. */
export interface WaiverHealth {
  readonly waiver: Waiver;
  readonly state: WaiverState;
  /** Ids of the gaps that it matches, whether or not it waives them. */
  readonly gaps: readonly string[];
  /** Workloads behind its gaps that were not there at the approval; undefined: not known. */
  readonly newPeers?: readonly string[];
}

/** What the API answers of gaps. */

import type { CheckResult, DataClass, FixEffect, Gap, GapReport } from '#lib/gdpr/types.ts';
import type { Waiver, WaiverHealth, WaiverOrigin, WaiverReport } from '#lib/gdpr/waivers/types.ts';
import type { Revision } from './cluster-types.ts';

/** A gap as lists show it; `…/gaps/{id}` has all of it. */
export interface GapListItem extends Pick<Gap, 'id' | 'check' | 'result' | 'severity' | 'title' | 'subject'> {
  /** "32(1)(b)"; the first is the one it is grouped under. */
  readonly articles: readonly string[];
  /** Of its subject. */
  readonly dataClass: DataClass;
  /** When a revision of this run of the server first had it, RFC 3339. Nothing is known from before. */
  readonly firstSeen?: string;
}

/** A gap that this run of the server has seen, and that the newest revision has no more. */
export interface ClosedGap extends Pick<Gap, 'id' | 'check' | 'severity' | 'title' | 'subject'> {
  readonly firstSeen: string;
  /** When a revision first was without it, RFC 3339. */
  readonly closedAt: string;
}

export type CheckCounts = Omit<CheckResult, 'notEvaluated'>;

export interface ListedWaivers extends Omit<WaiverReport, 'waivers'> {
  readonly waivers: readonly (Omit<WaiverHealth, 'waiver'> & { readonly waiver: Omit<Waiver, 'peers'> })[];
}

export interface GapList extends Pick<GapReport, 'summary' | 'passes'> {
  readonly revision: Revision;
  /** Sorted by severity, check, subject. */
  readonly gaps: readonly GapListItem[];
  /** Their counts; what could not be looked at stands with the check itself. */
  readonly checks: readonly CheckCounts[];
  /** Without the workloads behind each when it was approved. */
  readonly waivers?: ListedWaivers;
  /** When this run of the server first looked at the gaps, RFC 3339: those first seen then may be older. */
  readonly watchedSince?: string;
  /** Gaps that this run of the server has seen and that are gone, the last closed first. */
  readonly closed?: readonly ClosedGap[];
}

/** The effect of one gap's fix; null where nothing can be applied. */
export interface GapEffect {
  readonly revision: Revision;
  readonly effect: FixEffect | null;
}

/** Its fix without the effect: that takes a second in a large cluster, and is a question of its own. */
export type ShownGap = Omit<Gap, 'fix'> & { readonly fix: Pick<Gap['fix'], 'yaml' | 'note'> };

export interface GapView {
  readonly revision: Revision;
  readonly gap: ShownGap;
  /** Where its waiver comes from: one of a file is taken back there, not on the page. */
  readonly waiverFrom?: WaiverOrigin['from'];
  /** Policies of the subject's namespace: those that were looked at for it. */
  readonly policiesChecked: number;
  /** As in the list. */
  readonly firstSeen?: string;
}

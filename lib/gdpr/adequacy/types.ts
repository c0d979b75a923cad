import type { Regime } from '../data-map/types.ts';

/**
 * Where one law lets personal data go without a further basis, as dated data (gdpr.md §6). A snapshot's date is compared
 * with the dates in it; the tool never asks anybody.
 */
export interface AdequacyTable {
  readonly regime: Regime;
  /** Day on which the whole table was last compared with its sources. */
  readonly checkedOn: string;
  /** ISO 3166-1 alpha-2 codes of countries and territories where the law itself applies: nothing is transferred there. */
  readonly inside: readonly string[];
  /** Codes of which it is not certain whether they are inside, and why. */
  readonly unsure: readonly { readonly code: string; readonly note: string }[];
  readonly decisions: readonly AdequacyDecision[];
}

/** One decision that a country, a part of it or an organisation protects data adequately (Art. 45). */
export interface AdequacyDecision {
  /** ISO 3166-1 alpha-2; of an international organisation its usual abbreviation. */
  readonly code: string;
  /** Whom it covers, in words: "general", "organisations certified under the Data Privacy Framework". */
  readonly scope: string;
  readonly instrument?: string;
  /** First day; absent: older than any snapshot. */
  readonly validFrom?: string;
  /** Last day; absent: no end is set. */
  readonly validUntil?: string;
  readonly condition?: AdequacyCondition;
  /** What else a reader should know, doubts among it. No verdict rests on it. */
  readonly note?: string;
  readonly sourceUrl?: string;
  readonly checkedOn: string;
}

/** What must hold of an importer for the decision to cover it. */
export interface AdequacyCondition {
  /**
   * `listed`: only organisations on a public list; one that is not declared to be on it is not covered.
   * `scope`: it turns on what kind of organisation or place the importer is, which nobody can see from outside.
   */
  readonly kind: 'listed' | 'scope';
  /** Ends "… only where": "the importer is certified under the EU-US Data Privacy Framework". */
  readonly text: string;
}

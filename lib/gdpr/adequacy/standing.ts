import type { CheckContext } from '../check.ts';
import type { Regime } from '../data-map/types.ts';
import { EU_GDPR_ADEQUACY } from './eu-gdpr.ts';
import type { AdequacyDecision, AdequacyTable } from './types.ts';

/** What a table says of a country at a time. */
export type Standing =
  | { readonly type: 'inside' }
  | { readonly type: 'unsure'; readonly note: string }
  /** A decision covers it; where it has a condition, only the importers of which that holds. */
  | { readonly type: 'adequate'; readonly decision: AdequacyDecision }
  /** No decision; `ended`: one that is over. */
  | { readonly type: 'none'; readonly ended?: AdequacyDecision }
  /** A decision has an end, and the time of the source is not known. */
  | { readonly type: 'time-unknown'; readonly decision: AdequacyDecision };

/** A table of another origin where one was given for this law, else the one that ships; undefined: none for this law. */
export function adequacyTable({ adequacy, dataMap: { regime } }: CheckContext): AdequacyTable | undefined {
  return adequacyFor(regime, adequacy);
}

export function adequacyFor(regime: Regime, given: AdequacyTable | undefined): AdequacyTable | undefined {
  if (given?.regime === regime) return given;
  return regime === 'eu-gdpr' ? EU_GDPR_ADEQUACY : undefined;
}

/**
 * @param country ISO 3166-1 alpha-2, in capitals.
 * @param at milliseconds since 1970; undefined: not known. A start in the table is taken to be past then, since the table
 *   was written before the input was read; an end decides nothing.
 */
export function standingOf(table: AdequacyTable, country: string, at: number | undefined): Standing {
  if (table.inside.includes(country)) return { type: 'inside' };
  const unsure = table.unsure.find(({ code }) => code === country);
  if (unsure !== undefined) return { type: 'unsure', note: unsure.note };
  let ended: AdequacyDecision | undefined;
  let undated: AdequacyDecision | undefined;
  for (const decision of table.decisions.filter(({ code }) => code === country)) {
    const { validFrom, validUntil } = decision;
    if (at === undefined) {
      if (validUntil === undefined) return { type: 'adequate', decision };
      undated ??= decision;
    } else if (validUntil !== undefined && at >= endOfDay(validUntil)) ended = decision;
    else if (validFrom === undefined || at >= Date.parse(validFrom)) return { type: 'adequate', decision };
  }
  if (undated !== undefined) return { type: 'time-unknown', decision: undated };
  return { type: 'none', ...(ended === undefined ? {} : { ended }) };
}

const DAY_MS = 86_400_000;

/** The first millisecond after a day `2027-12-31`, UTC. */
export function endOfDay(day: string): number {
  return Date.parse(day.slice(0, 10)) + DAY_MS;
}

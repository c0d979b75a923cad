import type { ClassChange, DataWorkload } from '#lib/api/data-schemas.ts';
import { rejectedBecause } from '#lib/text/en/data-page.ts';

/** What confirming a suggestion writes into the DataMap; undefined where nothing is suggested. */
export function confirmed({ key, suggestion }: DataWorkload): ClassChange | undefined {
  return suggestion === undefined ? undefined : { workload: key, ...suggestion };
}

/**
 * What rejecting an inferred class writes: no personal data, with the signs that were rejected as the reason, so that
 * the report names the rejection. That infrastructure holds nothing is no inference of data: it is answered by a class.
 */
export function rejected({ key, suggestion, classification }: DataWorkload): ClassChange | undefined {
  if (suggestion === undefined || classification.basis !== 'inferred') return undefined;
  return { workload: key, dataClass: 'none', because: rejectedBecause(classification.source) };
}

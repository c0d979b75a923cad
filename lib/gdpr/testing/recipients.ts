import type { Recipient } from '../data-map/types.ts';

/** A recipient of a DataMap with what a test does not say left empty. */
export function recipient(id: string, parts: Partial<Recipient> = {}): Recipient {
  return { id, line: 1, fqdns: [], cidrs: [], ...parts };
}

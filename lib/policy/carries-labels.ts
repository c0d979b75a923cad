import type { Labels } from '#lib/kube/objects.ts';

/** Labels as pairs, taken apart once: what asks every pod of a cluster. */
export type WantedLabels = readonly (readonly [key: string, value: string])[];

/**
 * Whether all of these labels are there with these values. What an object inherits (`constructor`) is no text, so it
 * equals none.
 */
export function carriesLabels(labels: Labels | undefined, wanted: WantedLabels): boolean {
  if (labels === undefined) return wanted.length === 0;
  for (const [key, value] of wanted) if (labels[key] !== value) return false;
  return true;
}

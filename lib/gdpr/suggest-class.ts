import { confirmedBecause } from '#lib/text/en/data-map.ts';
import type { DeclaredClass } from './data-map/types.ts';
import type { WorkloadData } from './workload-data.ts';

/**
 * A class that a person may confirm: what the heuristics inferred, or `none` for infrastructure of the curated list.
 * Undefined where somebody has declared, or where nothing is strong enough to ask about.
 */
export function suggestClass({
  classification,
  noOwnData,
}: Pick<WorkloadData, 'classification' | 'noOwnData'>):
  | { readonly dataClass: DeclaredClass; readonly because: string }
  | undefined {
  const { dataClass, basis, source } = classification;
  if (basis === 'inferred' && dataClass !== 'unknown') return { dataClass, because: confirmedBecause(source) };
  if (basis === 'unknown' && noOwnData !== undefined) {
    return { dataClass: 'none', because: confirmedBecause(noOwnData.source) };
  }
  return undefined;
}

import type { LabelSelector, Labels } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import { editDistance } from './edit-distance.ts';
import { pick } from './identity-labels.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Further apart than this, two words are not a slip of the pen. */
const MAX_TYPOS = 2;

/** Labels of a workload that differ from the selector's by a slip of the pen: `role=databse` and `role=database`. */
export function nearestLabels(
  selector: LabelSelector,
  workloads: readonly WorkloadFacts[],
): { readonly workload: WorkloadFacts; readonly labels: Labels } | undefined {
  const wanted = selector.matchLabels;
  const keys = Object.keys(wanted ?? {});
  if (keys.length === 0 || (selector.matchExpressions ?? []).length > 0) return undefined;
  let best: { workload: WorkloadFacts; labels: Labels; distance: number } | undefined;
  for (const workload of workloads) {
    let distance = 0;
    for (const key of keys) {
      const value = labelValue(workload.labels, key);
      distance += value === undefined ? MAX_TYPOS + 1 : editDistance(labelValue(wanted, key) ?? '', value, MAX_TYPOS);
      if (distance > MAX_TYPOS) break;
    }
    if (distance > MAX_TYPOS || (best !== undefined && best.distance <= distance)) continue;
    best = { workload, labels: pick(workload.labels, keys), distance };
  }
  return best;
}

/** The one of the words that differs from `word` by a slip of the pen; the nearest, then the first. */
export function nearestWord(word: string, words: Iterable<string>): string | undefined {
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const other of words) {
    const distance = editDistance(word, other, MAX_TYPOS);
    if (distance <= MAX_TYPOS && (best === undefined || distance < best.distance)) best = { word: other, distance };
  }
  return best?.word;
}

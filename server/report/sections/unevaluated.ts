import { placeOf } from '#lib/kube/kept-kinds.ts';
import type { KeptObject } from '#lib/kube/objects.ts';

/** A policy of a kind, group or version that this version does not evaluate. */
export function isPolicyOfOthers(object: KeptObject): boolean {
  return placeOf(object).collection === 'unevaluated';
}

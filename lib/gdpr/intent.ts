import type { ObjectMeta } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';

/** On a policy: what looks like a mistake is meant, as words separated by commas. */
const INTENT_ANNOTATION = 'ringfence.dev/intent';

export type Intent =
  /** POL-001: openness inside the namespace. */
  | 'same-namespace'
  /** POL-002: a rule for everybody, as a public front end has. */
  | 'public'
  /** POL-007: the peers of one list are alternatives. */
  | 'any-of'
  /** POL-008: a rule that repeats what another one says. */
  | 'defence-in-depth'
  /** POL-010: an admission policy guards the labels. */
  | 'guarded-labels';

/** Whether the object's annotation says that this is meant. */
export function declaresIntent({ annotations }: ObjectMeta, intent: Intent): boolean {
  return (labelValue(annotations, INTENT_ANNOTATION) ?? '').split(',').some((word) => word.trim() === intent);
}

/** MIN-001: it is used seldom, and somebody wrote why after the word. */
export function isRarelyUsed({ annotations }: Pick<ObjectMeta, 'annotations'>): boolean {
  return /^rare\b[^A-Za-z]*[A-Za-z]{3}/.test((labelValue(annotations, 'ringfence.dev/usage') ?? '').trim());
}

/** POL-006: the workload that a rule means is still to come. */
export function isExpected({ annotations }: ObjectMeta): boolean {
  return (labelValue(annotations, 'ringfence.dev/expected-from') ?? '').trim() !== '';
}

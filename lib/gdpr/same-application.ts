import { labelValue } from '#lib/kube/objects.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const LABELS = ['app.kubernetes.io/part-of', 'app.kubernetes.io/instance'] as const;

/** Same `app.kubernetes.io/part-of` or `instance`, else same namespace (gdpr.md §3, POL-003). */
export function isSameApplication(a: WorkloadFacts, b: WorkloadFacts): boolean {
  for (const key of LABELS) {
    const left = labelValue(a.labels, key);
    const right = labelValue(b.labels, key);
    if (left !== undefined && right !== undefined && left === right) return true;
  }
  return a.namespace === b.namespace;
}

/** Two workloads are of one application exactly where one of these is the same. */
export function applicationsOf({ labels, namespace }: WorkloadFacts): readonly string[] {
  const labelled = LABELS.flatMap((key) => {
    const value = labelValue(labels, key);
    return value === undefined ? [] : [`${key}=${value}`];
  });
  return [...labelled, namespace];
}

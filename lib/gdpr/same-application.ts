import { labelValue } from '#lib/kube/objects.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Same `app.kubernetes.io/part-of` or `instance`, else same namespace (gdpr.md §3, POL-003). */
export function isSameApplication(a: WorkloadFacts, b: WorkloadFacts): boolean {
  for (const key of ['app.kubernetes.io/part-of', 'app.kubernetes.io/instance']) {
    const left = labelValue(a.labels, key);
    const right = labelValue(b.labels, key);
    if (left !== undefined && right !== undefined && left === right) return true;
  }
  return a.namespace === b.namespace;
}

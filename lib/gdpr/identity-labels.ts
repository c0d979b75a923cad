import type { Labels } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { CheckContext } from './check.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Labels that name a workload, in the order in which people reach for them. */
const IDENTITY_KEYS: readonly string[] = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/component',
  'app',
  'k8s-app',
  'component',
  'role',
  'tier',
  'name',
];

/** Labels that change with every rollout, differ between replicas, or say nothing on who the workload is. */
const VOLATILE =
  /^(pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name|statefulset\.kubernetes\.io\/.*|apps\.kubernetes\.io\/.*|batch\.kubernetes\.io\/.*|app\.kubernetes\.io\/(version|managed-by)|helm\.sh\/.*|ringfence\.dev\/.*)$/;

export function isVolatileLabel(key: string): boolean {
  return VOLATILE.test(key);
}

/**
 * The fewest labels that select the workload and, where its labels can tell, nothing else in its namespace.
 * Undefined for a workload without usable labels.
 */
export function selectorLabels(workload: WorkloadFacts, context: CheckContext): Labels | undefined {
  const keys = Object.keys(workload.labels).filter((key) => !VOLATILE.test(key));
  if (keys.length === 0) return undefined;
  const neighbours = (context.workloadsByNamespace.get(workload.namespace) ?? []).filter((other) => other !== workload);
  const ordered = [
    ...IDENTITY_KEYS.filter((key) => keys.includes(key)),
    ...keys.filter((key) => !IDENTITY_KEYS.includes(key)).sort(),
  ];
  const single = ordered.find((key) => isAlone([key], workload, neighbours));
  if (single !== undefined) return pick(workload.labels, [single]);
  const chosen: string[] = [];
  for (const key of ordered) {
    chosen.push(key);
    if (isAlone(chosen, workload, neighbours)) break;
  }
  return pick(workload.labels, chosen);
}

function isAlone(keys: readonly string[], workload: WorkloadFacts, neighbours: readonly WorkloadFacts[]): boolean {
  return !neighbours.some((other) =>
    keys.every((key) => labelValue(other.labels, key) === labelValue(workload.labels, key)),
  );
}

/** A null-prototype copy: `__proto__` is a legal key. */
export function pick(labels: Labels, keys: readonly string[]): Labels {
  const picked: Record<string, string> = Object.create(null);
  for (const key of keys) {
    const value = labelValue(labels, key);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

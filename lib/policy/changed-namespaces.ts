import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { digestOfObject } from '#lib/kube/object-digest.ts';
import type { Pod, Workload } from '#lib/kube/objects.ts';

/** The namespaces in which pods or controllers came, went or changed from one state to another. */
export function changedNamespaces(before: ClusterObjects, now: ClusterObjects): ReadonlySet<string> {
  const names = new Set<string>();
  addChanges(before.pods, now.pods, names);
  addChanges(before.workloads, now.workloads, names);
  return names;
}

function addChanges<Kept extends Pod | Workload>(
  before: ReadonlyMap<string, Kept>,
  now: ReadonlyMap<string, Kept>,
  names: Set<string>,
): void {
  if (before === now) return;
  let kept = 0;
  for (const [key, object] of now) {
    const old = before.get(key);
    if (old !== undefined) kept++;
    if (old === undefined || !isSame(old, object)) names.add(namespaceOf(object));
  }
  if (kept === before.size) return;
  for (const [key, object] of before) if (!now.has(key)) names.add(namespaceOf(object));
}

/** A server counts writes up also where nothing changes that is kept of an object. */
function isSame(a: Pod | Workload, b: Pod | Workload): boolean {
  return a === b || digestOfObject(a) === digestOfObject(b);
}

function namespaceOf({ metadata }: Pod | Workload): string {
  return metadata.namespace ?? 'default';
}

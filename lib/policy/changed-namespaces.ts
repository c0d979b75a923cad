import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { changedParts, partsByNamespace } from '#lib/kube/namespaced-map.ts';
import { digestOfObject } from '#lib/kube/object-digest.ts';
import type { Pod, Workload } from '#lib/kube/objects.ts';

/** The parts (`partOfNamespace`) in which pods or controllers came, went or changed from one state to another. */
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
  for (const name of changedParts(before, now)) {
    const [known, part] = [partsByNamespace(before).get(name), partsByNamespace(now).get(name)];
    if (known === undefined || part === undefined || !holdsTheSame(known, part)) names.add(name);
  }
}

function holdsTheSame<Kept extends Pod | Workload>(
  before: ReadonlyMap<string, Kept>,
  now: ReadonlyMap<string, Kept>,
): boolean {
  if (before.size !== now.size) return false;
  for (const [key, object] of now) {
    const old = before.get(key);
    if (old === undefined || !isSame(old, object)) return false;
  }
  return true;
}

/** A server counts writes up also where nothing changes that is kept of an object. */
function isSame(a: Pod | Workload, b: Pod | Workload): boolean {
  return a === b || digestOfObject(a) === digestOfObject(b);
}

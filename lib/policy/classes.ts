import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { partOfKey, partOfNamespace, partsByNamespace } from '#lib/kube/namespaced-map.ts';
import type { Labels, Pod, Workload } from '#lib/kube/objects.ts';
import { workloadOfController } from '#lib/kube/workload-of-pod.ts';
import { changedNamespaces } from './changed-namespaces.ts';
import type { ClassKey, ClassKeys } from './class-keys.ts';
import type { PodClass } from './model.ts';
import type { NamedPorts } from './named-ports.ts';
import type { NamespaceTable } from './namespaces.ts';
import type { Addressing } from './party.ts';
import type { WorkloadTable } from './workloads.ts';

/** A class with what the evaluator needs of it. */
export interface ClassRecord {
  readonly face: PodClass;
  /** Equal in two models whose `ClassKeys` are one: what a policy in force can see of a member. */
  readonly key: string;
  readonly namespaceId: number;
  /** Of one member, perhaps of one that is gone: no selector in force tells the labels of members apart. */
  readonly labels: Labels | undefined;
  readonly namedPorts: NamedPorts;
  /** As a pod. For host-network pods see `nodeOfHostPod`. */
  readonly addressing: Addressing;
  /** Host network only: the node it is, undefined while it is not scheduled. */
  readonly nodeName: string | undefined;
}

export interface Classes {
  readonly list: readonly ClassRecord[];
  /** Class key → class. */
  readonly idOfKey: ReadonlyMap<string, number>;
  /** First class of each namespace id; one more entry at the end. */
  readonly firstOfNamespace: readonly number[];
  /** Part (`partsByNamespace`) → pod (`ns/name`) → what policies see of it. Pods that have finished are not there. */
  readonly ofPods: ReadonlyMap<string, KeysOfPods>;
}

type KeysOfPods = ReadonlyMap<string, ClassKey>;

interface ClassDraft {
  /** Of its first member. */
  readonly seen: ClassKey;
  readonly pods: string[];
  readonly podlessWorkloads: string[];
  replicas: number;
  countUnknown: boolean;
}

export interface ClassMembers {
  readonly objects: ClusterObjects;
  readonly keys: ClassKeys;
  readonly namespaces: NamespaceTable;
  readonly workloads: Pick<WorkloadTable, 'hasPods'>;
}

/**
 * Groups pods, and the replicas of workloads that have none, so that members of one class differ in nothing that a
 * policy in force can see. Classes are numbered namespace by namespace; the order of the input does not matter.
 * @param before earlier classes by the same keys: namespaces in which nothing changed since keep theirs.
 */
export function buildClasses(members: ClassMembers, before?: ClassMembers & { readonly classes: Classes }): Classes {
  const { objects, keys, namespaces, workloads } = members;
  const earlier = before?.keys === keys ? before : undefined;
  const changed = earlier === undefined ? undefined : changedNamespaces(earlier.objects, objects);
  const isChanged = (part: string): boolean => changed === undefined || changed.has(part);
  const podsBefore = earlier && partsByNamespace(earlier.objects.pods);
  const ofPods = new Map<string, KeysOfPods>();
  const drafts = new ClassDrafts(keys);
  for (const [part, pods] of partsByNamespace(objects.pods)) {
    const known = earlier?.classes.ofPods.get(part);
    if (!isChanged(part) && known !== undefined) {
      ofPods.set(part, known);
      continue;
    }
    const read = keysOfPods(pods, keys, podsBefore?.get(part), known);
    for (const [pod, key] of read) drafts.addPod(pod, key);
    ofPods.set(part, read);
  }
  for (const [part, controllers] of partsByNamespace(objects.workloads)) {
    if (!isChanged(part)) continue;
    for (const [key, workload] of controllers) {
      if (isPodless(key, workload, objects, workloads)) drafts.addWorkload(key, workload);
    }
  }
  const fresh = drafts.byNamespace();
  const list: ClassRecord[] = [];
  for (const { id, name } of namespaces.list) {
    if (isChanged(partOfNamespace(name)))
      for (const draft of fresh.get(id) ?? []) list.push(record(draft, list.length));
    else for (const known of recordsOf(earlier?.classes, id)) list.push(renumbered(known, list.length));
  }
  let ids: ReadonlyMap<string, number> | undefined;
  return {
    list,
    // Few revisions are asked for the class of one pod.
    get idOfKey() {
      ids ??= new Map(list.map(({ key }, id) => [key, id]));
      return ids;
    },
    firstOfNamespace: firstOfNamespace(list, namespaces.list.length),
    ofPods,
  };
}

/** @param before the same namespace earlier, and what was read of it: kept objects are immutable, so that it still holds. */
function keysOfPods(
  pods: ReadonlyMap<string, Pod>,
  keys: ClassKeys,
  before: ReadonlyMap<string, Pod> | undefined,
  known: KeysOfPods | undefined,
): KeysOfPods {
  const read = new Map<string, ClassKey>();
  for (const [name, pod] of pods) {
    // Row 65: finished pods do not communicate. Rows 66, 67: pending and terminating ones do.
    if (isFinished(pod)) continue;
    const kept = before?.get(name) === pod ? known?.get(name) : undefined;
    read.set(name, kept ?? keys.ofPod(pod));
  }
  return read;
}

/** The class of a pod (`ns/name`) or of a workload without pods; undefined for those that have none. */
export function classOfMember(
  member: string,
  { classes, objects, keys, workloads }: ClassMembers & { readonly classes: Classes },
): number | undefined {
  if (objects.pods.has(member)) {
    const key = classes.ofPods.get(partOfKey(member))?.get(member);
    return key && classes.idOfKey.get(key.key);
  }
  const workload = objects.workloads.get(member);
  if (workload === undefined || !isPodless(member, workload, objects, workloads)) return undefined;
  return classes.idOfKey.get(keys.ofTemplate(workload).key);
}

function* recordsOf(classes: Classes | undefined, namespaceId: number): Generator<ClassRecord> {
  const end = classes?.firstOfNamespace[namespaceId + 1] ?? 0;
  for (let id = classes?.firstOfNamespace[namespaceId] ?? 0; id < end; id++) yield classes?.list[id] as ClassRecord;
}

function renumbered(known: ClassRecord, id: number): ClassRecord {
  return known.face.id === id ? known : { ...known, face: { ...known.face, id } };
}

/** Succeeded or Failed: the pod has no network any more (row 65). */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** How many pods a workload without pods stands for; 1 where the number is not known. */
export function replicasOf({ kind, spec }: Workload): number {
  return kind === 'DaemonSet' ? 1 : (spec.replicas ?? 1);
}

function isPodless(
  key: string,
  workload: Workload,
  objects: ClusterObjects,
  workloads: Pick<WorkloadTable, 'hasPods'>,
): boolean {
  const top = workloadOfController(workload, objects.workloads);
  if (top === key) return !workloads.hasPods(key);
  // Its controller speaks for it. Where that is not in the input, it stands for itself, unless it is an old version.
  return !objects.workloads.has(top) && !workloads.hasPods(top) && workload.spec.replicas !== 0;
}

class ClassDrafts {
  private readonly drafts = new Map<string, ClassDraft>();
  private readonly keys: ClassKeys;

  constructor(keys: ClassKeys) {
    this.keys = keys;
  }

  addPod(pod: string, key: ClassKey): void {
    this.draft(key).pods.push(pod);
  }

  addWorkload(key: string, workload: Workload): void {
    const draft = this.draft(this.keys.ofTemplate(workload));
    draft.podlessWorkloads.push(key);
    draft.replicas += replicasOf(workload);
    draft.countUnknown ||= workload.kind === 'DaemonSet'; // as many as nodes suit it
  }

  private draft(seen: ClassKey): ClassDraft {
    let draft = this.drafts.get(seen.key);
    if (draft === undefined) {
      draft = { seen, pods: [], podlessWorkloads: [], replicas: 0, countUnknown: false };
      this.drafts.set(seen.key, draft);
    }
    return draft;
  }

  /** Members first sorted, then classes by their first member: the same cluster gives the same numbers. */
  byNamespace(): ReadonlyMap<number, readonly ClassDraft[]> {
    const drafts = [...this.drafts.values()];
    for (const { pods, podlessWorkloads } of drafts) {
      pods.sort();
      podlessWorkloads.sort();
    }
    drafts.sort((a, b) => compareText(firstMember(a), firstMember(b)));
    return Map.groupBy(drafts, ({ seen }) => seen.namespaceId);
  }
}

function record({ seen, pods, podlessWorkloads, replicas, countUnknown }: ClassDraft, id: number): ClassRecord {
  const { namespace, hostNetwork, namespaceId, labels, namedPorts, addressing, nodeName, key } = seen;
  const count = pods.length + replicas;
  const face = { id, namespace, hostNetwork, count, countUnknown, pods, podlessWorkloads };
  return { face, key, namespaceId, labels, namedPorts, addressing, nodeName };
}

function firstMember(draft: ClassDraft): string {
  return draft.pods[0] ?? draft.podlessWorkloads[0] ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function firstOfNamespace(list: readonly ClassRecord[], namespaces: number): readonly number[] {
  const first = new Array<number>(namespaces + 1).fill(list.length);
  for (let id = list.length - 1; id >= 0; id--) first[(list[id] as ClassRecord).namespaceId] = id;
  for (let n = namespaces - 1; n >= 0; n--) {
    // A namespace without classes begins where the next one does.
    if ((first[n] as number) > (first[n + 1] as number)) first[n] = first[n + 1] as number;
  }
  return first;
}

import canonicalize from 'canonicalize';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { findObject, forkObjects } from '#lib/kube/fork-objects.ts';
import type { ObjectIdentity } from '#lib/kube/kept-kinds.ts';
import { type KeptObject, type Labels, labelValue, type Pod, type Workload, workloadKey } from '#lib/kube/objects.ts';
import { isWorkloadKind } from '#lib/kube/workload-kinds.ts';
import { compileModel } from './compile-model.ts';
import { diffModels } from './diff/diff-models.ts';
import { MADE_LABELS } from './diff/match-members.ts';
import type { ModelDiff } from './diff/types.ts';
import type { PolicyModel } from './model.ts';

/** Labels to set, and (null) to take away. Of a workload: of its template and its pods. */
export interface LabelChange {
  readonly object: ObjectIdentity;
  readonly labels: Readonly<Record<string, string | null>>;
}

/** What somebody means to change. Nothing is applied: it is a copy of the state that is asked. */
export interface Proposal {
  readonly upserts: readonly KeptObject[];
  readonly removes: readonly ObjectIdentity[];
  readonly labels: readonly LabelChange[];
}

/** What became of one object of a proposal. `absent`: it was to go, or to be relabelled, and is not there. */
export interface ProposedObject {
  readonly object: ObjectIdentity;
  readonly change: 'added' | 'changed' | 'unchanged' | 'removed' | 'absent';
}

export interface ProposedState {
  readonly objects: ClusterObjects;
  readonly changes: readonly ProposedObject[];
}

/** The world as a proposal would make it, and what that changes. The one place for simulations and verified fixes. */
export function propose(model: PolicyModel, proposal: Proposal): { after: PolicyModel; diff: ModelDiff } {
  const after = compileModel(proposedState(model, proposal).objects, model.profile, model);
  return { after, diff: diffModels(model, after) };
}

/**
 * The objects after a proposal; collections that it does not touch are shared. With a workload go its pods, with a
 * namespace all that is in it. Where a workload's template changes, its pods follow as a rollout would make them: labels,
 * ports and host network; their number stays.
 */
export function proposedState(model: PolicyModel, { upserts, removes, labels }: Proposal): ProposedState {
  const changes: ProposedObject[] = [];
  const fork = forkObjects(model.objects);
  const podsOf = podsByWorkload(model, fork.objects);
  for (const identity of removes) {
    const found = findObject(fork.objects, identity);
    changes.push({ object: identity, change: found === undefined ? 'absent' : 'removed' });
    if (found === undefined) continue;
    for (const object of [...withIt(fork.objects, found, podsOf)]) fork.remove(object);
  }
  const write = (made: KeptObject, old: KeptObject | undefined): void => {
    fork.upsert(made);
    if (isWorkload(made) && old !== undefined && isWorkload(old) && !isEqual(made.spec.template, old.spec.template)) {
      for (const pod of podsOf(made)) fork.upsert(rolledOut(pod, old, made));
    }
  };
  for (const object of upserts) {
    const old = findObject(fork.objects, object);
    const made = old === undefined ? object : keepStatus(object, old);
    const change = old === undefined ? 'added' : isSame(old, made) ? 'unchanged' : 'changed';
    changes.push({ object, change });
    if (change !== 'unchanged') write(made, old);
  }
  for (const { object, labels: wanted } of labels) {
    const old = findObject(fork.objects, object);
    if (old === undefined) {
      changes.push({ object, change: 'absent' });
      continue;
    }
    const made = relabel(old, wanted);
    const change = isSame(old, made) ? 'unchanged' : 'changed';
    changes.push({ object, change });
    if (change === 'changed') write(made, old);
  }
  return { objects: fork.objects, changes };
}

/** What goes with an object. */
function* withIt(
  objects: ClusterObjects,
  object: KeptObject,
  podsOf: (workload: Workload) => readonly Pod[],
): Generator<KeptObject> {
  yield object;
  if (object.kind === 'Namespace') {
    for (const each of allObjects(objects)) if (each.metadata.namespace === object.metadata.name) yield each;
  } else if (isWorkload(object)) yield* podsOf(object);
}

/** The pods of a workload in the state that is asked, as they are by now. They are gone through once for all. */
function podsByWorkload(model: PolicyModel, now: ClusterObjects): (workload: Workload) => readonly Pod[] {
  let keys: ReadonlyMap<string, readonly string[]> | undefined;
  return ({ kind, metadata }) => {
    keys ??= Map.groupBy(model.objects.pods.keys(), (pod) => model.workloadOfPod(pod));
    const own = keys.get(workloadKey(kind, metadata)) ?? [];
    return own.map((pod) => now.pods.get(pod)).filter((pod) => pod !== undefined);
  };
}

/** The pod as the new template makes it. What the old template did not give it, others gave, and it keeps. */
function rolledOut(pod: Pod, { spec: { template: old } }: Workload, { spec: { template } }: Workload): Pod {
  const labels: Record<string, string> = Object.create(null);
  for (const key of Object.keys(pod.metadata.labels ?? {})) {
    const value = labelValue(pod.metadata.labels, key);
    if (value !== undefined && labelValue(old.metadata?.labels, key) === undefined) labels[key] = value;
  }
  for (const key of Object.keys(template.metadata?.labels ?? {})) {
    labels[key] = labelValue(template.metadata?.labels, key) as string;
  }
  const { hostNetwork: _, ...spec } = pod.spec;
  const moves = (pod.spec.hostNetwork === true) !== (template.spec.hostNetwork === true);
  // On or off the host network, its address is another one.
  const { podIP: __, podIPs: ___, ...status } = pod.status ?? {};
  return {
    ...pod,
    metadata: { ...pod.metadata, labels },
    spec: { ...spec, ...template.spec },
    ...(pod.status === undefined ? {} : { status: moves ? status : pod.status }),
  };
}

/** A manifest of a pod says neither where it runs nor who made it. */
function keepStatus(object: KeptObject, old: KeptObject): KeptObject {
  if (!isPod(object) || !isPod(old)) return object;
  const { nodeName } = old.spec;
  const { ownerReferences, labels: oldLabels } = old.metadata;
  const made: Record<string, string | null> = Object.create(null);
  for (const key of MADE_LABELS)
    made[key] = labelValue(object.metadata.labels, key) ?? labelValue(oldLabels, key) ?? null;
  return {
    ...object,
    metadata: {
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
      ...object.metadata,
      labels: mergeLabels(object.metadata.labels, made),
    },
    spec: { ...(nodeName === undefined ? {} : { nodeName }), ...object.spec },
    ...(object.status === undefined && old.status !== undefined ? { status: old.status } : {}),
  };
}

function relabel(object: KeptObject, wanted: LabelChange['labels']): KeptObject {
  if (isWorkload(object)) {
    const { template } = object.spec;
    const metadata = { ...template.metadata, labels: mergeLabels(template.metadata?.labels, wanted) };
    return { ...object, spec: { ...object.spec, template: { ...template, metadata } } };
  }
  return {
    ...object,
    metadata: { ...object.metadata, labels: mergeLabels(object.metadata.labels, wanted) },
  } as KeptObject;
}

function mergeLabels(labels: Labels | undefined, wanted: LabelChange['labels']): Labels {
  const merged: Record<string, string> = Object.create(null);
  for (const key of Object.keys(labels ?? {})) {
    if (!Object.hasOwn(wanted, key)) merged[key] = labelValue(labels, key) as string;
  }
  for (const key of Object.keys(wanted)) {
    const value = wanted[key];
    if (typeof value === 'string') merged[key] = value;
  }
  return merged;
}

function isWorkload(object: KeptObject): object is Workload {
  return isWorkloadKind(object.kind);
}

function isPod(object: KeptObject): object is Pod {
  return object.kind === 'Pod';
}

/** Where it was read from, and the server's bookkeeping, are not what it says. */
function isSame(a: KeptObject, b: KeptObject): boolean {
  return isEqual(contentOf(a), contentOf(b));
}

function contentOf({ origin: _, metadata, ...rest }: KeptObject): unknown {
  return { ...rest, labels: metadata.labels ?? {} };
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || canonicalize(a) === canonicalize(b);
}

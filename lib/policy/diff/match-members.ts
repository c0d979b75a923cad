import { labelValue, type Pod, type Workload } from '#lib/kube/objects.ts';
import { compareText } from '../connection-units.ts';
import type { PolicyModel } from '../model.ts';

/** A pod, or the replicas of a workload without pods, in one state. */
export interface MemberSide {
  readonly classId: number;
  readonly object: Pod | Workload;
  /** The pod's key; undefined for replicas without names. */
  readonly pod: string | undefined;
  readonly node: string | undefined;
}

/** One or more pods of a workload with their place in each state; undefined where they are not in it. */
export interface Member {
  readonly workload: string;
  readonly before: MemberSide | undefined;
  readonly after: MemberSide | undefined;
  /** Pods that it stands for; 0 for a workload that is scaled to zero, which is looked at all the same. */
  readonly count: number;
  /** Replicas of a DaemonSet without pods: nobody knows how many. */
  readonly countUnknown: boolean;
  /** It bears one name in both states. Else a new pod of the same workload has taken an old one's place. */
  readonly sameName: boolean;
}

interface OneState {
  readonly pods: readonly MemberSide[];
  readonly replicas: MemberSide | undefined;
  readonly count: number;
  readonly countUnknown: boolean;
}

/**
 * Who is who in two states: pods of one workload by their names, and those that are left one for one, most alike first,
 * so that a rollout, or manifests against a running cluster, is not taken for new workloads. Symmetric. What is left of
 * one state only has no counterpart.
 */
export function matchMembers(before: PolicyModel, after: PolicyModel): readonly Member[] {
  const { states: a, owners } = knownStates(before);
  // An owner chain says the same in both where the pod and all controllers are the same objects.
  const sameOwners = before.objects.workloads === after.objects.workloads;
  const b = statesOf(after, (key, pod) => (sameOwners ? owners.get(pod) : undefined) ?? after.workloadOfPod(key));
  const workloads = [...new Set([...a.keys(), ...b.keys()])].sort(compareText);
  return workloads.flatMap((workload) => matchWorkload(workload, a.get(workload), b.get(workload)));
}

interface KnownStates {
  readonly states: ReadonlyMap<string, OneState>;
  readonly owners: ReadonlyMap<Pod, string>;
}

/** One state is compared with every proposal that somebody writes, and with every draft of a candidate. */
const known = new WeakMap<PolicyModel, KnownStates>();

function knownStates(model: PolicyModel): KnownStates {
  const before = known.get(model);
  if (before !== undefined) return before;
  const owners = new Map<Pod, string>();
  const states = statesOf(model, (key, pod) => {
    const workload = model.workloadOfPod(key);
    owners.set(pod, workload);
    return workload;
  });
  const made = { states, owners };
  known.set(model, made);
  return made;
}

function statesOf(model: PolicyModel, workloadOf: (key: string, pod: Pod) => string): ReadonlyMap<string, OneState> {
  const states = new Map<string, { pods: MemberSide[]; replicas?: MemberSide; count: number; countUnknown: boolean }>();
  const stateOf = (workload: string) => {
    let state = states.get(workload);
    if (state === undefined) {
      state = { pods: [], count: 0, countUnknown: false };
      states.set(workload, state);
    }
    return state;
  };
  for (const { id, pods, podlessWorkloads } of model.classes) {
    for (const key of pods) {
      const object = model.objects.pods.get(key) as Pod;
      stateOf(workloadOf(key, object)).pods.push({ classId: id, object, pod: key, node: object.spec.nodeName });
    }
    for (const workload of podlessWorkloads) {
      const object = model.objects.workloads.get(workload) as Workload;
      const state = stateOf(workload);
      state.replicas = { classId: id, object, pod: undefined, node: undefined };
      state.count = model.classesOfWorkload(workload).get(id) ?? 0;
      state.countUnknown = object.kind === 'DaemonSet';
    }
  }
  return new Map(
    [...states].map(([workload, state]) => [workload, { ...state, replicas: state.replicas } satisfies OneState]),
  );
}

const NOBODY: OneState = { pods: [], replicas: undefined, count: 0, countUnknown: false };

function matchWorkload(workload: string, a: OneState = NOBODY, b: OneState = NOBODY): Member[] {
  const members: Member[] = [];
  const add = (before: MemberSide | undefined, after: MemberSide | undefined, count: number, unknown = false): void => {
    const sameName = before?.pod === after?.pod;
    members.push({ workload, before, after, count, countUnknown: unknown, sameName });
  };
  const [oldPods, newPods] = matchNames(a.pods, b.pods, (before, after) => add(before, after, 1));
  const paired = Math.min(oldPods.length, newPods.length);
  for (let i = 0; i < paired; i++) add(oldPods[i], newPods[i], 1);
  const [restA, restB] = [oldPods.slice(paired), newPods.slice(paired)];
  if (a.replicas !== undefined && b.replicas !== undefined) {
    const common = Math.min(a.count, b.count);
    add(a.replicas, b.replicas, common, a.countUnknown || b.countUnknown);
    if (a.count > common) add(a.replicas, undefined, a.count - common);
    if (b.count > common) add(undefined, b.replicas, b.count - common);
    return members;
  }
  matchReplicas(a, restB, (replicas, pod, count) => add(replicas, pod, count));
  matchReplicas(b, restA, (replicas, pod, count) => add(pod, replicas, count));
  if (a.replicas === undefined && b.replicas === undefined) {
    for (const side of restA) add(side, undefined, 1);
    for (const side of restB) add(undefined, side, 1);
  }
  return members;
}

/** @returns the pods of each state that the other has no pod of that name for, alike ones in the same order. */
function matchNames(
  a: readonly MemberSide[],
  b: readonly MemberSide[],
  add: (before: MemberSide, after: MemberSide) => void,
): readonly [readonly MemberSide[], readonly MemberSide[]] {
  const left: MemberSide[] = [];
  let byName: Map<string | undefined, MemberSide> | undefined;
  for (const [index, side] of a.entries()) {
    const beside = b[index];
    // Mostly both states have the same pods in the same order.
    if (byName === undefined && beside !== undefined && beside.pod === side.pod) {
      add(side, beside);
      continue;
    }
    byName ??= new Map(b.slice(index).map((each) => [each.pod, each]));
    const other = byName.get(side.pod);
    if (other === undefined) left.push(side);
    else {
      byName.delete(side.pod);
      add(side, other);
    }
  }
  const right = byName === undefined ? b.slice(a.length) : [...byName.values()];
  return [left.sort(byLikeness), right.sort(byLikeness)];
}

/** Replicas without names in one state against pods of the other. */
function matchReplicas(
  { replicas, count, countUnknown }: OneState,
  pods: readonly MemberSide[],
  add: (replicas: MemberSide | undefined, pod: MemberSide | undefined, count: number) => void,
): void {
  if (replicas === undefined) return;
  const common = countUnknown ? pods.length : Math.min(count, pods.length);
  for (const [index, pod] of pods.entries()) add(index < common ? replicas : undefined, pod, 1);
  if (pods.length === 0 || count > common) add(replicas, undefined, Math.max(0, count - common));
}

/** Labels that controllers put on the pods that they make, and that tell nothing else. */
export const MADE_LABELS: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
]);

function byLikeness(a: MemberSide, b: MemberSide): number {
  return compareText(labelText(a), labelText(b)) || compareText(a.pod ?? '', b.pod ?? '');
}

function labelText({ object: { metadata } }: MemberSide): string {
  const keys = Object.keys(metadata.labels ?? {}).filter((key) => !MADE_LABELS.has(key));
  return JSON.stringify(keys.sort().map((key) => [key, labelValue(metadata.labels, key)]));
}

import type { PolicyModel } from './model.ts';

/** What one node of the connection list stands for: a workload, or a group of workloads. */
export interface ConnectionUnit {
  readonly id: string;
  /** The namespace that all of it lives in; undefined for a group over several. */
  readonly namespace: string | undefined;
  readonly workloads: ReadonlySet<string>;
  /** Class id → its pods of that class, ascending by class; a workload scaled to zero counts as one pod. */
  readonly classes: ReadonlyMap<number, number>;
  /** Pods in all. 0 for a workload scaled to zero, which is analysed all the same. */
  readonly count: number;
  /** The number of pods is not known (a DaemonSet without pods): it has the edge to itself. */
  readonly countUnknown: boolean;
}

/**
 * One unit for each workload, or for each group that `groupOf` names; a workload without a group is left out.
 * @param representatives class → the class that stands for it (`ClassRelations`); itself where absent.
 */
export function connectionUnits(
  model: PolicyModel,
  groupOf?: (workload: string) => string | undefined,
  representatives?: readonly number[],
): readonly ConnectionUnit[] {
  const members = new Map<string, string[]>();
  for (const workload of model.workloads) {
    const id = groupOf === undefined ? workload : groupOf(workload);
    if (id === undefined) continue;
    const list = members.get(id);
    if (list === undefined) members.set(id, [workload]);
    else list.push(workload);
  }
  const units: ConnectionUnit[] = [];
  for (const [id, workloads] of members) {
    const unit = unitOf(model, id, workloads, representatives);
    if (unit.classes.size > 0) units.push(unit);
  }
  return units.sort((a, b) => compareNodeIds(a.id, b.id));
}

function unitOf(
  model: PolicyModel,
  id: string,
  workloads: readonly string[],
  representatives: readonly number[] | undefined,
): ConnectionUnit {
  const counts = new Map<number, number>();
  const namespaces = new Set<string>();
  let count = 0;
  let countUnknown = false;
  for (const workload of workloads) {
    for (const [classId, pods] of model.classesOfWorkload(workload)) {
      const key = representatives?.[classId] ?? classId;
      counts.set(key, (counts.get(key) ?? 0) + Math.max(1, pods));
      count += pods;
      const podClass = model.classes[classId];
      if (podClass === undefined) continue;
      namespaces.add(podClass.namespace);
      if (podClass.countUnknown && podClass.podlessWorkloads.includes(workload)) {
        countUnknown ||= workload.startsWith(`${podClass.namespace}/DaemonSet/`);
      }
    }
  }
  const [namespace] = namespaces;
  return {
    id,
    namespace: namespaces.size === 1 ? namespace : undefined,
    workloads: new Set(workloads),
    classes: new Map([...counts].sort(([a], [b]) => a - b)),
    count,
    countUnknown,
  };
}

export const ANY_POD = 'any-pod';
export const INTERNET = 'internet';

/** The hub of one namespace. */
export const anyPodOf = (namespace: string): string => `${ANY_POD}@${namespace}`;

/**
 * Order of nodes: by namespace, kind, name; what is in no namespace (addresses, `any-pod`, `internet`) first. By code
 * unit, so that it does not depend on a locale.
 */
export function compareNodeIds(a: string, b: string): number {
  const [namespaceA, kindA, nameA] = sortParts(a);
  const [namespaceB, kindB, nameB] = sortParts(b);
  return compareText(namespaceA, namespaceB) || compareText(kindA, kindB) || compareText(nameA, nameB);
}

function sortParts(id: string): readonly [string, string, string] {
  if (id.startsWith(`${ANY_POD}@`)) return [id.slice(ANY_POD.length + 1), '', id];
  const first = id.indexOf('/');
  const second = id.indexOf('/', first + 1);
  // A CIDR has one slash, a workload two.
  if (first < 0 || second < 0) return ['', '', id];
  return [id.slice(0, first), id.slice(first + 1, second), id.slice(second + 1)];
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

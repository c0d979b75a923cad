import type { Aggregate } from '#lib/policy/aggregate.ts';
import { type ClassRelations, classRelationsOf } from '#lib/policy/class-relations.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';

/** `depends`: whether it may is not decided for any of them, and for none it is allowed. */
export type Reaches = 'allow' | 'depends';

/** Two names are enough: a workload that is one of them has the other. */
const WITNESSES = 2;
type Witnesses = Record<Reaches, string[]>;

/** Who may start a connection, on any port, to a pod of one of the targets; to those of its own workload alone counts as none. */
export interface Reaching {
  ofWorkload(workload: string): Reaches | undefined;
  /** Of the pods of one class that belong to `workload`: others of it may reach more. */
  ofClass(classId: number, workload: string): Reaches | undefined;
}

/** Read from the relation of all classes, which the model keeps. `targets`: workloads. */
export function reachingWorkloads(model: PolicyModel, targets: readonly string[]): Reaching {
  const { relations } = classRelationsOf(model);
  const workloadsOf = new Map<number, string[]>();
  for (const workload of targets) {
    for (const [id] of model.classesOfWorkload(workload)) {
      workloadsOf.set(id, [...(workloadsOf.get(id) ?? []), workload]);
    }
  }
  const byKind = Map.groupBy(workloadsOf.keys(), (id) => relations.kindOf[id] as number);
  const hosts = byKind.get(-1) ?? [];
  const targetsOfKind = new Map<number, readonly (readonly [Reaches, readonly number[]])[]>();
  /** What one kind of sources reaches, by kind of target; what is sure first. */
  const reachedFrom = (source: number) => {
    let reached = targetsOfKind.get(source);
    if (reached === undefined) {
      const told = [...byKind].flatMap(([kind, classes]) => {
        const reaches = kind < 0 ? undefined : reachesOf(relations.between(source, kind));
        return reaches === undefined ? [] : [[reaches, classes] as const];
      });
      reached = told.sort(([a], [b]) => Number(a !== 'allow') - Number(b !== 'allow'));
      targetsOfKind.set(source, reached);
    }
    return reached;
  };
  const found = model.classes.map(({ id, hostNetwork }): Witnesses => {
    const witnesses: Witnesses = { allow: [], depends: [] };
    const add = (target: number, reaches: Reaches | undefined): void => {
      if (reaches !== undefined) addWitnesses(witnesses[reaches], workloadsOf.get(target) ?? []);
    };
    // whoever is sure of two need not be asked about more
    const isSure = (): boolean => witnesses.allow.length >= WITNESSES;
    const stored = relations.outOf[id] ?? new Map();
    if (!hostNetwork) {
      for (const [reaches, classes] of reachedFrom(relations.kindOf[id] as number)) {
        if (isSure()) break;
        for (const target of classes) {
          if (witnesses[reaches].length >= WITNESSES) break;
          if (!stored.has(target)) add(target, reaches);
        }
      }
      for (const [target, relation] of stored) {
        if (!isSure() && workloadsOf.has(target) && 'all' in relation) add(target, reachesOf(relation));
      }
    }
    for (const target of hostNetwork ? workloadsOf.keys() : hosts) {
      if (isSure()) break;
      add(target, hostReaches(model, relations, id, target));
    }
    return witnesses;
  });
  const ofClass = (id: number, workload: string): Reaches | undefined => {
    const other = (reaches: Reaches) => found[id]?.[reaches].some((target) => target !== workload) === true;
    return other('allow') ? 'allow' : other('depends') ? 'depends' : undefined;
  };
  return {
    ofClass,
    ofWorkload: (workload) => surest([...model.classesOfWorkload(workload).keys()].map((id) => ofClass(id, workload))),
  };
}

/** What holds for several together: what is allowed for one is. */
export function surest(answers: readonly (Reaches | undefined)[]): Reaches | undefined {
  return answers.includes('allow') ? 'allow' : answers.find((each) => each !== undefined);
}

function reachesOf({ all, may }: Pick<Aggregate, 'all' | 'may'>): Reaches | undefined {
  if (all !== NO_PORTS) return 'allow';
  return may === NO_PORTS ? undefined : 'depends';
}

/** An end is on the host network: who shares a node with it counts (rows 58, 59), and is asked for where it matters. */
function hostReaches(
  model: PolicyModel,
  { outOf, representatives }: ClassRelations,
  from: number,
  to: number,
): Reaches | undefined {
  const stored = outOf[representatives[from] as number]?.get(representatives[to] as number);
  if (stored === undefined) return undefined;
  if ('all' in stored) return reachesOf(stored);
  const answers = new Set(Object.values(stored).map(reachesOf));
  const [only] = answers;
  if (answers.size === 1) return only;
  const pairs = model.pairs(from, to).map(({ relation }) => reachesOf({ all: relation.must, may: relation.may }));
  return surest(pairs);
}

function addWitnesses(known: string[], workloads: readonly string[]): void {
  for (const workload of workloads) {
    if (known.length >= WITNESSES) return;
    if (!known.includes(workload)) known.push(workload);
  }
}

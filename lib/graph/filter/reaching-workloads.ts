import type { Aggregate } from '#lib/policy/aggregate.ts';
import { type ClassRelations, classRelationsOf } from '#lib/policy/class-relations.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';

/** `depends`: whether it may is not decided for any of them, and for none it is allowed. */
export type Reaches = 'allow' | 'depends';

/** Two names are enough: a workload that is one of them has the other. */
const WITNESSES = 2;
type Witnesses = Record<Reaches, string[]>;

/**
 * Which workloads may start a connection, on any port, to a pod of one of the targets; to those of its own workload alone
 * counts as none. Read from the relation of all classes, which the model keeps.
 */
export function reachingWorkloads(model: PolicyModel, targets: readonly string[]): ReadonlyMap<string, Reaches> {
  const { relations } = classRelationsOf(model);
  const workloadsOf = new Map<number, string[]>();
  for (const workload of targets) {
    for (const [id] of model.classesOfWorkload(workload)) {
      workloadsOf.set(id, [...(workloadsOf.get(id) ?? []), workload]);
    }
  }
  const byKind = Map.groupBy(workloadsOf.keys(), (id) => relations.kindOf[id] as number);
  const hosts = byKind.get(-1) ?? [];
  const found = model.classes.map(({ id, hostNetwork }): Witnesses => {
    const witnesses: Witnesses = { allow: [], depends: [] };
    const add = (target: number, reaches: Reaches | undefined): void => {
      if (reaches !== undefined) addWitnesses(witnesses[reaches], workloadsOf.get(target) ?? []);
    };
    // whoever is sure of two need not be asked about more
    const isSure = (): boolean => witnesses.allow.length >= WITNESSES;
    const stored = relations.outOf[id] ?? new Map();
    if (!hostNetwork) {
      for (const [kind, classes] of byKind) {
        const reaches = kind < 0 ? undefined : reachesOf(relations.between(relations.kindOf[id] as number, kind));
        if (reaches === undefined) continue;
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
  const reaching = new Map<string, Reaches>();
  for (const workload of model.workloads) {
    const ids = [...model.classesOfWorkload(workload).keys()];
    const other = (reaches: Reaches) =>
      ids.some((id) => found[id]?.[reaches].some((target) => target !== workload) === true);
    if (other('allow')) reaching.set(workload, 'allow');
    else if (other('depends')) reaching.set(workload, 'depends');
  }
  return reaching;
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
  return pairs.includes('allow') ? 'allow' : pairs.find((each) => each !== undefined);
}

function addWitnesses(known: string[], workloads: readonly string[]): void {
  for (const workload of workloads) {
    if (known.length >= WITNESSES) return;
    if (!known.includes(workload)) known.push(workload);
  }
}

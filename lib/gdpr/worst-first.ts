import type { CheckContext } from './check.ts';
import { worstClass } from './data-class.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Workloads by how much their data matters, the most first; equals by key. */
export function worstFirst(context: CheckContext, workloads: Iterable<WorkloadFacts>): readonly WorkloadFacts[] {
  return [...workloads].sort((a, b) => compareWorst(context, a, b));
}

function compareWorst(context: CheckContext, a: WorkloadFacts, b: WorkloadFacts): number {
  const classA = context.classOf(a);
  const classB = context.classOf(b);
  if (classA.dataClass !== classB.dataClass) return worstClass([classA, classB]) === classA ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** The first of `worstFirst`. */
export function worstOf(context: CheckContext, workloads: Iterable<WorkloadFacts>): WorkloadFacts | undefined {
  let worst: WorkloadFacts | undefined;
  for (const workload of workloads) {
    if (worst === undefined || compareWorst(context, workload, worst) < 0) worst = workload;
  }
  return worst;
}

/** The first of `workloadsOfClasses`. */
export function worstOfClasses(context: CheckContext, classes: Iterable<number>): WorkloadFacts | undefined {
  return worstOf(
    context,
    [...classes].flatMap((id) => context.workloadsOfClass.get(id) ?? []),
  );
}

/** The workloads with a pod in one of the classes, worst first. */
export function workloadsOfClasses(context: CheckContext, classes: Iterable<number>): readonly WorkloadFacts[] {
  return worstFirst(context, new Set([...classes].flatMap((id) => context.workloadsOfClass.get(id) ?? [])));
}

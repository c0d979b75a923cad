import type { Classification } from './types.ts';

export type ClassOfWorkload = Classification & { readonly workload: string };

/** A workload whose class, or the ground for it, is another one in the second state. */
export interface ChangedClass {
  readonly workload: string;
  readonly before: Classification;
  readonly after: Classification;
}

/** By workload, those that are in both states: of what is new or gone, the workload itself is the change. */
export function changedClasses(
  before: readonly ClassOfWorkload[],
  after: readonly ClassOfWorkload[],
): readonly ChangedClass[] {
  const old = new Map(before.map((each) => [each.workload, each]));
  return after
    .flatMap((is): ChangedClass[] => {
      const was = old.get(is.workload);
      if (was === undefined || (was.dataClass === is.dataClass && was.basis === is.basis)) return [];
      return [{ workload: is.workload, before: was, after: is }];
    })
    .sort((a, b) => (a.workload < b.workload ? -1 : 1));
}

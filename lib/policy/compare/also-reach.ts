import { classRelationsOf } from '../class-relations.ts';
import type { PolicyModel } from '../model.ts';
import { workloadsOfClasses } from '../paths/hop-levels.ts';
import { NO_PORTS, type PortSet, unitePorts } from '../port-set.ts';

/** What one pod, or the pods of one workload, may exchange with a workload: for certain, and possibly. */
export interface Exchange {
  readonly must: PortSet;
  readonly may: PortSet;
}

/**
 * Workload → what the pods of some classes may send to it, or get from it, in one connection; the own workload left out,
 * and whoever has no pod.
 */
export function exchanges(
  model: PolicyModel,
  classes: readonly number[],
  own: string,
  direction: 'out' | 'in',
): ReadonlyMap<string, Exchange> {
  const { relations } = classRelationsOf(model);
  const workloads = workloadsOfClasses(model);
  const found = new Map<string, Exchange>();
  for (const asked of new Set(classes.map((id) => relations.representatives[id] ?? id))) {
    for (const [other, names] of workloads.entries()) {
      if (names.length === 0) continue;
      const relation = direction === 'out' ? relations.of(asked, other) : relations.of(other, asked);
      if (relation === undefined) continue;
      for (const { any, may } of 'all' in relation ? [relation] : Object.values(relation)) {
        if (may === NO_PORTS) continue;
        for (const name of names) {
          if (name === own) continue;
          const known = found.get(name);
          found.set(
            name,
            known === undefined
              ? { must: any, may }
              : { must: unitePorts(known.must, any), may: unitePorts(known.may, may) },
          );
        }
      }
    }
  }
  return found;
}

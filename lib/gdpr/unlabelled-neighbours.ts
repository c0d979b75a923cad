import { isResolver } from './resolvers.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** The group of neighbours of which nobody says what a check asks for. No environment or purpose is written like this. */
export const UNLABELLED = '';
/** Where counting ends: an open workload of a large cluster has nearly all of them. */
export const COUNTED = 100;

/** The group of a workload that says nothing. Resolvers answer everybody, so that nothing is asked of them. */
export function groupUnlabelled(workload: WorkloadFacts): typeof UNLABELLED | undefined {
  return isResolver(workload) ? undefined : UNLABELLED;
}

/** How many different workloads these are, up to `COUNTED`. */
export function countWorkloads(workloads: Iterable<WorkloadFacts>): number {
  const seen = new Set<WorkloadFacts>();
  for (const workload of workloads) {
    seen.add(workload);
    if (seen.size === COUNTED) break;
  }
  return seen.size;
}

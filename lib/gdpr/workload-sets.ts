import { type Bitset, emptyBitset, setBit, uniteBits } from '#lib/policy/bitset.ts';
import { applicationsOf } from './same-application.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Some workloads by their places, so that thousands of them are told apart at once. */
export interface WorkloadSets {
  readonly list: readonly WorkloadFacts[];
  /** The places of those of the same application. */
  ofApplication(workload: WorkloadFacts): Bitset;
  /** The places of those for which something holds. */
  where(holds: (workload: WorkloadFacts) => boolean): Bitset;
}

export function workloadSets(list: readonly WorkloadFacts[]): WorkloadSets {
  const byApplication = new Map<string, Bitset>();
  for (const [place, workload] of list.entries()) {
    for (const application of applicationsOf(workload)) {
      const bits = byApplication.get(application) ?? emptyBitset(list.length);
      byApplication.set(application, bits);
      setBit(bits, place);
    }
  }
  return {
    list,
    ofApplication(workload) {
      const all = emptyBitset(list.length);
      for (const application of applicationsOf(workload)) {
        const bits = byApplication.get(application);
        if (bits !== undefined) uniteBits(all, bits);
      }
      return all;
    },
    where(holds) {
      const bits = emptyBitset(list.length);
      for (const [place, workload] of list.entries()) if (holds(workload)) setBit(bits, place);
      return bits;
    },
  };
}

import { expect, it } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { groupNeighbours, peersOfGroup } from './neighbours.ts';
import { createContext } from './run-checks.ts';
import type { WorkloadFacts } from './workload-facts.ts';

it.each(['in', 'out'] as const)('finds %s of every workload whom the engine connects with it, one by one', (way) => {
  const context = createContext(
    compileModel(generateCluster({ pods: 120, policies: 14, seed: 3 }), parseProfile('upstream', [])),
    {},
  );
  const { model } = context;
  const all = [...context.workloads.values()];
  const connects = (from: WorkloadFacts, to: WorkloadFacts): boolean =>
    from.classes.some((a) =>
      to.classes.some((b) => model.pairs(a, b).every(({ relation }) => relation.must !== NO_PORTS)),
    );
  const neighbours = groupNeighbours(context, way, 'must', ({ namespace }) => namespace);
  for (const workload of all) {
    const expected = all.filter((other) => {
      if (other === workload || other.hostNetwork || workload.hostNetwork) return false;
      return way === 'in' ? connects(other, workload) : connects(workload, other);
    });
    const groups = [...neighbours(workload).values()];
    const found = groups.flatMap((group) => [...group]).filter((other) => !other.hostNetwork && !workload.hostNetwork);
    expect(found.map(({ key }) => key).sort(), workload.key).toEqual(expected.map(({ key }) => key).sort());
    for (const other of all) {
      const inOne = groups.some((group) => peersOfGroup(context, group).has(other.key));
      expect(inOne, `${workload.key} ${other.key}`).toBe(groups.some((group) => [...group].includes(other)));
    }
  }
});

import { expect, it } from 'vitest';
import { objectKey } from '#lib/kube/objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { certainNeighbours } from './certain-neighbours.ts';
import { classEnd } from './ends.ts';
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

it.each(['in', 'out'] as const)(
  'is certain %s of one on the host network where the engine is of a pair of pods',
  (way) => {
    const generated = generateCluster({ pods: 150, policies: 14, seed: 3 });
    const context = createContext(compileModel(generated, parseProfile('calico', [])), {});
    const { model } = context;
    const endsOf = ({ pods }: WorkloadFacts) =>
      pods.flatMap(({ metadata }) => {
        const pod = objectKey(metadata);
        const id = model.classOf(pod);
        return id === undefined ? [] : [{ ...classEnd(id), pod }];
      });
    const isCertain = (from: WorkloadFacts, to: WorkloadFacts): boolean =>
      endsOf(from).some((source) => endsOf(to).some((target) => model.relation(source, target).must !== NO_PORTS));
    const all = [...context.workloads.values()].filter(({ pods }) => pods.length > 0);
    const neighbours = certainNeighbours(context, way, () => 'all');
    for (const workload of all) {
      const group = neighbours(workload).get('all');
      const listed = new Set(group);
      for (const other of all.filter(({ hostNetwork }) => hostNetwork !== workload.hostNetwork)) {
        const expected = way === 'in' ? isCertain(other, workload) : isCertain(workload, other);
        expect(listed.has(other), `${workload.key} ${other.key}`).toBe(expected);
        expect(group?.has(other) ?? false, `${workload.key} ${other.key}`).toBe(expected);
      }
    }
  },
);

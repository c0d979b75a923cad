import { expect, test } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { withAlikeHosts, withDenials, withReplicas } from '#lib/policy/testing/with-replicas.ts';
import { type DataMap, EMPTY_DATA_MAP } from './data-map/types.ts';
import { personalCandidates } from './personal-candidates.ts';
import { personalWorkloads } from './personal-neighbours.ts';
import { createContext } from './run-checks.ts';
import { connectionOf } from './workload-connection.ts';

function somePersonal({ workloads }: PolicyModel, random: Random): DataMap {
  const entries = workloads.flatMap((key) => {
    if (random.chance(0.4)) return [];
    const [namespace = '', kind = '', name = ''] = key.split('/');
    const dataClass = random.pick(['personal', 'special'] as const);
    return [{ line: 1, match: { namespace, kind, name }, dataClass }];
  });
  return { ...EMPTY_DATA_MAP, workloads: entries };
}

test('the most sensitive that connects is among the candidates, as asking one by one finds it, on 300 random clusters', () => {
  let found = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = new Random(seed);
    const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
    const replicas = withDenials(withReplicas(objects, random), random);
    const model = compileModel(random.chance(0.7) ? withAlikeHosts(replicas) : replicas, profile);
    const context = createContext(model, { dataMap: somePersonal(model, random) });
    const candidatesOf = personalCandidates(context, () => true);
    for (const workload of context.workloads.values()) {
      if (context.dataOf(workload).classification.basis !== 'unknown') continue;
      const candidates = candidatesOf(workload);
      for (const side of ['must', 'may'] as const) {
        const connects = (other: typeof workload): boolean =>
          connectionOf(model, workload, other, side) !== undefined ||
          connectionOf(model, other, workload, side) !== undefined;
        const first = personalWorkloads(context).find(connects);
        if (first !== undefined) found++;
        expect(candidates.find(connects)?.key, `seed ${seed}: ${workload.key} ${side}`).toBe(first?.key);
        // Whoever is certain to connect is told before all who may.
        if (first !== undefined) break;
      }
    }
  }
  expect(found).toBeGreaterThan(200);
});

import { expect, test } from 'vitest';
import { compileModel } from './compile-model.ts';
import { nodeGroups } from './node-groups.ts';
import { isPortSubset } from './port-set.ts';
import { randomCluster } from './testing/random-cluster.ts';

test('nodes of one group have the same with every class, and more at most with pods on them, on 250 random clusters', () => {
  let shared = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    for (const { id, pods } of model.classes) {
      const own = new Set(pods.map((pod) => objects.pods.get(pod)?.spec.nodeName));
      for (const names of nodeGroups(model)) {
        const relations = names.map((name) => ({
          isOwn: own.has(name),
          relation: model.relation({ type: 'node', name }, { type: 'class', class: id }),
        }));
        const [elsewhere, ...others] = relations.filter(({ isOwn }) => !isOwn);
        if (elsewhere === undefined) continue;
        for (const { relation } of others) expect(relation, `seed ${seed}`).toBe(elsewhere.relation);
        for (const { isOwn, relation } of relations) {
          if (isOwn) expect(isPortSubset(elsewhere.relation.must, relation.must), `seed ${seed}`).toBe(true);
        }
        shared += others.length;
      }
    }
  }
  expect(shared).toBeGreaterThan(50);
});

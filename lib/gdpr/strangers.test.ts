import { expect, test } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { classEnd, phantom } from './ends.ts';
import { createContext } from './run-checks.ts';
import { namespacesLetIn } from './strangers.ts';

/** Pairs of a class and a namespace that its gate does not name; and those of them whose phantom pod gets in. */
function notNamed(model: PolicyModel): { readonly pairs: number; readonly wrong: readonly string[] } {
  const context = createContext(model, {});
  const wrong: string[] = [];
  let pairs = 0;
  for (const { id } of model.classes) {
    const named = namespacesLetIn(context, id);
    if (named === 'any') continue;
    for (const namespace of model.namespaces) {
      if (named.has(namespace)) continue;
      pairs++;
      const { may } = model.relation(phantom(namespace), classEnd(id));
      if (may !== NO_PORTS) wrong.push(`${namespace} → ${id}`);
    }
  }
  return { pairs, wrong };
}

test('no pod without labels of a namespace that the gate does not name gets in, on 250 random clusters with all tiers', () => {
  let told = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const { objects, profile } = randomCluster(seed);
    const { pairs, wrong } = notNamed(compileModel(objects, profile));
    expect(wrong, `seed ${seed}`).toEqual([]);
    told += pairs;
  }
  expect(told).toBeGreaterThan(500);
});

test.each(Object.values(PROFILES))('the same of generated clusters, under $name', (profile) => {
  for (const clusterWide of [false, true]) {
    const objects = generateCluster({ pods: 500, policies: 150, seed: 4, clusterWide });
    const { pairs, wrong } = notNamed(compileModel(objects, profile));
    expect(wrong).toEqual([]);
    if (!clusterWide) expect(pairs).toBeGreaterThan(100);
  }
});

import { expect, test } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import type { PolicyModel, Relation } from '#lib/policy/model.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { classEnd, orderedNamespaces, phantom } from './ends.ts';
import { createContext } from './run-checks.ts';
import { strangersAt } from './strangers.ts';

interface Told {
  /** Pairs of a class and a namespace that its gate does not name; and those of them whose phantom pod gets in. */
  readonly pairs: number;
  readonly wrong: readonly string[];
  /** Pairs that are alike to one asked before; and those of them that have another relation. */
  readonly alike: number;
  readonly different: readonly string[];
}

function told(model: PolicyModel): Told {
  const context = createContext(model, {});
  const { list } = orderedNamespaces(model);
  const [wrong, different]: string[][] = [[], []];
  let [pairs, alike] = [0, 0];
  for (const { id, namespace } of model.classes) {
    const { mayComeFrom, likeness } = strangersAt(context, id);
    const ofKey = new Map<number, Relation>();
    for (const [place, { name }] of list.entries()) {
      if (name === namespace) continue;
      const relation = model.relation(phantom(name), classEnd(id));
      if (!mayComeFrom(place)) {
        pairs++;
        if (relation.may !== NO_PORTS) wrong?.push(`${name} → ${id}`);
      }
      const key = likeness(place);
      const known = key === undefined ? undefined : ofKey.get(key);
      if (key !== undefined) ofKey.set(key, known ?? relation);
      if (known === undefined) continue;
      alike++;
      if (known !== relation) different?.push(`${name} → ${id}`);
    }
  }
  return { pairs, wrong: wrong ?? [], alike, different: different ?? [] };
}

const toldOfRandom = Array.from({ length: 600 }, (_, index) => {
  const { objects, profile } = randomCluster(index + 1);
  return { seed: index + 1, ...told(compileModel(objects, profile)) };
});

test('no pod without labels of a namespace that the gate does not name gets in, on 600 random clusters with all tiers', () => {
  let found = 0;
  for (const { seed, pairs, wrong } of toldOfRandom) {
    expect(wrong, `seed ${seed}`).toEqual([]);
    found += pairs;
  }
  expect(found).toBeGreaterThan(500);
});

test('pods without labels of namespaces that are alike have one relation to a class, on the same clusters', () => {
  let found = 0;
  for (const { seed, alike, different } of toldOfRandom) {
    expect(different, `seed ${seed}`).toEqual([]);
    found += alike;
  }
  expect(found).toBeGreaterThan(500);
});

test.each(Object.values(PROFILES))('the same of generated clusters, under $name', (profile) => {
  for (const clusterWide of [false, true]) {
    const objects = generateCluster({ pods: 500, policies: 150, seed: 4, clusterWide });
    const { pairs, wrong, alike, different } = told(compileModel(objects, profile));
    expect([...wrong, ...different]).toEqual([]);
    expect(alike).toBeGreaterThan(100);
    if (!clusterWide) expect(pairs).toBeGreaterThan(100);
  }
});

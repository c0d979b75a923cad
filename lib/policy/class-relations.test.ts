import { expect, test } from 'vitest';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Aggregate } from './aggregate.ts';
import { classRelationsOf } from './class-relations.ts';
import { compileModel } from './compile-model.ts';
import { generateCluster } from './generate-cluster.ts';
import type { PolicyModel } from './model.ts';
import { hasPort } from './port-set.ts';
import { PROFILES } from './profile.ts';
import { podEnds } from './testing/compare-cluster.ts';
import { literalVerdict } from './testing/literal-evaluator.ts';
import { randomCluster } from './testing/random-cluster.ts';

const PORTS = [1, 53, 80, 443, 5432] as const;

/** Two different pods of two classes that are not on the host network. */
function* podPairs(model: PolicyModel): Generator<readonly [number, number, string, string]> {
  const classes = model.classes.filter(({ hostNetwork, pods }) => !hostNetwork && pods.length > 0);
  for (const from of classes) {
    for (const to of classes) {
      const [source = ''] = from.pods;
      const target = to.pods.find((pod) => pod !== source);
      if (target !== undefined) yield [from.id, to.id, source, target];
    }
  }
}

test('what the kinds of two classes tell is what the literal evaluator says, on 250 random clusters with all tiers', () => {
  let byKind = 0;
  for (let seed = 1; seed <= 250; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    const { relations } = classRelationsOf(model);
    const literal = new Map(podEnds(model).map((end) => [end.literal.id, end.literal]));
    for (const [from, to, source, target] of podPairs(model)) {
      const [sourceEnd, targetEnd] = [literal.get(source), literal.get(target)];
      if (sourceEnd === undefined || targetEnd === undefined) throw new Error('every pod is an end');
      const relation = relations.of(from, to) as Aggregate;
      if (!relations.outOf[from]?.has(to)) byKind++;
      const ends = { from: sourceEnd, to: targetEnd };
      for (const port of PORTS) {
        const asked = { objects, profile, ...ends, protocol: 'TCP', port } as const;
        const must = hasPort(relation.all, 'TCP', port);
        const told = must ? 'allow' : hasPort(relation.may, 'TCP', port) ? 'depends' : 'deny';
        const where = `seed ${seed}: ${source} → ${target} ${port}`;
        expect(`${where} ${told}`).toBe(`${where} ${literalVerdict(asked).verdict}`);
      }
    }
  }
  expect(byKind).toBeGreaterThan(1_000);
});

/** Of the cluster-wide policies of the generator those of these names. */
function withOnly(objects: ClusterObjects, names: readonly string[]): ClusterObjects {
  const clusterPolicies = [...objects.clusterPolicies].filter(([, { metadata }]) => names.includes(metadata.name));
  return { ...objects, clusterPolicies: new Map(clusterPolicies) };
}

test.each([
  ['NetworkPolicies alone', []],
  ['nobody reaches the metadata service', ['no-metadata-service']],
  ['what closes to some, in both directions', ['no-metadata-service', 'test-apart-from-prod', 'ops-decides-itself']],
  ['rules for every pod beside NetworkPolicies', ['monitoring-reaches-metrics', 'ingress-comes-in', 'others-stay-out']],
])('wide peers leave the relation of each two classes as it is: %s', (_, names) => {
  for (const profile of [PROFILES.calico, PROFILES.cilium]) {
    const objects = withOnly(generateCluster({ pods: 900, policies: 120, seed: 3, clusterWide: true }), names);
    const model = compileModel(objects, profile);
    const { relations, aggregates } = classRelationsOf(model);
    const wrong: string[] = [];
    for (const [from, to] of podPairs(model)) {
      const asked = aggregates.of(model.relation({ type: 'class', class: from }, { type: 'class', class: to }));
      if (relations.of(from, to) !== asked) wrong.push(`${from} → ${to}`);
    }
    expect(wrong).toEqual([]);
    expect(model.kinds.members.length).toBeLessThan(model.classes.length);
  }
});

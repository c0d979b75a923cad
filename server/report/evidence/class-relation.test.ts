import { expect, test } from 'vitest';
import { classRelationsOf } from '#lib/policy/class-relations.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { type ClassRelation, classRelationOf } from './class-relation.ts';

const model = compileModel(generateCluster({ pods: 300, policies: 40, clusterWide: true }), PROFILES.calico);
const positions = new Map([...model.objects.pods.keys()].map((pod, position) => [pod, position]));

/** What the evidence says of two classes, as its documentation tells a reader to look it up. */
function lookUp({ classes, outcomes, kinds, pairs }: ClassRelation, from: number, to: number): unknown {
  const [source, target] = [classes[from]?.like ?? from, classes[to]?.like ?? to];
  const stored = pairs.find((pair) => pair.from === source)?.to ?? [];
  for (let at = 0; at < stored.length; at += 2) if (stored[at] === target) return outcomes[stored[at + 1] as number];
  const [fromKind, toKind] = [classes[from]?.kind, classes[to]?.kind];
  if (fromKind === undefined || toKind === undefined) return undefined;
  let rest = toKind;
  const runs = kinds[fromKind] ?? [];
  for (let at = 0; at < runs.length; at += 2) {
    rest -= runs[at + 1] as number;
    if (rest < 0) return outcomes[runs[at] as number];
  }
  return undefined;
}

test('the evidence says of every pair of classes what the engine says', () => {
  const relation = classRelationOf(model, positions);
  const { relations, aggregates } = classRelationsOf(model);
  for (const { id: from } of model.classes) {
    for (const { id: to } of model.classes) {
      const [source, target] = [relations.representatives[from] as number, relations.representatives[to] as number];
      const said = relations.of(source, target);
      const json = said === undefined ? undefined : 'may' in said ? aggregates.json(said) : splitJson(said);
      expect(lookUp(relation, from, to)).toEqual(json);
    }
  }

  function splitJson(split: object): unknown {
    return Object.fromEntries(Object.entries(split).map(([key, each]) => [key, aggregates.json(each)]));
  }
});

test('every pod is in one class', () => {
  const { classes } = classRelationOf(model, positions);
  const seen = classes.flatMap(({ pods }) => {
    const found: number[] = [];
    for (let run = 0; run < pods.length; run += 2) {
      for (let pod = pods[run] as number; pod <= (pods[run + 1] as number); pod++) found.push(pod);
    }
    return found;
  });
  expect(seen.toSorted((a, b) => a - b)).toEqual([...positions.values()]);
});

import { expect, test } from 'vitest';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import type { Pod } from '#lib/kube/objects.ts';
import type { Aggregate } from './aggregate.ts';
import { classRelationsOf, takeOverRelations } from './class-relations.ts';
import { compileModel, hasClassesOf } from './compile-model.ts';
import type { NodeSplit } from './host-classes.ts';
import type { PolicyModel } from './model.ts';
import { classGraph } from './paths/class-graph.ts';
import { changeSurroundings, SURROUNDINGS } from './testing/change-surroundings.ts';
import { Random } from './testing/random.ts';
import { randomCluster } from './testing/random-cluster.ts';

const CLUSTERS = 40;
const EVENTS = 8;

test('what models with the same classes share is what each says alone: relations, graph, rules and the outside', () => {
  let shared = 0;
  for (let seed = 0; seed < CLUSTERS; seed++) {
    const random = new Random(seed);
    const { objects, profile } = randomCluster(seed);
    const state = new ClusterState();
    for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
    state.setCompleteness(objects.completeness);
    let model = compileModel(state.snapshot(), profile);
    answersOf(model);
    for (let event = 0; event < EVENTS; event++) {
      if (random.chance(0.3)) changeSurroundings(state, random, random.below(SURROUNDINGS));
      else changePods(state, random, event);
      const next = compileModel(state.snapshot(), profile, model);
      takeOverRelations(next, model);
      if (hasClassesOf(model, next)) shared++;
      expect(answersOf(next), `seed ${seed}, event ${event}`).toEqual(
        answersOf(compileModel(state.snapshot(), profile)),
      );
      model = next;
    }
  }
  expect(shared).toBeGreaterThan((CLUSTERS * EVENTS) / 4);
});

/** A pod gets a like, comes to another node or to the host network, has another address, or goes. */
function changePods(state: ClusterState, random: Random, event: number): void {
  const pods = [...state.snapshot().pods.values()];
  const pod = random.pick(pods);
  if (pod === undefined) return;
  const kind = random.below(8);
  const changed = (spec: Partial<Pod['spec']>): Pod => ({ ...pod, spec: { ...pod.spec, ...spec } });
  if (kind < 3) {
    const like: Pod = { ...pod, metadata: { ...pod.metadata, name: `${pod.metadata.name}-${event}` } };
    const spec = random.chance(0.5) ? pod.spec : { ...pod.spec, nodeName: random.pick(pods)?.spec.nodeName };
    state.apply({ type: 'upsert', object: { ...like, spec } as Pod });
  } else if (kind < 5) {
    state.apply({ type: 'upsert', object: changed({ nodeName: random.pick(pods)?.spec.nodeName ?? 'elsewhere' }) });
  } else if (kind === 5) {
    state.apply({ type: 'upsert', object: changed({ hostNetwork: pod.spec.hostNetwork !== true }) });
  } else if (kind === 6) {
    const status = random.pick(pods)?.status;
    state.apply({ type: 'upsert', object: status === undefined ? pod : { ...pod, status } });
  } else {
    state.apply({ type: 'remove', object: pod });
  }
}

function answersOf(model: PolicyModel) {
  const { relations } = classRelationsOf(model);
  const graph = (['must', 'may'] as const).map((side) => {
    const { outOf, intoOf, edgesOf, kindOut, hubOut, hubIn } = classGraph(model, side);
    const ofClass = model.classes.map(({ id }) => [[...outOf(id)], [...intoOf(id)], edgesOf(id)]);
    return { ofClass, kindOut: [...kindOut], hubOut, hubIn };
  });
  return {
    graph,
    stored: relations.outOf.map((edges) => [...edges].map(([to, edge]) => [to, told(edge)])),
    between: relations.members.map((_, from) => relations.members.map((__, to) => told(relations.between(from, to)))),
    representatives: relations.representatives,
    kindOf: [...relations.kindOf],
    outside: model.classes.map(({ id }) =>
      JSON.stringify(model.externalRows({ type: 'class', class: id }, 'egress'), ports),
    ),
    rules: model.policies.map(({ policy, subjects, rules }) => [
      [...subjects],
      rules.map(({ path, peerClasses }) => [
        JSON.stringify(model.ruleEffect(policy, path), ports),
        [...peerClasses.must],
        [...peerClasses.may],
      ]),
    ]),
  };
}

function told(edge: Aggregate | NodeSplit): unknown {
  return JSON.parse(JSON.stringify(edge, (key, value) => (key === 'id' ? undefined : value)));
}

/** Sets of ports are equal where their ports are. */
function ports(key: string, value: unknown): unknown {
  return key === 'id' ? undefined : value;
}

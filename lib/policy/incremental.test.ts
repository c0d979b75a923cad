import { expect, test } from 'vitest';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import type { KeptObject, Labels, NetworkPolicy, Pod } from '#lib/kube/objects.ts';
import { compileModel } from './compile-model.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { PROFILES } from './profile.ts';
import { Random } from './testing/random.ts';
import { OUTSIDE, randomCluster } from './testing/random-cluster.ts';

const CLUSTERS = 30;
const EVENTS = 10;

test('after any sequence of events a model says what a cold compilation says', () => {
  for (let seed = 0; seed < CLUSTERS; seed++) {
    const random = new Random(seed);
    const { objects, profile } = randomCluster(seed);
    const state = stateOf(objects);
    let model = compileModel(state.snapshot(), profile);
    for (let event = 0; event < EVENTS; event++) {
      for (let change = 0; change <= random.below(3); change++) applyRandomEvent(state, random, seed);
      const now = state.snapshot();
      model = compileModel(now, profile, model);
      expect(answersOf(model), `seed ${seed}, event ${event}`).toEqual(answersOf(compileModel(now, profile)));
    }
  }
});

test('a pod that comes and goes leaves the policies as they were compiled', () => {
  const { objects, profile } = randomCluster(3);
  const state = stateOf(objects);
  const first = compileModel(state.snapshot(), profile);
  const [pod] = objects.pods.values();
  if (pod === undefined) throw new Error('the cluster has pods');
  state.apply({ type: 'remove', object: pod });
  const without = compileModel(state.snapshot(), profile, first);
  state.apply({ type: 'upsert', object: pod });
  const again = compileModel(state.snapshot(), profile, without);
  expect(again.classes).toEqual(first.classes);
});

test('a model of another profile takes nothing over', () => {
  const { objects } = randomCluster(5);
  const [first, second] = [
    randomCluster(5).profile,
    { ...randomCluster(5).profile, ipBlockMatchesPods: 'false' },
  ] as const;
  const warm = compileModel(objects, second, compileModel(objects, first));
  expect(answersOf(warm)).toEqual(answersOf(compileModel(objects, second)));
});

test('a pod without the hash of its template does not keep the workload that another pod of its ReplicaSet told', () => {
  const pod = (name: string, labels: Labels): Pod => ({
    ...{ apiVersion: 'v1', kind: 'Pod', spec: { containers: [] } },
    metadata: {
      ...{ name, namespace: 'a', labels },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-6d4f', controller: true }],
    },
  });
  const state = new ClusterState();
  const [first, second] = [pod('one', { 'pod-template-hash': '6d4f' }), pod('two', {})];
  state.apply({ type: 'upsert', object: first });
  const before = compileModel(state.snapshot(), PROFILES.upstream);
  expect(before.workloads).toEqual(['a/Deployment/web']);
  state.apply({ type: 'remove', object: first });
  state.apply({ type: 'upsert', object: second });
  const now = state.snapshot();
  expect(compileModel(now, PROFILES.upstream, before).workloads).toEqual(
    compileModel(now, PROFILES.upstream).workloads,
  );
});

test("what differs is told with a pod's own label, not with that of another pod of its class, here or gone", () => {
  const pod = (name: string, labels: Labels): Pod => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'one', labels } },
    spec: { containers: [] },
  });
  const state = new ClusterState();
  const gone = pod('gone', { role: 'cron' });
  for (const object of [pod('db', { app: 'db' }), gone, fromApi]) state.apply({ type: 'upsert', object });
  const before = compileModel(state.snapshot(), PROFILES.upstream);
  state.apply({ type: 'remove', object: gone });
  for (const role of ['batch', 'web']) state.apply({ type: 'upsert', object: pod(role, { role }) });
  const model = compileModel(state.snapshot(), PROFILES.upstream, before);
  const end = (key: string) => ({ type: 'class', class: model.classOf(key) ?? -1, pod: key }) as const;
  for (const role of ['batch', 'web']) {
    const [rule] = model.explain(end(`one/${role}`), end('one/db')).ingress.rules;
    expect(rule?.text).toBe(`Selector does not match: wants role=api, ${role} has role=${role}.`);
  }
});

const fromApi: NetworkPolicy = {
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'db', namespace: 'one' } },
  spec: {
    ...{ podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'] },
    ingress: [{ from: [{ podSelector: { matchLabels: { role: 'api' } } }] }],
  },
};

function stateOf(objects: ClusterObjects): ClusterState {
  const state = new ClusterState();
  for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
  state.setCompleteness(objects.completeness);
  return state;
}

/** An object of another random cluster comes, perhaps in place of one of its name; one goes; or reading it fails. */
function applyRandomEvent(state: ClusterState, random: Random, seed: number): void {
  const donor = randomCluster(seed * 1_000 + random.below(1_000)).objects;
  if (random.chance(0.15)) {
    state.setCompleteness(donor.completeness);
    return;
  }
  if (random.chance(0.15)) {
    // The very same policy but for its block: nothing else that pods are read with changes.
    state.apply({ type: 'upsert', object: blockPolicy(random.pick(['10.0.1.0/24', '10.0.2.0/24', '10.0.1.4/31'])) });
    return;
  }
  const from: readonly KeptObject[] = [...allObjects(random.chance(0.6) ? donor : state.snapshot())];
  const object = random.pick(from);
  if (object !== undefined) state.apply({ type: random.chance(0.6) ? 'upsert' : 'remove', object });
}

function blockPolicy(cidr: string): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'block', namespace: 'one' },
    spec: { policyTypes: ['Ingress'], ingress: [{ from: [{ ipBlock: { cidr } }] }] },
  };
}

/** All that a model says of its ends, in a form that two models can be compared by. */
function answersOf(model: PolicyModel) {
  const ends = endsOf(model);
  return {
    classes: model.classes,
    namespaces: model.namespaces,
    workloads: model.workloads.map((workload) => [workload, [...model.classesOfWorkload(workload)]]),
    policies: model.policies.map(({ policy, subjects, rules }) => [
      policy,
      [...subjects],
      rules.map(({ peerClasses }) => [[...peerClasses.must], [...peerClasses.may]]),
    ]),
    gates: ends.map((end) => [model.gate(end, 'ingress'), model.gate(end, 'egress')]),
    relations: ends.flatMap((from) =>
      ends.map((to) => {
        const { must, may, reasons } = model.relation(from, to);
        return `${must.id} ${may.id} ${reasons.join()}`; // port sets are interned across models
      }),
    ),
  };
}

function endsOf(model: PolicyModel): readonly SingleEnd[] {
  return [
    ...model.classes.flatMap(({ id, pods }): SingleEnd[] => [
      { type: 'class', class: id },
      ...pods.map((pod) => ({ type: 'class', class: id, pod }) as const),
    ]),
    ...model.namespaces.map((namespace) => ({ type: 'hypothetical', namespace, labels: {} }) as const),
    ...[...model.objects.nodes.keys()].map((name) => ({ type: 'node', name }) as const),
    ...OUTSIDE.slice(0, 3).map(
      (address) => ({ type: 'address', family: 'IPv4', first: address, last: address }) as const,
    ),
    { type: 'internet' },
  ];
}

test('namespaces with a slash, which files may hold, are told apart and taken over like others', () => {
  const pod = (namespace: string, name: string, labels: Labels): Pod => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name, labels } },
    spec: { containers: [] },
  });
  const state = new ClusterState();
  for (const namespace of ['a', 'a/b', '<b>ns</b>']) state.apply({ type: 'upsert', object: pod(namespace, 'p', {}) });
  const first = compileModel(state.snapshot(), PROFILES.upstream);
  expect(first.namespaces).toEqual(['<b>ns</b>', 'a', 'a/b']);
  expect(first.workloads).toEqual(['<b>ns</b>/Pod/p', 'a/Pod/p', 'a/b/Pod/p']);
  state.apply({ type: 'upsert', object: pod('a/b', 'q', {}) });
  const second = compileModel(state.snapshot(), PROFILES.upstream, first);
  expect(second.workloads).toEqual(['<b>ns</b>/Pod/p', 'a/Pod/p', 'a/b/Pod/p', 'a/b/Pod/q']);
  expect(second.classOf('a/b/q')).toBe(second.classOf('a/b/p'));
  expect(second.classOf('a/p')).not.toBe(second.classOf('a/b/p'));
});

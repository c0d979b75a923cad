import { expect, test } from 'vitest';
import { type Aggregate, type Aggregates, createAggregates } from './aggregate.ts';
import { compileModel } from './compile-model.ts';
import { ANY_POD, anyPodOf, type ConnectionUnit } from './connection-units.ts';
import { type Connection, type Connections, connectionsOf, hasNoPair } from './connections.ts';
import { connectionsInside, insideOf } from './connections-inside.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { clusterOf, policy } from './testing/cluster-of.ts';
import { clusterPolicy } from './testing/cluster-policy-yaml.ts';
import { randomCluster } from './testing/random-cluster.ts';

const POD = { labels: {}, ip: '10.0.0.9', node: 'n1' };

/** Pod by pod, as nobody should: the measure for classes, counts and hubs. */
function relationByPods(
  model: PolicyModel,
  aggregates: Aggregates,
  from: ConnectionUnit,
  to: ConnectionUnit,
  groupOf: (workload: string) => string,
): Aggregate {
  let folded: Aggregate | undefined;
  const add = (a: SingleEnd, b: SingleEnd): void => {
    const one = aggregates.of(model.relation(a, b));
    folded = folded === undefined ? one : aggregates.combine(folded, one);
  };
  const sources = membersOf(model, from, groupOf);
  const targets = membersOf(model, to, groupOf);
  for (const source of sources) {
    for (const target of targets) {
      if (source.name !== target.name) add(source.end, target.end);
      else if (source.count > 1) {
        add({ ...source.end, pod: undefined } as SingleEnd, { ...target.end, pod: undefined } as SingleEnd);
      }
    }
  }
  return folded ?? aggregates.denied;
}

function membersOf(model: PolicyModel, unit: ConnectionUnit, groupOf: (workload: string) => string) {
  return model.workloads
    .filter((workload) => groupOf(workload) === unit.id)
    .flatMap((workload) =>
      [...model.classesOfWorkload(workload)].flatMap(([classId, count]) => {
        const pods = (model.classes[classId]?.pods ?? []).filter((pod) => model.workloadOfPod(pod) === workload);
        if (pods.length === 0) {
          // A DaemonSet without pods: how many is not known, so two of them may be different pods.
          const replicas = workload.includes('/DaemonSet/') ? Math.max(2, count) : count;
          return [{ name: workload, count: replicas, end: { type: 'class', class: classId } as SingleEnd }];
        }
        return pods.map((pod) => ({ name: pod, count: 1, end: { type: 'class', class: classId, pod } as SingleEnd }));
      }),
    );
}

/** What the edges tell of two units, read as the doc comment of `Connections` says. */
function read(model: PolicyModel, connections: Connections, from: ConnectionUnit, to: ConnectionUnit) {
  const edges = new Map([...connections.edges].map((edge) => [`${edge.from} → ${edge.to}`, edge.relation]));
  const own = edges.get(`${from.id} → ${to.id}`);
  if (own !== undefined) return own;
  const isOpen = (unit: ConnectionUnit, direction: 'ingress' | 'egress') =>
    [...unit.classes.keys()].every((id) => {
      const gate = model.gate({ type: 'class', class: id }, direction);
      return gate.isolated === 'no' && gate.reasons.length === 0 && model.classes[id]?.hostNetwork === false;
    });
  if (isOpen(from, 'egress')) {
    return edges.get(`${anyPodOf(from.namespace ?? '')} → ${to.id}`) ?? edges.get(`${ANY_POD} → ${to.id}`);
  }
  if (!isOpen(to, 'ingress')) return undefined;
  return edges.get(`${from.id} → ${anyPodOf(to.namespace ?? '')}`) ?? edges.get(`${from.id} → ${ANY_POD}`);
}

const text = (connections: Connections, relation: Aggregate | undefined, denied: string) =>
  relation === undefined ? denied : JSON.stringify(connections.json(relation));

test.each([
  ['workloads', (workload: string) => workload],
  ['groups of workloads', (workload: string) => `g/G/${workload.length % 3}`],
])('edges between %s tell what pods have one by one, expanded and with hubs', (_, groupOf) => {
  for (let seed = 1; seed <= 150; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    const expanded = connectionsOf(model, { expand: true, groupOf });
    const hubs = connectionsOf(model, { groupOf });
    const edges = new Map([...expanded.edges].map((edge) => [`${edge.from} → ${edge.to}`, edge.relation]));
    const aggregates = createAggregates();
    const denied = JSON.stringify(aggregates.json(aggregates.denied));
    for (const from of expanded.units) {
      for (const to of expanded.units) {
        const alone = from === to && membersOf(model, from, groupOf).reduce((sum, { count }) => sum + count, 0) <= 1;
        const wanted = JSON.stringify(aggregates.json(relationByPods(model, aggregates, from, to, groupOf)));
        const where = `seed ${seed}: ${from.id} → ${to.id}`;
        expect(`${where} ${text(expanded, edges.get(`${from.id} → ${to.id}`), denied)}`).toBe(`${where} ${wanted}`);
        if (!alone) expect(`${where} ${text(hubs, read(model, hubs, from, to), denied)}`).toBe(`${where} ${wanted}`);
      }
    }
  }
});

test('of some namespaces every pair with an end in them is told, what hubs tell of theirs line by line', () => {
  let written = 0;
  for (let seed = 1; seed <= 80; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    const whole = connectionsOf(model);
    const expanded = connectionsOf(model, { expand: true });
    for (const namespace of objects.namespaces.keys()) {
      const inside = connectionsInside(model, whole, new Set([namespace]));
      const isInside = insideOf(new Set([namespace]));
      const edges = [...inside.edges];
      expect(edges.filter(({ from, to }) => !isInside(from) && !isInside(to))).toEqual([]);
      written += edges.length - [...whole.edges].filter(({ from, to }) => isInside(from) || isInside(to)).length;
      for (const from of whole.units) {
        for (const to of whole.units) {
          if ((!isInside(from.id) && !isInside(to.id)) || (from === to && hasNoPair(from))) continue;
          const [wanted, told] = [read(model, whole, from, to), read(model, inside, from, to)];
          expect(told, `seed ${seed}: ${from.id} → ${to.id} in ${namespace}`).toBe(wanted);
        }
      }
      const outside = (list: Iterable<Connection>) =>
        [...list].flatMap(({ from, to }) => (from === 'internet' || to === 'internet' ? [`${from} → ${to}`] : []));
      const wanted = [...expanded.edges].filter(({ from, to }) => isInside(from) || isInside(to));
      const streamed = connectionsInside(model, whole, new Set([namespace]), 0);
      const pairs = (list: Iterable<Connection>) => [...list].map(({ from, to }) => `${from} → ${to}`);
      expect(pairs(streamed.edges)).toEqual(pairs(wanted));
      expect(outside(edges), `seed ${seed}: ${namespace}`).toEqual(outside(wanted));
    }
  }
  expect(written).toBeGreaterThan(100);
});

test('a cluster without policies is one edge from any pod to each workload, and the internet both ways', () => {
  const model = clusterOf({ namespaces: { a: {}, b: {} }, pods: { 'a/x': POD, 'b/y': { ...POD, ip: '10.0.0.8' } } });
  expect([...connectionsOf(model).edges].map(({ from, to }) => `${from} → ${to}`)).toEqual([
    'any-pod → internet',
    'any-pod → a/Pod/x',
    'any-pod → b/Pod/y',
    'internet → any-pod',
  ]);
});

test('being admitted by name, one by one, is not any pod', () => {
  const model = clusterOf({
    namespaces: { a: {} },
    pods: { 'a/x': { ...POD, labels: { app: 'x' } }, 'a/y': { ...POD, ip: '10.0.0.8', labels: { app: 'y' } } },
    yaml: policy(
      '{podSelector: {matchLabels: {app: y}}, ingress: [{from: [{podSelector: {matchLabels: {app: x}}}]}]}',
      {
        namespace: 'a',
      },
    ),
  });
  const edges = [...connectionsOf(model).edges].map(({ from, to }) => `${from} → ${to}`);
  expect(edges).toContain('a/Pod/x → a/Pod/y');
  expect(edges).not.toContain('any-pod → a/Pod/y');
});

test('a namespace that is admitted as a whole is one edge from its hub', () => {
  const model = clusterOf({
    namespaces: { a: {}, b: {} },
    pods: {
      'a/x': POD,
      'a/y': { ...POD, ip: '10.0.0.8' },
      'b/z': { ...POD, ip: '10.0.0.7' },
    },
    yaml: policy(
      '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: a}}}]}]}',
      { namespace: 'b' },
    ),
  });
  const edges = [...connectionsOf(model).edges].map(({ from, to }) => `${from} → ${to}`);
  expect(edges).toContain('any-pod@a → b/Pod/z');
  expect(edges).not.toContain('a/Pod/x → b/Pod/z');
});

test('agents on nodes with different labels are told apart where a policy names nodes by labels', () => {
  const agent = { labels: { app: 'agent' }, hostNetwork: true };
  const model = clusterOf({
    namespaces: { a: {}, sys: {} },
    nodes: {
      n1: { addresses: ['192.168.1.1'], labels: { zone: 'x' } },
      n2: { addresses: ['192.168.1.2'], labels: { zone: 'y' } },
      n3: { addresses: ['192.168.1.3'] },
    },
    pods: {
      'a/x': { ...POD, node: 'n3' },
      'sys/agent-1': { ...agent, ip: '192.168.1.1', node: 'n1' },
      'sys/agent-2': { ...agent, ip: '192.168.1.2', node: 'n2' },
    },
    yaml: clusterPolicy('subject: {namespaces: {}}\negress: [{action: Deny, to: [{nodes: {matchLabels: {zone: x}}}]}]'),
  });
  const edges = [...connectionsOf(model).edges].map(({ from, to }) => `${from} → ${to}`);
  expect(edges).not.toContain('a/Pod/x → sys/Pod/agent-1');
  expect(edges).toContain('a/Pod/x → sys/Pod/agent-2');
});

test('without Node objects agents are told apart by what other pods say of their nodes', () => {
  const agent = { labels: { app: 'agent' }, hostNetwork: true };
  const model = clusterOf({
    namespaces: { a: {}, sys: {} },
    pods: {
      'a/x': { ...POD, node: 'n3' },
      'sys/agent-1': { ...agent, node: 'n1' },
      'sys/agent-2': { ...agent, node: 'n2' },
      // Both agents wait for their status; these tell where they are.
      'sys/other-1': { ...agent, labels: { app: 'other' }, ip: '192.168.1.1', node: 'n1' },
      'sys/other-2': { ...agent, labels: { app: 'other' }, ip: '192.168.2.1', node: 'n2' },
    },
    yaml: policy('podSelector: {}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: 192.168.1.0/24}}]}]', {
      namespace: 'a',
    }),
    set: ['hostNetworkPods=asNodes'],
  });
  const edges = [...connectionsOf(model).edges].map(({ from, to }) => `${from} → ${to}`);
  expect(edges).toContain('a/Pod/x → sys/Pod/agent-1');
  expect(edges).not.toContain('a/Pod/x → sys/Pod/agent-2');
});

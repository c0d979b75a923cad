import { expect, test } from 'vitest';
import { type Answer, ask, type Question } from './ask.ts';
import { compileModel } from './compile-model.ts';
import { parseEndpoint } from './endpoints.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { hasPort } from './port-set.ts';
import { clusterOf, policy } from './testing/cluster-of.ts';
import { randomCluster } from './testing/random-cluster.ts';

const question = (from: string, to: string, rest: Omit<Question, 'from' | 'to'> = {}): Question => ({
  from: parseEndpoint(from),
  to: parseEndpoint(to),
  ...rest,
});
const verdictOf = (model: PolicyModel, from: string, to: string, port: number | string = 80): string => {
  const answer = ask(model, question(from, to, { port, protocol: 'TCP' }));
  return answer.verdict;
};
const partsOf = (answer: Answer) => (answer.type === 'verdict' ? answer.parts : undefined);

const NODES = { n1: { addresses: ['192.168.0.1'] }, n2: { addresses: ['192.168.0.2'] } };
const OWNED = (name: string, labels: string, node: string, ip: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: a, labels: ${labels}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u, controller: true}]}, spec: {nodeName: ${node}, containers: [{name: c, ports: [{name: sql, containerPort: 5432}]}]}, status: {phase: Running, podIP: ${ip}}}`;
const DB = [
  OWNED('db-0', '{app: db, role: first}', 'n1', '10.0.0.10'),
  OWNED('db-1', '{app: db}', 'n2', '10.0.0.11'),
].join('\n---\n');
const WEB = { 'a/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'n1' } };

test('pairs that disagree are mixed, and every pair is counted', () => {
  const model = clusterOf({
    namespaces: { a: {} },
    nodes: NODES,
    pods: WEB,
    yaml: `${DB}\n---\n${policy('{podSelector: {matchLabels: {role: first}}, ingress: []}', { namespace: 'a' })}`,
  });
  const answer = ask(model, question('a/web', 'a/sts/db', { port: 5432 }));
  expect(answer.verdict).toBe('mixed');
  expect(partsOf(answer)).toEqual([
    { verdict: 'allow', count: 1, example: { from: 'a/web', to: 'a/db-1' } },
    { verdict: 'deny', count: 1, example: { from: 'a/web', to: 'a/db-0' } },
  ]);
});

test('the pair of a pod with itself is left out unless it is the only one', () => {
  const model = clusterOf({
    namespaces: { a: {} },
    nodes: NODES,
    pods: WEB,
    yaml: `${DB}\n---\n${policy('{podSelector: {}, ingress: []}', { namespace: 'a' })}`,
  });
  expect(verdictOf(model, 'a/sts/db', 'a/sts/db')).toBe('deny');
  expect(verdictOf(model, 'a/db-0', 'a/db-0')).toBe('allow');
  expect(verdictOf(model, 'a/db-0', 'a/sts/db')).toBe('deny');
});

test('an address is its pod, else its node, which always reaches its own pods; else outside', () => {
  const model = clusterOf({
    namespaces: { a: {} },
    nodes: NODES,
    pods: WEB,
    yaml: policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}', { namespace: 'a' }),
  });
  expect(verdictOf(model, '10.0.0.1', 'a/web')).toBe('allow'); // itself
  expect(verdictOf(model, '192.168.0.1', 'a/web')).toBe('allow'); // its own node (row 58)
  expect(verdictOf(model, '192.168.0.2', 'a/web')).toBe('deny'); // another node (row 60)
  expect(verdictOf(model, '203.0.113.7', 'a/web')).toBe('allow');
  expect(verdictOf(model, '198.51.100.7', 'a/web')).toBe('deny');
});

test('an address of two running pods is an error; a finished pod has given its address back', () => {
  const twice = (phase: string) => clusterOf({ pods: { ...WEB, 'a/two': { ip: '10.0.0.1', phase } } });
  expect(() => verdictOf(twice('Running'), '10.0.0.1', 'internet')).toThrow('a/two and a/web');
  expect(verdictOf(twice('Succeeded'), '10.0.0.1', 'internet')).toBe('allow');
});

test('a block is its holders, and the rest by parts with equal verdicts', () => {
  const model = clusterOf({
    namespaces: { a: {} },
    nodes: NODES,
    pods: { ...WEB, 'a/other': { ip: '203.0.113.5', node: 'n2' } },
    yaml: policy(
      '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.64/26, 203.0.113.192/26]}}]}]}',
      { namespace: 'a' },
    ),
  });
  const answer = ask(model, question('203.0.113.0/24', 'a/web', { port: 80 }));
  // The pod inside and one part are allowed; both excepts are one part.
  expect(partsOf(answer)?.map(({ verdict, count }) => [verdict, count])).toEqual([
    ['allow', 2],
    ['deny', 1],
  ]);
});

test('an unknown namespace is an error unless it is assumed', () => {
  const model = clusterOf({ namespaces: { a: {} }, pods: WEB });
  expect(() => ask(model, question('b/?', 'a/web'))).toThrow('b');
  expect(ask(model, question('b/?', 'a/web'), { assumeNamespaces: true }).verdict).toBe('allow');
});

test('a port name is the destination’s own; towards a hypothetical pod it depends', () => {
  const model = clusterOf({
    namespaces: { a: {} },
    nodes: NODES,
    pods: WEB,
    yaml: `${DB}\n---\n${policy('{podSelector: {}, ingress: [{ports: [{port: 5432}]}]}', { namespace: 'a' })}`,
  });
  expect(verdictOf(model, 'a/web', 'a/sts/db', 'sql')).toBe('allow');
  expect(() => verdictOf(model, 'a/web', 'a/web', 'sql')).toThrow('sql');
  const answer = ask(model, question('a/web', 'a/?', { port: 'sql' }));
  expect([answer.verdict, answer.reasons]).toEqual(['depends', ['named-port-unresolved']]);
});

test('a Service is its ready backends and their target port', () => {
  const service =
    '{apiVersion: v1, kind: Service, metadata: {name: db, namespace: a}, spec: {clusterIP: 10.96.0.7, selector: {app: db}, ports: [{port: 80, targetPort: sql}]}}';
  const model = clusterOf({
    namespaces: { a: {} },
    nodes: NODES,
    pods: WEB,
    yaml: `${DB}\n---\n${service}\n---\n${policy('{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 5432}]}]}', { namespace: 'a' })}`,
  });
  expect(ask(model, question('a/web', 'a/Service/db:80')).verdict).toBe('allow');
  expect(ask(model, question('a/web', '10.96.0.7', { port: 80 })).verdict).toBe('allow');
  expect(ask(model, question('a/web', 'a/db-0', { port: 80 })).verdict).toBe('deny');
  expect(() => ask(model, question('a/web', 'a/Service/db:81'))).toThrow('81');
  expect(() => ask(model, question('a/web', 'a/Service/none:80'))).toThrow('a/none');
  expect(() => ask(model, question('10.96.0.7', 'a/web'))).toThrow('10.96.0.7');
});

test('a pod and a workload without pods of one name are told apart by kind', () => {
  const workload =
    '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: a}, spec: {replicas: 2, template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c}]}}}}';
  const both = clusterOf({ namespaces: { a: {} }, pods: WEB, yaml: workload });
  expect(() => ask(both, question('a/web', 'internet'))).toThrow('a/Pod/web or a/Deployment/web');
  expect(ask(both, question('a/Deployment/web', 'a/pod/web')).verdict).toBe('allow');
  const alone = clusterOf({ namespaces: { a: {} }, yaml: workload });
  expect(ask(alone, question('a/web', 'a/web', { port: 80 })).verdict).toBe('allow');
});

test('without a port the three parts are disjoint, and some is absent for one pair', () => {
  const model = clusterOf({
    namespaces: { a: {} },
    nodes: NODES,
    pods: WEB,
    yaml: `${DB}\n---\n${policy('{podSelector: {matchLabels: {role: first}}, ingress: [{ports: [{port: 5432}]}]}', { namespace: 'a' })}`,
  });
  expect(ask(model, question('a/web', 'a/sts/db', { protocol: 'TCP' }))).toMatchObject({
    allow: { TCP: [[5432, 5432]], UDP: [] },
    some: {
      TCP: [
        [1, 5431],
        [5433, 65_535],
      ],
      UDP: [],
    },
    depends: { TCP: [] },
  });
  expect(ask(model, question('a/web', 'a/db-0'))).not.toHaveProperty('some');
});

test('workloads and blocks answer what their single ends answer', () => {
  const ports = [1, 80, 443];
  for (let seed = 1; seed <= 60; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    const pods = model.classes.flatMap((podClass) => podClass.pods.map((pod) => ({ pod, id: podClass.id })));
    for (const source of pods) {
      for (const target of pods) {
        const from: SingleEnd = { type: 'class', class: source.id, pod: source.pod };
        const to: SingleEnd = { type: 'class', class: target.id, pod: target.pod };
        const { must, may } = model.relation(from, to);
        for (const port of ports) {
          const wanted = hasPort(must, 'TCP', port) ? 'allow' : hasPort(may, 'TCP', port) ? 'depends' : 'deny';
          const where = `seed ${seed}: ${source.pod} → ${target.pod}:${port}`;
          expect(`${where} ${verdictOf(model, source.pod, target.pod, port)}`).toBe(`${where} ${wanted}`);
          const byWorkload = verdictOf(model, model.workloadOfPod(source.pod), model.workloadOfPod(target.pod), port);
          expect(`${where} ${byWorkload}`).toBe(`${where} ${wanted}`); // each random pod is a workload of its own
        }
      }
    }
  }
});

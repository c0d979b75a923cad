import { expect, test } from 'vitest';
import { compileModel } from './compile-model.ts';
import type { GateState } from './model.ts';
import { clusterOf, endOf, policy, verdict } from './testing/cluster-of.ts';
import { clusterPolicy } from './testing/cluster-policy-yaml.ts';
import { randomCluster } from './testing/random-cluster.ts';

const SHOP = {
  namespaces: { one: {}, two: { team: 'b' } },
  pods: { 'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' }, 'two/job': { ip: '10.0.0.2' } },
};
const EVERYONE = 'subject: {namespaces: {}}';
const model = (...yaml: string[]) => clusterOf({ ...SHOP, yaml: yaml.join('\n') });
const ingressOf = (...yaml: string[]): GateState => {
  const made = model(...yaml);
  return made.gate(endOf(made, 'one/web'), 'ingress');
};
const egressOf = (...yaml: string[]): GateState => {
  const made = model(...yaml);
  return made.gate(endOf(made, 'one/web'), 'egress');
};
const ingress = (action: string, from = '{namespaces: {}}') =>
  clusterPolicy(`${EVERYONE}\ningress: [{action: ${action}, from: [${from}]}]`);
const egress = (action: string, to: string) => clusterPolicy(`${EVERYONE}\negress: [{action: ${action}, to: [${to}]}]`);

test('a gate that cluster-wide policies only open, or pass on, is open', () => {
  expect(ingressOf(ingress('Accept')).isolated).toBe('no');
  expect(ingressOf(ingress('Pass')).isolated).toBe('no');
});

test('a gate that is closed to some is neither isolated nor open', () => {
  expect(ingressOf(ingress('Deny', '{namespaces: {matchLabels: {team: b}}}')).isolated).toBe('partly');
});

test('denying every pod leaves the outside, which no ingress rule means (row A17)', () => {
  const { isolated, onlyNamedPods } = ingressOf(ingress('Deny'));
  expect([isolated, onlyNamedPods]).toEqual(['partly', true]);
  expect(verdict(model(ingress('Deny')), 'internet', 'one/web')).toBe('allow');
});

test('denying every address of both families isolates for egress, denying every pod does not', () => {
  expect(egressOf(egress('Deny', '{networks: ["0.0.0.0/0", "::/0"]}')).isolated).toBe('yes');
  expect(egressOf(egress('Deny', '{namespaces: {}}')).isolated).toBe('partly');
});

test('a NetworkPolicy isolates, and a rule for everybody before it opens it in part', () => {
  const isolated = policy('podSelector: {}');
  expect(ingressOf(isolated).isolated).toBe('yes');
  expect(ingressOf(isolated, ingress('Accept', '{namespaces: {matchLabels: {team: b}}}')).isolated).toBe('yes');
  expect(ingressOf(isolated, ingress('Accept')).isolated).toBe('partly');
});

test('policies are told in the order in which they are asked', () => {
  const baseline = clusterPolicy(`${EVERYONE}\ningress: [{action: Deny, from: [{namespaces: {}}]}]`, {
    name: 'last',
    tier: 'Baseline',
  });
  const told = ingressOf(baseline, policy('podSelector: {}', { name: 'second' }), ingress('Deny')).policies;
  expect(told.map(({ name }) => name)).toEqual(['policy', 'second', 'last']);
});

test('what a gate is for one end does not hang on who was asked before', () => {
  for (let seed = 0; seed < 60; seed++) {
    const { objects, profile } = randomCluster(seed);
    const asked = compileModel(objects, profile);
    for (const { id } of asked.classes) {
      for (const direction of ['ingress', 'egress'] as const) {
        const end = { type: 'class', class: id } as const;
        const alone = compileModel(objects, profile).gate(end, direction);
        expect(asked.gate(end, direction), `seed ${seed}, class ${id}, ${direction}`).toEqual(alone);
      }
    }
  }
});

test('pods behind one gate are told apart by their named ports', () => {
  const pods = { 'one/web': { ports: ['http=TCP/80'] }, 'one/db': {} };
  const open = `${EVERYONE}\ningress: [{action: Accept, from: [{namespaces: {}}], protocols: [{destinationNamedPort: http}]}]`;
  const made = clusterOf({ pods, yaml: clusterPolicy(open) + policy('podSelector: {}\npolicyTypes: [Ingress]') });
  const isolated = (pod: string) => made.gate(endOf(made, pod), 'ingress').isolated;
  expect([isolated('one/web'), isolated('one/db')]).toEqual(['partly', 'yes']);
});

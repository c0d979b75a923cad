import { expect, test } from 'vitest';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { compileModel } from './compile-model.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { clusterOf, endOf, policy } from './testing/cluster-of.ts';
import { clusterPolicy } from './testing/cluster-policy-yaml.ts';
import { randomCluster } from './testing/random-cluster.ts';
import type { ExplainedRule, Gate, PortsJson } from './types.ts';

const PORT = { protocol: 'TCP', port: 80 } as const;

const SHOP = {
  namespaces: { shop: {}, monitoring: { role: 'platform' } },
  pods: {
    'shop/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
    'shop/db': { labels: { app: 'db' }, ip: '10.0.0.2' },
    'monitoring/prometheus': { ip: '10.0.0.3' },
  },
};
const YAML =
  clusterPolicy(
    `subject: {namespaces: {}}
ingress:
- action: Accept
  from: [{namespaces: {matchLabels: {role: platform}}}]
  protocols: [{tcp: {destinationPort: {number: 9090}}}]
- action: Pass
  from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]`,
    { name: 'platform' },
  ) +
  policy(
    'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}]',
    { name: 'db', namespace: 'shop' },
  ) +
  clusterPolicy('subject: {namespaces: {}}\ningress: [{action: Deny, from: [{namespaces: {}}]}]', {
    name: 'default-deny',
    tier: 'Baseline',
  });

function ingressOf(from: string, to: string, port: number): Gate {
  const model = clusterOf({ ...SHOP, yaml: YAML });
  return model.explain(endOf(model, from), endOf(model, to), { protocol: 'TCP', port }).ingress;
}

const outcomes = (gate: Gate) =>
  gate.rules.map(({ policy: ref, rule, outcome }: ExplainedRule) => `${ref.name} ${rule}: ${outcome}`);

test('what an Admin rule decides is the end: nothing after it is asked', () => {
  const gate = ingressOf('monitoring/prometheus', 'shop/db', 9090);
  expect(outcomes(gate)).toEqual([
    'platform 1: admits',
    'platform 2: not-reached',
    'db 1: not-reached',
    'default-deny 1: not-reached',
  ]);
  expect(gate.sentence).toBe('Rule 1 of ClusterNetworkPolicy platform (Admin) allows this.');
  expect(gate.rules.map(({ text }) => text)).toEqual([
    'Peer matches: namespace monitoring, every pod. Port 9090.',
    'Not asked: a rule before it decides.',
    'Not asked: the Admin tier decides.',
    'Not asked: the Admin tier decides.',
  ]);
});

test('a Pass leads to the NetworkPolicies, which have the last word before the Baseline tier', () => {
  const gate = ingressOf('shop/web', 'shop/db', 80);
  expect(outcomes(gate)).toEqual([
    'platform 2: passes',
    'db 1: admits',
    'platform 1: other-peer',
    'default-deny 1: not-reached',
  ]);
  expect(gate.sentence).toBe(
    'Rule 2 of ClusterNetworkPolicy platform (Admin) passes it on. Isolated by 1 policy. 1 rule admits this.',
  );
  expect(gate.rules[3]?.text).toBe('Not asked: a NetworkPolicy has the last word before the Baseline tier.');
});

test('where no NetworkPolicy selects the pod, the Baseline tier decides', () => {
  const gate = ingressOf('monitoring/prometheus', 'shop/web', 80);
  expect(outcomes(gate)).toEqual(['default-deny 1: denies', 'platform 1: other-port', 'platform 2: other-peer']);
  expect(gate.sentence).toBe('Rule 1 of ClusterNetworkPolicy default-deny (Baseline) denies this.');
});

test('where no rule decides, the sentence says that it is allowed', () => {
  const gate = ingressOf('203.0.113.7', 'shop/web', 80);
  expect(gate.isolated).toBe('partly');
  expect(gate.sentence).toBe('No rule of any tier decides, so it is allowed.');
});

test('rules are quoted by their lines', () => {
  const gate = ingressOf('monitoring/prometheus', 'shop/web', 80);
  const model = clusterOf({ ...SHOP, yaml: YAML });
  const text = model.policyText({ kind: 'ClusterNetworkPolicy', namespace: '', name: 'default-deny' });
  const lines = gate.rules[0]?.lines;
  expect(text?.text.split('\n').slice((lines?.from ?? 0) - 1, lines?.to)).toEqual([
    '    - action: Deny',
    '      from:',
    '        - namespaces: {}',
  ]);
});

test('a rule that names a domain cannot be decided for a node, and says why it does not mean a pod', () => {
  const yaml = clusterPolicy(
    `subject: {namespaces: {}}
egress: [{action: Accept, to: [{domainNames: [n1.example.com]}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]`,
  );
  const model = clusterOf({ ...SHOP, nodes: { n1: { addresses: ['192.168.1.1'] } }, yaml });
  const told = (to: string) => {
    const { verdict, egress } = model.explain(endOf(model, 'shop/web'), endOf(model, to), PORT);
    const named = egress.rules.find(({ rule }) => rule === 1);
    return [verdict, named?.outcome, named?.text];
  };
  expect(told('node:n1')).toEqual(['depends', 'depends', 'Cannot be decided: a rule names a domain. Every port.']);
  expect(told('shop/db')).toEqual([
    'deny',
    'other-peer',
    'The domain names of the rule are none that the DNS of a cluster gives to pods, and db is a pod.',
  ]);
});

test('beside a policy that could not be read no rule of a tier is said to decide', () => {
  const yaml =
    clusterPolicy('subject: {namespaces: {}}\ningress: [{action: Deny, from: [{namespaces: {}}]}]', { name: 'a' }) +
    clusterPolicy('subject: {}', { name: 'unread' });
  const model = clusterOf({ ...SHOP, yaml });
  const { ingress, verdict } = model.explain(endOf(model, 'shop/web'), endOf(model, 'shop/db'), PORT);
  expect(verdict).toBe('depends');
  expect(ingress.rules.map(({ outcome, reasons }) => [outcome, ...reasons])).toEqual([
    ['depends', 'policy-not-understood'],
  ]);
});

test('policies that tie are told apart from one that decides', () => {
  const tied =
    clusterPolicy('subject: {namespaces: {}}\ningress: [{action: Deny, from: [{namespaces: {}}]}]', { name: 'a' }) +
    clusterPolicy('subject: {namespaces: {}}\ningress: [{action: Accept, from: [{namespaces: {}}]}]', { name: 'b' });
  const model = clusterOf({ ...SHOP, yaml: tied });
  const { ingress, verdict } = model.explain(endOf(model, 'shop/web'), endOf(model, 'shop/db'), PORT);
  expect(verdict).toBe('depends');
  expect(ingress.rules.map(({ outcome, reasons }) => [outcome, ...reasons])).toEqual([
    ['depends', 'priority-tie'],
    ['depends', 'priority-tie'],
  ]);
});

test('a rule that denies by one address family alone is not told to decide where the other one passes', () => {
  const yaml = clusterPolicy('subject: {namespaces: {}}\negress: [{action: Deny, to: [{networks: ["fd00::/8"]}]}]');
  const pods = {
    'shop/web': { ip: ['10.0.0.1', 'fd00::1'] },
    'shop/db': { ip: ['10.0.0.2', 'fd00::2'] },
    'shop/six': { ip: ['fd00::3'] },
  };
  const model = clusterOf({ namespaces: { shop: {} }, pods, yaml });
  const told = (to: string) => {
    const { verdict, egress } = model.explain(endOf(model, 'shop/web'), endOf(model, to), PORT);
    return [verdict, egress.rules[0]?.outcome, egress.rules[0]?.text];
  };
  expect(told('shop/db')).toEqual([
    'allow',
    'other-peer',
    'Denies this by IPv6 only; by another address family that both ends have it is allowed.',
  ]);
  expect(told('shop/six').slice(0, 2)).toEqual(['deny', 'denies']);
});

function podsOf(model: PolicyModel): SingleEnd[] {
  return [...model.objects.pods.keys()].flatMap((pod): SingleEnd[] => {
    const id = model.classOf(pod);
    return id === undefined ? [] : [{ type: 'class', class: id, pod }];
  });
}

const holds = ({ TCP }: PortsJson) => TCP.some(([first, last]) => first <= PORT.port && PORT.port <= last);

test('of random clusters: the rules that are told to decide are those that the gate follows', () => {
  let told = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    const ends = podsOf(model);
    for (const from of ends) {
      for (const to of ends) {
        const { egress, ingress, sentence } = model.explain(from, to, PORT);
        if (sentence.includes(whyEngine.noSharedFamily)) continue;
        for (const gate of [egress, ingress]) {
          const found = new Set(gate.rules.map(({ outcome }) => outcome));
          if (found.has('depends') || gate.isolated === 'none') continue;
          const where = `seed ${seed}, ${gate.direction}, ${JSON.stringify([from, to])}`;
          const denies = found.has('denies') || (!found.has('admits') && isolatesFor(gate));
          if (holds(gate.allows.allow)) expect(denies, where).toBe(false);
          else if (!holds(gate.allows.depends)) expect(denies, where).toBe(true);
          if (found.has('denies')) told++;
          expect(found.has('denies') && found.has('admits'), where).toBe(false);
        }
      }
    }
  }
  expect(told).toBeGreaterThan(50);
});

/** NetworkPolicies that were asked: what they do not admit they deny. */
function isolatesFor({ rules }: Gate): boolean {
  return rules.some(({ tier, outcome }) => tier === undefined && outcome !== 'not-reached');
}

import { expect, test } from 'vitest';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import type { KeptObject, NetworkPolicy, NetworkPolicyPeer, Pod } from '#lib/kube/objects.ts';
import { compileModel } from './compile-model.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { PROFILES } from './profile.ts';
import type { Explanation, Profile } from './types.ts';

function namespace(name: string): KeptObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function pod(ns: string, name: string, labels: Record<string, string>, ip: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: ns, labels },
    spec: { nodeName: 'n1', containers: [{ name: 'c', ports: [{ name: 'web', containerPort: 8443 }] }] },
    status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
  };
}

function policy(ns: string, name: string, spec: NetworkPolicy['spec']): NetworkPolicy {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: ns }, spec };
}

function inNamespace(name: string, labels?: Record<string, string>): NetworkPolicyPeer {
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': name } };
  return labels === undefined ? { namespaceSelector } : { namespaceSelector, podSelector: { matchLabels: labels } };
}

const SHOP: readonly KeptObject[] = [
  namespace('shop'),
  namespace('payments'),
  namespace('monitoring'),
  pod('shop', 'orders', { app: 'orders' }, '10.0.0.1'),
  pod('payments', 'payments-api', { app: 'payments-api', tier: 'api' }, '10.0.0.2'),
  policy('shop', 'orders-egress', {
    podSelector: { matchLabels: { app: 'orders' } },
    policyTypes: ['Egress'],
    egress: [
      { ports: [{ protocol: 'UDP', port: 53 }, { port: 53 }] },
      { to: [inNamespace('payments', { app: 'payments-api' })], ports: [{ port: 8443 }, { port: 9090 }] },
    ],
  }),
  policy('shop', 'shop-egress-baseline', {
    policyTypes: ['Egress'],
    egress: [{ to: [inNamespace('payments', { tier: 'cache' })] }],
  }),
  policy('payments', 'payments-api-ingress', {
    podSelector: { matchLabels: { app: 'payments-api' } },
    ingress: [{ from: [inNamespace('shop', { app: 'orders' })], ports: [{ port: 'web' }] }],
  }),
  policy('payments', 'payments-metrics', { ingress: [{ from: [inNamespace('monitoring')] }] }),
  policy('payments', 'default-deny', { policyTypes: ['Ingress'] }),
];

function modelOf(objects: readonly KeptObject[], profile: Profile = PROFILES.upstream): PolicyModel {
  return compileModel(buildClusterObjects(objects), profile);
}

function end(model: PolicyModel, key: string): SingleEnd {
  return { type: 'class', class: model.classOf(key) ?? -1, pod: key };
}

function ask(model: PolicyModel, from: string, to: string, port?: number): Explanation {
  const asked = port === undefined ? undefined : { protocol: 'TCP' as const, port };
  return model.explain(end(model, from), end(model, to), asked);
}

test('both gates: the admitting rule comes first, the others say why not', () => {
  const answer = ask(modelOf(SHOP), 'shop/orders', 'payments/payments-api', 8443);
  expect(answer.verdict).toBe('allow');
  expect(answer.sentence).toBe('orders may connect to payments-api on TCP 8443, because both gates let it through.');
  expect(answer.egress.rules.map((rule) => [rule.policy.name, rule.rule, rule.of, rule.outcome, rule.text])).toEqual([
    [
      ...['orders-egress', 2, 2, 'admits'],
      'Peer matches: namespace payments, label app=payments-api. Ports 8443 and 9090.',
    ],
    ['orders-egress', 1, 2, 'other-port', 'Port 8443 is not in 53 (TCP, UDP).'],
    [
      ...['shop-egress-baseline', 1, 1, 'other-peer'],
      'Selector does not match: wants tier=cache, payments-api has tier=api.',
    ],
  ]);
  expect(answer.ingress.rules.map((rule) => [rule.policy.name, rule.outcome, rule.text])).toEqual([
    ['payments-api-ingress', 'admits', 'Peer matches: namespace shop, label app=orders. Port 8443.'],
    ['payments-metrics', 'other-peer', 'Namespace does not match: wants monitoring, orders runs in shop.'],
    [...['default-deny', 'no-rules'], 'Isolates every pod in payments. Adds no allow rule, and takes none away.'],
  ]);
});

test('only the rule that matched is credited, not every policy with its selector', () => {
  const more = policy('payments', 'same-selector', {
    podSelector: { matchLabels: { app: 'payments-api' } },
    ingress: [{ from: [inNamespace('monitoring')], ports: [{ port: 8443 }] }],
  });
  const answer = ask(modelOf([...SHOP, more]), 'shop/orders', 'payments/payments-api', 8443);
  const admitting = answer.ingress.rules.filter(({ outcome }) => outcome === 'admits');
  expect(admitting.map(({ policy: { name } }) => name)).toEqual(['payments-api-ingress']);
});

test('a denied connection names the gate that is closed', () => {
  const model = modelOf(SHOP);
  const back = ask(model, 'payments/payments-api', 'shop/orders', 80);
  expect(back.verdict).toBe('allow'); // neither is isolated in that direction
  const other = ask(model, 'shop/orders', 'payments/payments-api', 9090);
  expect(other.verdict).toBe('deny');
  expect(other.sentence).toBe(
    'orders may not connect to payments-api on TCP 9090, because the ingress gate of payments-api does not let it through.',
  );
});

test('egress to 80 and ingress from 443 have no port in common', () => {
  const model = modelOf([
    namespace('a'),
    pod('a', 'x', { app: 'x' }, '10.0.0.1'),
    pod('a', 'y', { app: 'y' }, '10.0.0.2'),
    policy('a', 'out', { policyTypes: ['Egress'], egress: [{ ports: [{ port: 80 }] }] }),
    policy('a', 'in', { policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 443 }] }] }),
  ]);
  expect(ask(model, 'a/x', 'a/y').verdict).toBe('deny');
  expect(ask(model, 'a/x', 'a/y').sentence).toContain('the two gates have no port in common');
});

test('lines of live objects are those of the rendering, rule by rule', () => {
  const model = modelOf(SHOP);
  const text = model.policyText({ kind: 'NetworkPolicy', namespace: 'shop', name: 'orders-egress' });
  const lines = text?.text.split('\n') ?? [];
  const of = (path: string): string => {
    const { from, to } = text?.paths[path] ?? { from: 1, to: 0 };
    return lines.slice(from - 1, to).join('\n');
  };
  expect(text?.source).toBe('rendering');
  expect(of('spec.egress[0]')).toContain('port: 53');
  expect(of('spec.egress[0]')).not.toContain('8443');
  expect(of('spec.egress[1]')).toContain('app: payments-api');
  expect(of('spec.egress[1]').trimStart().startsWith('- ')).toBe(true);
});

test('lines of a file are positions in the file', () => {
  const text = [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata: {name: n, namespace: shop}',
    'spec:',
    '  podSelector: {}',
    '  ingress:',
    '  - from: # rule 1',
    '    - podSelector: {}',
    '',
    '  # the second',
    '  - ports:',
    '    - port: 80',
    '',
  ].join('\n');
  const object: NetworkPolicy = {
    ...policy('shop', 'n', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }, { ports: [{ port: 80 }] }] }),
    origin: { file: 'policies.yaml', document: 2, line: 40, text },
  };
  const model = modelOf([...SHOP, object]);
  const read = model.policyText({ kind: 'NetworkPolicy', namespace: 'shop', name: 'n' });
  expect(read).toMatchObject({ source: 'file', file: 'policies.yaml', firstLine: 40, text });
  expect(read?.paths['spec.ingress[0]']).toEqual({ from: 46, to: 47 });
  expect(read?.paths['spec.ingress[1]']).toEqual({ from: 50, to: 51 });
});

test('a pod reaches itself whatever isolates it (row 62)', () => {
  const deny = policy('shop', 'deny', { policyTypes: ['Ingress', 'Egress'] });
  const answer = ask(modelOf([...SHOP, deny]), 'shop/orders', 'shop/orders', 80);
  expect(answer.verdict).toBe('allow');
  expect(answer.sentence).toBe('orders always reaches itself: no policy can keep a pod from itself.');
  expect(answer.footnotes).toContain('self');
});

test('the own node reaches a pod although no rule admits it (row 58)', () => {
  const model = modelOf([
    ...SHOP,
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n1' },
      status: { addresses: [{ type: 'InternalIP', address: '192.168.0.1' }] },
    },
  ]);
  const api = end(model, 'payments/payments-api');
  const answer = model.explain({ type: 'node', name: 'n1' }, api, { protocol: 'TCP', port: 1 });
  expect(answer.verdict).toBe('allow');
  expect(answer.sentence).toBe("n1 may connect to payments-api on TCP 1, because a pod's own node always reaches it.");
  expect(answer.egress).toMatchObject({ isolated: 'none', rules: [] });
  expect(answer.footnotes).toContain('own-node');
});

test('a port name that the destination does not have is said, and opens nothing (row 50)', () => {
  const named = policy('payments', 'payments-api-ingress', {
    podSelector: { matchLabels: { app: 'payments-api' } },
    ingress: [{ from: [inNamespace('shop')], ports: [{ port: 'admin' }] }],
  });
  const answer = ask(modelOf([...SHOP, named]), 'shop/orders', 'payments/payments-api', 8443);
  expect(answer.verdict).toBe('deny');
  expect(answer.ingress.rules[0]).toMatchObject({
    outcome: 'other-port',
    text: 'The port name "admin" is not resolved on payments-api.',
  });
});

test('towards a hypothetical pod a port name depends, with the reason', () => {
  const model = modelOf(SHOP);
  const to: SingleEnd = { type: 'hypothetical', namespace: 'payments', labels: { app: 'payments-api' } };
  const answer = model.explain(end(model, 'shop/orders'), to, { protocol: 'TCP', port: 8443 });
  expect(answer.verdict).toBe('depends');
  expect(answer.reasons).toEqual(['named-port-unresolved']);
  expect(answer.ingress.rules[0]?.outcome).toBe('depends');
});

test('the check is a command only where a pod can run it and names are plain', () => {
  const model = modelOf(SHOP);
  expect(ask(model, 'shop/orders', 'payments/payments-api', 8443).check).toBe(
    'kubectl debug -n shop orders -it --image=busybox:1.37 -- nc -zv -w 3 10.0.0.2 8443',
  );
  expect(ask(model, 'shop/orders', 'payments/payments-api').check).toBeUndefined();
  const hostile = modelOf([...SHOP, pod('shop', 'x; rm -rf /', {}, '10.0.0.9')]);
  expect(ask(hostile, 'shop/x; rm -rf /', 'shop/orders', 80).check).toBeUndefined();
});

test('an address outside matches blocks only, and the text says so', () => {
  const model = modelOf([
    ...SHOP,
    policy('shop', 'from-office', {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.9/32'] } }, { podSelector: {} }] }],
    }),
  ]);
  const from = (address: string): SingleEnd => ({ type: 'address', family: 'IPv4', first: address, last: address });
  const port = { protocol: 'TCP', port: 80 } as const;
  const inside = model.explain(from('203.0.113.7'), end(model, 'shop/orders'), port);
  expect(inside.ingress.rules[0]?.text).toBe(
    'Peer matches: 203.0.113.7 is in 203.0.113.0/24 except 203.0.113.9/32. Every port.',
  );
  const outside = model.explain(from('203.0.113.9'), end(model, 'shop/orders'), port);
  expect(outside.verdict).toBe('deny');
  expect(outside.ingress.rules[0]?.text).toBe(
    '203.0.113.9 is not in 203.0.113.0/24 except 203.0.113.9/32. Selectors mean pods only, and 203.0.113.9 is none.',
  );
});

test('a block is never said to miss an address that it holds: the ends share no family', () => {
  const everyV6 = {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '::/0' } }] }],
  } as const;
  const model = modelOf([namespace('shop'), pod('shop', 'web', {}, '10.0.0.1'), policy('shop', 'v6', everyV6)]);
  const answer = model.explain(end(model, 'shop/web'), {
    type: 'address',
    family: 'IPv6',
    first: '2001:4860:4860::8888',
    last: '2001:4860:4860::8888',
  });
  expect(answer.egress.rules.map(({ outcome, text }) => [outcome, text])).toEqual([
    ['other-peer', expect.stringMatching(/no address family in common/)],
  ]);
});

test('a rule for a whole protocol is told as such, beside numbers and alone', () => {
  const open = policy('payments', 'dns', {
    podSelector: { matchLabels: { app: 'payments-api' } },
    ingress: [{ ports: [{ protocol: 'UDP' }] }, { ports: [{ protocol: 'UDP' }, { port: 443 }] }],
  });
  const answer = ask(modelOf([...SHOP.slice(0, 5), open]), 'shop/orders', 'payments/payments-api', 9);
  expect(answer.ingress.rules.map(({ text }) => text)).toEqual([
    'Port 9 (TCP) is not among those let through: every UDP port.',
    'Port 9 is not among those let through: 443 and every UDP port.',
  ]);
  const all = ask(modelOf([...SHOP.slice(0, 5), open]), 'shop/orders', 'payments/payments-api');
  expect(all.sentence).toBe('orders may connect to payments-api on 443 and every UDP port only.');
  expect(all.ingress.rules.map(({ text }) => text)).toEqual([
    'Admits anyone. Every UDP port.',
    'Admits anyone. Port 443 and every UDP port.',
  ]);
});

import { describe, expect, test } from 'vitest';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { ClusterPolicy, NetworkPolicy } from '#lib/kube/objects.ts';
import { compileModel } from './compile-model.ts';
import type { PolicyModel, RuleEffect, SingleEnd } from './model.ts';
import { portRange } from './port-set.ts';
import { clusterOf } from './testing/cluster-of.ts';
import { OUTSIDE, randomCluster } from './testing/random-cluster.ts';

const PODS = {
  'shop/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
  'shop/api': { labels: { app: 'api' }, ip: '10.0.0.2', ports: ['http=TCP/8080'] },
  'shop/db': { labels: { app: 'db' }, ip: '10.0.0.3' },
};

function effect(yaml: string, path: string, name = 'p', kind = 'NetworkPolicy'): RuleEffect | undefined {
  const model = clusterOf({ namespaces: { shop: {} }, pods: PODS, yaml });
  return model.ruleEffect({ kind, namespace: kind === 'NetworkPolicy' ? 'shop' : '', name }, path);
}

function policy(spec: string, name = 'p'): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---`;
}

function clusterPolicy(name: string, priority: number, rules: string): string {
  return `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: ${name}}
spec: {tier: Admin, priority: ${priority}, subject: {namespaces: {}}, ingress: ${rules}}
---`;
}

describe('what a rule changes', () => {
  test('a rule that alone admits somebody is effective', () => {
    expect(
      effect(policy('{ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}'), 'spec.ingress[0]'),
    ).toEqual({
      type: 'effective',
    });
  });

  test('a policy without pods: its rules select nothing', () => {
    expect(effect(policy('{podSelector: {matchLabels: {app: none}}, ingress: [{}]}'), 'spec.ingress[0]')).toEqual({
      type: 'selects-nothing',
    });
  });

  test('a selector that no pod has matches nobody', () => {
    expect(
      effect(policy('{ingress: [{from: [{podSelector: {matchLabels: {app: wbe}}}]}]}'), 'spec.ingress[0]'),
    ).toEqual({
      type: 'matches-nobody',
    });
  });

  test('a port name that no selected pod has opens no port', () => {
    const spec = '{podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: http}]}]}';
    expect(effect(policy(spec), 'spec.ingress[0]')).toEqual({ type: 'opens-no-port' });
  });

  test('a port by number that no pod behind the rule declares is told with its effect, as an indication', () => {
    const into = (app: string, ports: string) =>
      effect(policy(`{podSelector: {matchLabels: {app: ${app}}}, ingress: [{ports: ${ports}}]}`), 'spec.ingress[0]');
    expect(into('api', '[{port: 8080}, {port: 8081}]')).toEqual({
      type: 'effective',
      undeclared: portRange('TCP', 8081, 8081),
    });
    expect(into('api', '[{port: 8080}]')).toEqual({ type: 'effective' });
    expect(into('api', '[{port: 8000, endPort: 9000}]')).toEqual({ type: 'effective' });
    expect(into('api', '[{protocol: UDP, port: 8080}]')).toMatchObject({ undeclared: portRange('UDP', 8080, 8080) });
    expect(into('db', '[{port: 5433}]'), 'a pod that declares nothing says nothing').toEqual({ type: 'effective' });
  });

  test('what rules let out counts where pods alone are meant', () => {
    const to = (peers: string) =>
      effect(policy(`{policyTypes: [Egress], egress: [{to: ${peers}, ports: [{port: 1}]}]}`), 'spec.egress[0]');
    expect(to('[{podSelector: {}}]')).toMatchObject({ undeclared: portRange('TCP', 1, 1) });
    expect(to('[{podSelector: {}}, {ipBlock: {cidr: 0.0.0.0/0}}]')).toEqual({ type: 'effective' });
  });

  test('a Service that leads to a port declares it', () => {
    const service = (targetPort: number) => `
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: api}, ports: [{port: 80, targetPort: ${targetPort}}]}
---`;
    const rule = policy('{podSelector: {matchLabels: {app: api}}, ingress: [{ports: [{port: 8081}]}]}');
    expect(effect(rule + service(8081), 'spec.ingress[0]')).toEqual({ type: 'effective' });
    expect(effect(rule + service(8080), 'spec.ingress[0]')).toMatchObject({ undeclared: portRange('TCP', 8081, 8081) });
  });

  test('a rule that another one covers is redundant, and the other is named', () => {
    const narrow = policy('{ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}]}');
    const wide = policy('{ingress: [{from: [{podSelector: {}}]}]}', 'wide');
    expect(effect(narrow + wide, 'spec.ingress[0]')).toEqual({
      type: 'redundant',
      by: [{ policy: { kind: 'NetworkPolicy', namespace: 'shop', name: 'wide' }, path: 'spec.ingress[0]' }],
    });
    expect(effect(narrow + wide, 'spec.ingress[0]', 'wide')).toEqual({ type: 'effective' });
  });

  test('a rule of an ordered tier behind one that decides everything is shadowed', () => {
    const rules = '[{action: Deny, from: [{namespaces: {}}]}, {action: Accept, from: [{namespaces: {}}]}]';
    const found = effect(clusterPolicy('c', 1, rules), 'spec.ingress[1]', 'c', 'ClusterNetworkPolicy');
    expect(found).toMatchObject({ type: 'shadowed', by: [{ path: 'spec.ingress[0]' }] });
  });

  test('a rule that accepts what nothing denies is redundant, with nobody to name', () => {
    const rules = '[{action: Accept, from: [{namespaces: {}}]}]';
    expect(effect(clusterPolicy('c', 1, rules), 'spec.ingress[0]', 'c', 'ClusterNetworkPolicy')).toEqual({
      type: 'redundant',
      by: [],
    });
  });

  test('POL-008: a rule that a cluster-wide policy decides beforehand is overridden', () => {
    const own = policy('{ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}');
    const admin = clusterPolicy('c', 1, '[{action: Accept, from: [{namespaces: {}}]}]');
    expect(effect(own + admin, 'spec.ingress[0]')).toMatchObject({
      type: 'overridden',
      by: [{ policy: { kind: 'ClusterNetworkPolicy', name: 'c' }, path: 'spec.ingress[0]' }],
    });
  });

  test('where a policy of these pods is not known, no effect is claimed to be missing', () => {
    const narrow = policy(
      '{ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}, {from: [{podSelector: {}}]}]}',
    );
    const odd = 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: odd, namespace: shop}\nspec: {}';
    expect(effect(`${narrow}\n${odd}`, 'spec.ingress[0]')).toEqual({
      type: 'unknown',
      reasons: ['policy-kind-not-evaluated'],
    });
  });

  test('behind policies of the Baseline tier that are not understood, no effect is claimed to be missing', () => {
    const baseline = clusterPolicy('c', 1, '[{action: Deny, from: [{namespaces: {}}]}]').replace('Admin', 'Baseline');
    const odd = clusterPolicy('odd', 2, '[]').replace('Admin', 'Baseline').replace('namespaces: {}', 'odd: {}');
    expect(effect(baseline + odd, 'spec.ingress[0]', 'c', 'ClusterNetworkPolicy')).toEqual({
      type: 'unknown',
      reasons: ['policy-not-understood'],
    });
  });

  test('where nodes or pods may not be read, nobody is said to be matched by nothing', () => {
    const spec = '{tier: Admin, priority: 1, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}]}]}';
    const nodes = `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: c}
spec: ${spec}`;
    const ofNodes = clusterOf({
      namespaces: { shop: {} },
      ...{ pods: PODS, yaml: nodes },
      kinds: [{ kind: 'Node', resource: 'nodes', state: 'forbidden', count: 0 }],
    });
    expect(ofNodes.ruleEffect({ kind: 'ClusterNetworkPolicy', namespace: '', name: 'c' }, 'spec.egress[0]')).toEqual({
      type: 'unknown',
      reasons: ['nodes-not-read'],
    });
    const pods = policy('{ingress: [{from: [{namespaceSelector: {matchLabels: {team: crm}}}]}]}');
    const ofPods = clusterOf({
      namespaces: { shop: {}, crm: { team: 'crm' } },
      ...{ pods: PODS, yaml: pods },
      kinds: [{ kind: 'Pod', resource: 'pods', state: 'partial', deniedNamespaces: ['crm'], count: 0 }],
    });
    expect(ofPods.ruleEffect({ kind: 'NetworkPolicy', namespace: 'shop', name: 'p' }, 'spec.ingress[0]')).toEqual({
      type: 'unknown',
      reasons: ['pods-not-read'],
    });
  });

  test('where each of many pods has a policy of its own, asking ends, and nothing is claimed', () => {
    const names = Array.from({ length: 500 }, (_, index) => `v${index}`);
    const own = names.map((app) =>
      policy(
        `{podSelector: {matchLabels: {app: ${app}}}, ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}}]}]}`,
        app,
      ),
    );
    const model = clusterOf({
      namespaces: { shop: {} },
      pods: Object.fromEntries(names.map((app) => [`shop/${app}`, { labels: { app }, ip: '10.0.0.1' }])),
      yaml: own.join('') + policy('{ingress: [{from: [{podSelector: {}}]}, {from: [{podSelector: {}}]}]}'),
    });
    expect(model.ruleEffect({ kind: 'NetworkPolicy', namespace: 'shop', name: 'p' }, 'spec.ingress[0]')).toEqual({
      type: 'unknown',
      reasons: [],
    });
  });
});

test('a rule is effective exactly when a cluster without it has a gate that says something else', () => {
  let compared = 0;
  for (let seed = 0; seed < 60; seed++) {
    const { objects, profile: random } = randomCluster(seed);
    // Row 56 is about being guarded at all, which is the policy's effect and not a rule's.
    const profile = { ...random, sctp: 'supported' } as const;
    // Readings of host-network pods and kinds that are not understood are examples above.
    const plain = { ...objects, pods: withoutHostNetwork(objects), workloads: new Map(), unevaluated: new Map() };
    const whole = compileModel({ ...plain, networkPolicies: withTypes(objects) }, profile);
    for (const policy of [...whole.objects.networkPolicies.values(), ...whole.objects.clusterPolicies.values()]) {
      if (policy.unread !== undefined) continue;
      for (const direction of ['ingress', 'egress'] as const) {
        for (const index of (policy.spec[direction] ?? []).keys()) {
          const { namespace = '', name } = policy.metadata;
          const found = whole.ruleEffect({ kind: policy.kind, namespace, name }, `spec.${direction}[${index}]`);
          if (found === undefined || found.type === 'unknown') continue;
          const without = compileModel(withoutRule(whole.objects, policy, direction, index), profile);
          const where = `seed ${seed}: ${namespace}/${name} ${direction} ${index}`;
          expect(`${where} ${found.type === 'effective'}`).toBe(`${where} ${differs(whole, without, direction)}`);
          compared++;
        }
      }
    }
  }
  expect(compared).toBeGreaterThan(100);
});

function withoutRule(
  objects: ClusterObjects,
  policy: NetworkPolicy | ClusterPolicy,
  direction: 'ingress' | 'egress',
  index: number,
): ClusterObjects {
  const less = { ...policy, spec: { ...policy.spec, [direction]: policy.spec[direction]?.toSpliced(index, 1) } };
  const { kind, metadata } = policy;
  if (kind === 'NetworkPolicy') {
    const key = `${metadata.namespace}/${metadata.name}`;
    return { ...objects, networkPolicies: new Map(objects.networkPolicies).set(key, less as NetworkPolicy) };
  }
  const [key = ''] = [...objects.clusterPolicies].find(([, each]) => each === policy) ?? [];
  return { ...objects, clusterPolicies: new Map(objects.clusterPolicies).set(key, less as ClusterPolicy) };
}

function withoutHostNetwork({ pods }: ClusterObjects): ClusterObjects['pods'] {
  return new Map([...pods].filter(([, { spec }]) => spec.hostNetwork !== true));
}

/** With their types written out: a policy that loses its last egress rule is to isolate as before (row 3). */
function withTypes({ networkPolicies }: ClusterObjects): Map<string, NetworkPolicy> {
  return new Map(
    [...networkPolicies].map(([key, policy]) => {
      const types = policy.spec.policyTypes ?? [];
      const egress = types.length === 0 && (policy.spec.egress ?? []).length > 0;
      const policyTypes = types.length > 0 ? types : (['Ingress', ...(egress ? ['Egress'] : [])] as const);
      return [key, { ...policy, spec: { ...policy.spec, policyTypes } } as NetworkPolicy];
    }),
  );
}

/** Whether some gate of a pod says something else of somebody. */
function differs(a: PolicyModel, b: PolicyModel, direction: 'ingress' | 'egress'): boolean {
  const pods = [...a.objects.pods.keys()].filter((pod) => a.classOf(pod) !== undefined);
  const end = (model: PolicyModel, pod: string): SingleEnd => ({ type: 'class', class: model.classOf(pod) ?? 0, pod });
  const others = (model: PolicyModel): SingleEnd[] => [
    ...pods.map((pod) => end(model, pod)),
    ...[...model.objects.nodes.keys()].map((name) => ({ type: 'node', name }) as const),
    ...EDGES.map(([family, address]) => ({ type: 'address', family, first: address, last: address }) as const),
  ];
  return pods.some((pod) =>
    others(a).some((other, i) => {
      if (other.type === 'class' && other.pod === pod) return false;
      const allows = (model: PolicyModel): string => {
        const peer = others(model)[i] as SingleEnd;
        const own = end(model, pod);
        const [from, to] = direction === 'ingress' ? [peer, own] : [own, peer];
        return JSON.stringify(model.explain(from, to)[direction].allows);
      };
      return allows(a) !== allows(b);
    }),
  );
}

/** One address on each side of every bound that the random blocks have. */
const EDGES = [
  ...OUTSIDE,
  '0.0.0.1',
  '10.0.0.0',
  '10.0.1.4',
  '10.0.1.5',
  '10.0.1.6',
  '10.0.2.0',
  '10.1.0.0',
  '11.0.0.0',
  '127.0.0.1',
  '128.0.0.1',
  '192.168.0.0',
  '192.168.1.1',
  '192.168.1.2',
  '192.168.2.0',
  '192.169.0.0',
  '203.0.113.127',
  '203.0.114.0',
  '::1',
  '2000::1',
  '2001:db9::',
  '3000::',
  'fc00::',
  'fd00::1',
  'fd00:1::4',
  'fd00:1::5',
  'fe00::',
].map((address) => [address.includes(':') ? 'IPv6' : 'IPv4', address] as const);

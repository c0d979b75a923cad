import { describe, expect, test } from 'vitest';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { ask } from '../ask.ts';
import { classRelationsOf } from '../class-relations.ts';
import { parseEndpoint } from '../endpoints.ts';
import { clusterOf, policy, reasons, type TestCluster, verdict } from '../testing/cluster-of.ts';
import { adminPolicy, baselinePolicy, clusterPolicy } from '../testing/cluster-policy-yaml.ts';

// policy-semantics.md §3.8: ClusterNetworkPolicy. Named by row.

const pods: TestCluster['pods'] = {
  'one/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'n1', ports: ['http=TCP/8080', 'http=SCTP/9090'] },
  'one/db': { labels: { app: 'db' }, ip: '10.0.0.2', node: 'n1' },
  'two/job': { labels: { app: 'job' }, ip: '10.0.0.3', node: 'n2' },
  'two/agent': { labels: { app: 'agent' }, ip: '192.168.1.2', node: 'n2', hostNetwork: true },
};
const nodes: TestCluster['nodes'] = {
  n1: { addresses: ['192.168.1.1'], labels: { zone: 'a' } },
  n2: { addresses: ['192.168.1.2'], labels: { zone: 'b' } },
};
const namespaces = { one: { team: 'a' }, two: { team: 'b' } };

const cluster = (yaml: string, more: Partial<TestCluster> = {}) =>
  clusterOf({ namespaces, pods, nodes, yaml, ...more });
const EVERYONE = 'subject: {namespaces: {}}';
const FROM_ALL = 'from: [{namespaces: {}}]';
const isolateWeb = policy('podSelector: {matchLabels: {app: web}}');
const admitAll = policy('podSelector: {matchLabels: {app: web}}\ningress: [{}]');
const ingress = (action: string, more = '') => `${EVERYONE}\ningress: [{action: ${action}, ${FROM_ALL}${more}}]`;
const egress = (action: string, to: string) => `${EVERYONE}\negress: [{action: ${action}, to: [${to}]}]`;
const baseline = (action: string, priority: number) =>
  clusterPolicy(ingress(action), { name: `b${priority}`, tier: 'Baseline', priority });

describe('§3.8 ClusterNetworkPolicy', () => {
  test('row C1: the priority counts within its tier, and there may be many policies in the Baseline tier', () => {
    const admin = clusterPolicy(ingress('Deny'), { name: 'admin', priority: 1000 });
    expect(verdict(cluster(admin + baseline('Accept', 0)), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(baseline('Accept', 5) + baseline('Deny', 6)), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(baseline('Accept', 6) + baseline('Deny', 5)), 'two/job', 'one/web')).toBe('deny');
  });

  test.each(['tier: Other', 'tier:', 'priority: 1001', 'priority: -1', 'priority:'])(
    'row C1: a policy with %s is not understood, and may decide on anything',
    (field) => {
      const key = field.split(':')[0] as string;
      const yaml = clusterPolicy(ingress('Deny')).replace(new RegExp(`${key}: .*`), field);
      const model = cluster(yaml + isolateWeb);
      expect(verdict(model, 'two/job', 'one/web')).toBe('depends');
      expect(reasons(model, 'two/job', 'one/web')).toEqual(['policy-not-understood']);
    },
  );

  test('row C1: one of the Baseline tier that is not understood overrides no NetworkPolicy', () => {
    const yaml = clusterPolicy('subject: {}', { tier: 'Baseline' });
    expect(verdict(cluster(yaml + isolateWeb), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(yaml), 'two/job', 'one/web')).toBe('depends');
  });

  test('row C2: Admin, then NetworkPolicy, then Baseline, then allow', () => {
    expect(verdict(cluster(clusterPolicy(ingress('Accept')) + isolateWeb), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(clusterPolicy(ingress('Deny')) + admitAll), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(isolateWeb + baseline('Accept', 0)), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(admitAll + baseline('Deny', 0)), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(baseline('Deny', 0)), 'two/job', 'one/web')).toBe('deny');
  });

  test('row C3: Pass in the Baseline tier is the default, which allows', () => {
    expect(verdict(cluster(baseline('Pass', 1) + baseline('Deny', 2)), 'two/job', 'one/web')).toBe('allow');
  });

  test('row C3: the action is called Accept; Allow is no action of this kind', () => {
    expect(verdict(cluster(clusterPolicy(ingress('Allow')) + isolateWeb), 'two/job', 'one/web')).toBe('depends');
  });

  test('row C4: Pass skips the rest of its tier alone', () => {
    const pass = clusterPolicy(ingress('Pass'), { name: 'a', priority: 1 });
    const accept = clusterPolicy(ingress('Accept'), { name: 'b', priority: 2 });
    expect(verdict(cluster(pass + accept + isolateWeb), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(pass + accept + baseline('Deny', 0)), 'two/job', 'one/web')).toBe('deny');
  });

  test('row C5: of equal priority any may be the first', () => {
    const tie = (a: string, b: string) =>
      clusterPolicy(ingress(a), { name: 'a' }) + clusterPolicy(ingress(b), { name: 'b' });
    const model = cluster(tie('Accept', 'Deny'));
    expect(verdict(model, 'two/job', 'one/web')).toBe('depends');
    expect(reasons(model, 'two/job', 'one/web')).toEqual(['priority-tie']);
    // Whichever is first, what follows allows.
    expect(verdict(cluster(tie('Accept', 'Pass')), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(tie('Accept', 'Pass') + isolateWeb), 'two/job', 'one/web')).toBe('depends');
    expect(verdict(cluster(tie('Accept', 'Deny'), { set: ['priorityTie=byName'] }), 'two/job', 'one/web')).toBe(
      'allow',
    );
  });

  test('row C6: more than 25 entries are read, and a note says that the API server takes no more', () => {
    const networks = Array.from({ length: 26 }, (_, index) => `203.0.113.${index}/32`);
    const raw = {
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name: 'many' },
      spec: {
        tier: 'Admin',
        priority: 1,
        subject: { namespaces: {} },
        egress: [{ action: 'Deny', to: [{ networks }] }],
      },
    };
    expect(projectObject(raw).notes.map(({ code }) => code)).toEqual(['over-limit']);
    const model = cluster(clusterPolicy(egress('Deny', `{networks: [${networks.join(', ')}]}`)));
    expect(verdict(model, 'two/job', '203.0.113.25')).toBe('deny');
  });

  test('row C7: protocols with a number or a range, and named ports', () => {
    const protocols = '[{tcp: {destinationPort: {number: 80}}}, {udp: {destinationPort: {range: {start: 5, end: 7}}}}]';
    const model = cluster(clusterPolicy(ingress('Deny', `, protocols: ${protocols}`)), {
      set: ['endPort=unsupported'],
    });
    const denied = ['TCP/80', 'TCP/5', 'UDP/4', 'UDP/5', 'UDP/7', 'UDP/8', 'UDP/80', 'SCTP/80'].filter(
      (port) => verdict(model, 'two/job', 'one/web', port) === 'deny',
    );
    expect(denied).toEqual(['TCP/80', 'UDP/5', 'UDP/7']);
  });

  test('row C8: without protocols everything; a protocol without a port is all of its ports', () => {
    const deny = (more: string) => cluster(clusterPolicy(ingress('Deny', more)));
    const denied = (more: string) =>
      ['TCP/80', 'UDP/80', 'SCTP/80'].filter((port) => verdict(deny(more), 'two/job', 'one/web', port) === 'deny');
    expect(denied('')).toEqual(['TCP/80', 'UDP/80', 'SCTP/80']);
    expect(denied(', protocols: [{tcp: {}}]')).toEqual(['TCP/80']);
    expect(denied(', protocols: [{sctp: {}}, {udp: {}}]')).toEqual(['UDP/80', 'SCTP/80']);
  });

  test('row C9: a named port is every protocol under that name, and has no place beside networks and nodes', () => {
    const model = cluster(clusterPolicy(ingress('Deny', ', protocols: [{destinationNamedPort: http}]')));
    expect(
      ['TCP/8080', 'SCTP/9090', 'TCP/9090', 'UDP/8080'].map((port) => verdict(model, 'two/job', 'one/web', port)),
    ).toEqual(['deny', 'deny', 'allow', 'allow']);
    const rule = `${EVERYONE}\negress: [{action: Accept, to: [{networks: [0.0.0.0/0]}], protocols: [{destinationNamedPort: http}]}]`;
    const beside = cluster(
      clusterPolicy(rule) + policy('podSelector: {}\npolicyTypes: [Egress]', { namespace: 'two' }),
    );
    expect(reasons(beside, 'two/job', '203.0.113.7')).toEqual(['policy-not-understood']);
  });

  test('row C10: Accept covers replies: the answer of a connection is no question of its own', () => {
    const model = cluster(
      clusterPolicy(`subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}
ingress: [{action: Accept, from: [{namespaces: {}}]}]
egress: [{action: Deny, to: [{namespaces: {}}]}]`),
    );
    expect(verdict(model, 'two/job', 'one/web')).toBe('allow');
    expect(verdict(model, 'one/web', 'two/job')).toBe('deny');
    const from = parseEndpoint('two/job');
    const answer = model.explain(
      { type: 'class', class: model.classOf('two/job') ?? -1 },
      {
        type: 'class',
        class: model.classOf('one/web') ?? -1,
      },
    );
    expect(from.type).toBe('pod');
    expect(answer.footnotes).toContain('replies');
  });

  test('row C11: networks match pods, nodes and what is outside, for egress alone', () => {
    const model = cluster(clusterPolicy(egress('Deny', '{networks: [0.0.0.0/0]}')), { set: ['podToOwnNode=evaluate'] });
    for (const to of ['one/web', 'node:n1', 'two/agent', '203.0.113.7', 'internet']) {
      expect(verdict(model, 'two/job', to), to).toBe('deny');
    }
    expect(verdict(model, '203.0.113.7', 'one/web')).toBe('allow');
    // Pods first, and the rule means the outside only.
    const pass = `${EVERYONE}\negress: [{action: Pass, to: [{namespaces: {}}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]`;
    expect(verdict(cluster(clusterPolicy(pass)), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(clusterPolicy(pass)), 'two/job', '203.0.113.7')).toBe('deny');
  });

  test('row C11: nodes by their labels', () => {
    const model = cluster(clusterPolicy(egress('Deny', '{nodes: {matchLabels: {zone: a}}}')));
    expect(verdict(model, 'two/job', 'node:n1')).toBe('deny');
    expect(verdict(model, 'one/web', 'node:n2')).toBe('allow');
    expect(verdict(model, 'two/job', '192.0.2.1')).toBe('allow');
  });

  test('row C11: where nodes may not be read, it depends which of them are meant', () => {
    const kinds = [{ resource: 'nodes', kind: 'Node', count: 0, state: 'forbidden' }] as const;
    const model = cluster(clusterPolicy(egress('Deny', '{nodes: {matchLabels: {zone: a}}}')), {
      kinds,
      set: ['podToOwnNode=evaluate'],
    });
    expect(verdict(model, 'two/job', 'node:n1')).toBe('depends');
    expect(verdict(model, 'two/job', 'one/web')).toBe('allow');
    const every = cluster(clusterPolicy(egress('Deny', '{nodes: {}}')), { kinds, set: ['podToOwnNode=evaluate'] });
    expect(verdict(every, 'two/job', 'node:n1')).toBe('deny');
  });

  test.each(['Admin', 'Baseline'] as const)(
    'row C12: domain names stand in Accept rules, in the %s tier too',
    (tier) => {
      const rules = `${EVERYONE}\negress: [{action: Accept, to: [{domainNames: [example.com]}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]`;
      const model = cluster(clusterPolicy(rules, { tier }));
      expect(verdict(model, 'two/job', '203.0.113.7')).toBe('depends');
      expect(reasons(model, 'two/job', '203.0.113.7')).toEqual(['fqdn']);
      const denies = cluster(
        clusterPolicy(egress('Deny', '{domainNames: [example.com]}'), { tier }) + baseline('Deny', 9),
      );
      expect(reasons(denies, 'two/job', '203.0.113.7')).toEqual(['policy-not-understood']);
    },
  );

  describe('row C12: what a domain name resolves to is not known, inside the cluster either', () => {
    const namesThenDeny = (name: string) =>
      `${EVERYONE}\negress: [{action: Accept, to: [{domainNames: ['${name}']}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]`;
    const set = ['podToOwnNode=evaluate'];

    test('any name may be that of a node, and of a pod on the host network', () => {
      const model = cluster(clusterPolicy(namesThenDeny('n1.example.com')), { set });
      for (const end of ['node:n1', 'two/agent']) {
        expect(verdict(model, 'one/web', end), end).toBe('depends');
        expect(reasons(model, 'one/web', end), end).toEqual(['fqdn']);
      }
      expect(verdict(model, 'two/job', 'one/web')).toBe('deny');
    });

    test.each(['asNodes', 'asPods', 'depends'])('rows and relation agree on pods on the host network (%s)', (value) => {
      const model = cluster(clusterPolicy(namesThenDeny('n1.example.com')), {
        set: [...set, `hostNetworkPods=${value}`],
      });
      const agent = model.classOf('two/agent') as number;
      const web = { type: 'class', class: model.classOf('one/web') as number } as const;
      const row = model.rowsOutOf(web).find(({ classes }) => classes.has(agent));
      expect(row?.relation).toBe(model.relation(web, { type: 'class', class: agent }));
    });

    test.each(['db.one.svc.cluster.local', '*.one.svc.cluster.local', '*.cluster.local', 'db.one.svc'])(
      '%s may be the name of a pod',
      (name) => {
        const model = cluster(clusterPolicy(namesThenDeny(name)), { set });
        expect(verdict(model, 'two/job', 'one/db')).toBe('depends');
        expect(reasons(model, 'two/job', 'one/db')).toEqual(['fqdn']);
        const job = model.classOf('two/job') as number;
        const db = model.classOf('one/db') as number;
        const { aggregates, relations } = classRelationsOf(model);
        expect(relations.of(job, db)).toBeDefined();
        expect(relations.of(job, db)).not.toBe(aggregates.denied);
      },
    );
  });

  test.each(['Accept', 'Deny', 'Pass'])('row C13: %s with a peer of an unknown kind fails closed', (action) => {
    const rule = clusterPolicy(`${EVERYONE}\ningress: [{action: ${action}, from: [{workloads: {}}]}]`);
    const open = action === 'Accept' ? isolateWeb : admitAll;
    expect(verdict(cluster(rule + open), 'two/job', 'one/web')).toBe('deny');
  });

  test('row C14: a pod reaches its own address whatever the policies say', () => {
    const model = cluster(clusterPolicy(ingress('Deny')) + clusterPolicy(egress('Deny', '{networks: [0.0.0.0/0]}')));
    expect(verdict(model, 'one/web', 'one/web')).toBe('allow');
  });

  test('row C14: a pod that reaches itself through its Service is subject to the policies', () => {
    const service = `---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: one}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;
    const throughService = (yaml: string) => {
      const answer = ask(cluster(service + yaml), {
        from: parseEndpoint('one/web'),
        to: parseEndpoint('one/Service/web:80'),
      });
      return answer.verdict;
    };
    expect(throughService(clusterPolicy(ingress('Deny')))).toBe('deny');
    expect(throughService('')).toBe('allow');
    expect(throughService(isolateWeb)).toBe('depends');
  });

  test.each(['asNodes', 'asPods', 'depends'])(
    'row C15: host-network pods are neither subject nor pod peer (%s)',
    (value) => {
      const set = [`hostNetworkPods=${value}`, 'podToOwnNode=evaluate'];
      const model = cluster(
        clusterPolicy(ingress('Deny')) + clusterPolicy(egress('Deny', '{namespaces: {}}'), { name: 'out' }),
        {
          set,
        },
      );
      expect(verdict(model, 'two/job', 'two/agent')).toBe('allow');
      expect(verdict(model, 'two/agent', 'two/agent')).toBe('allow');
      expect(verdict(model, 'two/agent', 'one/web')).toBe('allow');
      expect(verdict(model, 'two/job', 'one/web')).toBe('deny');
    },
  );

  test('row C16: a NetworkPolicy decides for the pods that it selects, per direction', () => {
    const egressOnly = policy('podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]\negress: [{}]');
    expect(verdict(cluster(egressOnly + baseline('Deny', 0)), 'two/job', 'one/web')).toBe('deny');
    const perPod = { set: ['npFinal=perPod'] };
    expect(verdict(cluster(egressOnly + baseline('Deny', 0), perPod), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(admitAll + baseline('Deny', 0)), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(admitAll + baseline('Deny', 0)), 'two/job', 'one/db')).toBe('deny');
  });

  test('row C17: beside AdminNetworkPolicy the order is open, whatever the priorities', () => {
    const both = (admin: string, clusterWide: string) =>
      adminPolicy(ingress(admin), { priority: 1 }) + clusterPolicy(ingress(clusterWide), { priority: 500 });
    const model = cluster(both('Allow', 'Deny'));
    expect(verdict(model, 'two/job', 'one/web')).toBe('depends');
    expect(reasons(model, 'two/job', 'one/web')).toEqual(['priority-tie']);
    expect(verdict(cluster(both('Allow', 'Accept') + isolateWeb), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(both('Deny', 'Deny') + admitAll), 'two/job', 'one/web')).toBe('deny');
    // Names say nothing about kinds.
    expect(verdict(cluster(both('Allow', 'Deny'), { set: ['priorityTie=byName'] }), 'two/job', 'one/web')).toBe(
      'depends',
    );
  });

  test('row C17: likewise in the Baseline tier', () => {
    const model = cluster(baselinePolicy(ingress('Allow')) + baseline('Deny', 0));
    expect(verdict(model, 'two/job', 'one/web')).toBe('depends');
    expect(verdict(cluster(baselinePolicy(ingress('Deny')) + baseline('Deny', 0)), 'two/job', 'one/web')).toBe('deny');
  });
});

describe('§3.11 with tiers', () => {
  test('a subject whose namespace was not read is in doubt', () => {
    const rule = clusterPolicy(
      `subject: {namespaces: {matchLabels: {team: a}}}\ningress: [{action: Deny, ${FROM_ALL}}]`,
    );
    const model = clusterOf({ pods, nodes, yaml: rule });
    expect(verdict(model, 'two/job', 'one/web')).toBe('depends');
    expect(reasons(model, 'two/job', 'one/web')).toEqual(['namespace-not-read']);
    const none = clusterOf({ pods, nodes, yaml: rule, set: ['missingNamespaceLabels=assumeNone'] });
    expect(verdict(none, 'two/job', 'one/web')).toBe('allow');
  });

  test('where NetworkPolicies may not be read, what the Admin tier decides is certain all the same', () => {
    const kinds = [
      { resource: 'networkpolicies.networking.k8s.io', kind: 'NetworkPolicy', count: 0, state: 'forbidden' },
    ] as const;
    const model = cluster(
      clusterPolicy(`${EVERYONE}\ningress: [{action: Deny, from: [{namespaces: {matchLabels: {team: b}}}]}]`),
      { kinds },
    );
    expect(model.gate({ type: 'hypothetical', namespace: 'one', labels: {} }, 'egress').isolated).toBe('depends');
    expect(verdict(model, 'node:n2', 'one/web')).toBe('depends');
    expect(verdict(model, 'two/job', 'one/web')).toBe('deny');
  });

  test('where ClusterNetworkPolicies may not be read, nothing is certain', () => {
    const resource = 'clusternetworkpolicies.policy.networking.k8s.io';
    const kinds = [{ resource, kind: 'ClusterNetworkPolicy', count: 0, state: 'forbidden' }] as const;
    const model = cluster(isolateWeb, { kinds });
    expect(verdict(model, 'two/job', 'one/web')).toBe('depends');
    expect(reasons(model, 'two/job', 'one/web')).toEqual(['policies-not-read']);
  });

  test('policies of others that may not even be listed may decide on anything', () => {
    const forbidden = { resource: 'ciliumclusterwidenetworkpolicies.cilium.io', count: 0, state: 'forbidden' } as const;
    const everywhere = cluster('', { kinds: [{ ...forbidden, kind: 'cilium.io/v2/CiliumClusterwideNetworkPolicy' }] });
    expect(reasons(everywhere, 'two/job', 'one/web')).toEqual(['policies-not-read']);
    const partial: KindCompleteness = {
      resource: 'ciliumnetworkpolicies.cilium.io',
      kind: 'cilium.io/v2/CiliumNetworkPolicy',
      count: 0,
      state: 'partial',
      deniedNamespaces: ['one'],
    };
    const inOne = cluster('', { kinds: [partial] });
    expect(verdict(inOne, 'two/job', 'one/web')).toBe('depends');
    expect(verdict(inOne, 'two/job', 'two/job')).toBe('allow');
    expect(verdict(inOne, '203.0.113.7', 'two/job')).toBe('allow');
  });

  test('a version that is not evaluated makes everything depend', () => {
    const later = clusterPolicy(ingress('Deny')).replace('v1alpha2', 'v1beta1');
    const model = cluster(later);
    expect(reasons(model, 'two/job', 'one/web')).toEqual(['policy-kind-not-evaluated']);
    expect([...model.objects.unevaluated.keys()]).toEqual([
      'policy.networking.k8s.io/v1beta1/ClusterNetworkPolicy/policy',
    ]);
  });
});

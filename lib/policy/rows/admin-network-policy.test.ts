import { describe, expect, test } from 'vitest';
import { clusterOf, policy, reasons, type TestCluster, verdict } from '../testing/cluster-of.ts';
import { adminPolicy, baselinePolicy } from '../testing/cluster-policy-yaml.ts';

// policy-semantics.md §3.7: AdminNetworkPolicy and BaselineAdminNetworkPolicy. Named by row.

const pods: TestCluster['pods'] = {
  'one/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'n1', ports: ['http=TCP/8080', 'http=UDP/8080'] },
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

describe('§3.7 AdminNetworkPolicy', () => {
  test('row A1: AdminNetworkPolicy, then NetworkPolicy, then BaselineAdminNetworkPolicy, then allow', () => {
    expect(verdict(cluster(adminPolicy(ingress('Allow')) + isolateWeb), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(isolateWeb + baselinePolicy(ingress('Allow'))), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(admitAll + baselinePolicy(ingress('Deny'))), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(baselinePolicy(ingress('Deny'))), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(''), 'two/job', 'one/web')).toBe('allow');
  });

  test('row A1: the lower priority number comes first', () => {
    const model = cluster(
      adminPolicy(ingress('Deny'), { name: 'a', priority: 100 }) +
        adminPolicy(ingress('Allow'), { name: 'b', priority: 99 }),
    );
    expect(verdict(model, 'two/job', 'one/web')).toBe('allow');
  });

  test('row A2: within a policy the first rule that matches peer, port and protocol decides', () => {
    const model = cluster(
      adminPolicy(`${EVERYONE}
ingress:
- {action: Deny, from: [{namespaces: {matchLabels: {team: b}}}], ports: [{portNumber: {port: 80}}]}
- {action: Allow, ${FROM_ALL}}
- {action: Deny, ${FROM_ALL}}`),
    );
    expect(verdict(model, 'two/job', 'one/web', 'TCP/80')).toBe('deny');
    expect(verdict(model, 'two/job', 'one/web', 'TCP/81')).toBe('allow');
    expect(verdict(model, 'two/job', 'one/web', 'UDP/80')).toBe('allow');
    expect(verdict(model, 'one/db', 'one/web', 'TCP/80')).toBe('allow');
  });

  test('row A3: two policies of equal priority that disagree make it depend', () => {
    const tie =
      adminPolicy(ingress('Deny', ', ports: [{portNumber: {port: 80}}]'), { name: 'a' }) +
      adminPolicy(ingress('Allow'), { name: 'b' });
    const model = cluster(tie);
    expect(verdict(model, 'two/job', 'one/web', 'TCP/80')).toBe('depends');
    expect(reasons(model, 'two/job', 'one/web')).toEqual(['priority-tie']);
    expect(verdict(model, 'two/job', 'one/web', 'TCP/81')).toBe('allow');
    expect(verdict(cluster(tie, { set: ['priorityTie=byName'] }), 'two/job', 'one/web', 'TCP/80')).toBe('deny');
  });

  test('row A3: two of equal priority that agree, or of which one cannot match, are definite', () => {
    const agree = adminPolicy(ingress('Deny'), { name: 'a' }) + adminPolicy(ingress('Deny'), { name: 'b' });
    expect(verdict(cluster(agree), 'two/job', 'one/web')).toBe('deny');
    const other = adminPolicy(
      `subject: {namespaces: {matchLabels: {team: b}}}\ningress: [{action: Deny, ${FROM_ALL}}]`,
      { name: 'b' },
    );
    const apart = adminPolicy(ingress('Allow'), { name: 'a' }) + other;
    expect(verdict(cluster(apart), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(apart), 'one/web', 'two/job')).toBe('depends');
  });

  test('row A4: Allow and Deny are final, Pass goes to NetworkPolicy and then to the Baseline tier', () => {
    const pass = adminPolicy(ingress('Pass'), { name: 'a', priority: 1 });
    const later = adminPolicy(ingress('Allow'), { name: 'b', priority: 2 });
    expect(verdict(cluster(pass + later + isolateWeb), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(pass + later + baselinePolicy(ingress('Deny'))), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(pass + later), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(adminPolicy(ingress('Deny')) + admitAll), 'two/job', 'one/web')).toBe('deny');
  });

  test('row A5: an Allow for egress does not open the ingress gate', () => {
    const model = cluster(adminPolicy(`${EVERYONE}\negress: [{action: Allow, to: [{namespaces: {}}]}]`) + isolateWeb);
    expect(verdict(model, 'two/job', 'one/web')).toBe('deny');
  });

  test('row A6: what no rule matches goes on: there is no implicit isolation', () => {
    const only = adminPolicy(`${EVERYONE}
ingress: [{action: Allow, from: [{namespaces: {matchLabels: {team: a}}}]}]`);
    expect(verdict(cluster(only), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(only + isolateWeb), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(only + isolateWeb), 'one/db', 'one/web')).toBe('allow');
  });

  test('row A7: a NetworkPolicy that selects the pod is final, in its own direction alone', () => {
    const egressOnly = policy('podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]\negress: [{}]');
    const baseline = baselinePolicy(ingress('Deny'));
    expect(verdict(cluster(admitAll + baseline), 'two/job', 'one/web')).toBe('allow');
    expect(verdict(cluster(egressOnly + baseline), 'two/job', 'one/web')).toBe('deny');
    const perPod = { set: ['npFinal=perPod'] };
    expect(verdict(cluster(egressOnly + baseline, perPod), 'two/job', 'one/web')).toBe('allow');
  });

  test('row A8: the BaselineAdminNetworkPolicy is called default, and it allows or denies', () => {
    expect(verdict(cluster(baselinePolicy(ingress('Deny'), { name: 'other' })), 'two/job', 'one/web')).toBe('depends');
    const passes = cluster(baselinePolicy(ingress('Pass')));
    expect(verdict(passes, 'two/job', 'one/web')).toBe('depends');
    expect(reasons(passes, 'two/job', 'one/web')).toEqual(['policy-not-understood']);
    expect(verdict(cluster(isolateWeb + baselinePolicy(ingress('Pass'))), 'two/job', 'one/web')).toBe('deny');
  });

  test('row A9: the subject is pods of namespaces, or pods by both selectors; empty means all', () => {
    const deny = (subject: string) => adminPolicy(`subject: ${subject}\ningress: [{action: Deny, ${FROM_ALL}}]`);
    const denied = (subject: string) =>
      ['one/web', 'one/db', 'two/job'].filter((to) => verdict(cluster(deny(subject)), 'two/?', to) === 'deny');
    expect(denied('{namespaces: {matchLabels: {team: a}}}')).toEqual(['one/web', 'one/db']);
    expect(denied('{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}')).toEqual(['one/web']);
    expect(denied('{namespaces: {}}')).toEqual(['one/web', 'one/db', 'two/job']);
  });

  test.each(['asNodes', 'asPods', 'depends'])(
    'row A9: host-network pods are neither subject nor pod peer (%s)',
    (value) => {
      const set = [`hostNetworkPods=${value}`, 'podToOwnNode=evaluate'];
      const model = cluster(adminPolicy(ingress('Deny')), { set });
      expect(verdict(model, 'two/job', 'two/agent')).toBe('allow');
      expect(verdict(model, 'two/agent', 'one/web')).toBe('allow');
      expect(verdict(model, 'two/job', 'one/web')).toBe('deny');
    },
  );

  test('row A10: peers are alternatives, each exactly one field; a rule without peers is not understood', () => {
    const model = cluster(
      adminPolicy(`${EVERYONE}
ingress:
- action: Deny
  from:
  - namespaces: {matchLabels: {team: b}}
  - pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}`),
    );
    expect(verdict(model, 'two/job', 'one/web')).toBe('deny');
    expect(verdict(model, 'one/db', 'one/web')).toBe('deny');
    expect(verdict(model, 'one/?', 'one/web')).toBe('allow');
    for (const from of ['', ', from: []', ', from: [{namespaces: {}, pods: {podSelector: {}}}]']) {
      const rule = cluster(adminPolicy(`${EVERYONE}\ningress: [{action: Deny${from}}]`));
      expect(verdict(rule, 'two/job', 'one/web'), from).toBe('depends');
    }
  });

  test('row A10: a list that is longer than the API server takes is read, and reported', () => {
    const peers = Array.from({ length: 101 }, (_, index) => `{namespaces: {matchLabels: {team: t${index}}}}`);
    const rule = `{action: Deny, from: [${[...peers, '{namespaces: {matchLabels: {team: b}}}'].join(', ')}]}`;
    expect(verdict(cluster(adminPolicy(`${EVERYONE}\ningress: [${rule}]`)), 'two/job', 'one/web')).toBe('deny');
  });

  test.each([
    ['Allow', 'deny'],
    ['Deny', 'deny'],
    ['Pass', 'deny'],
  ])('row A11: %s with a peer without a known field fails closed', (action, expected) => {
    const unknown = adminPolicy(`${EVERYONE}
ingress: [{action: ${action}, from: [{serviceAccounts: {}}, {namespaces: {}}], ports: [{portNumber: {port: 1}}]}]`);
    // An Allow allows nothing; Deny and Pass deny everything, whatever their ports.
    const open = action === 'Allow' ? isolateWeb : admitAll;
    expect(verdict(cluster(unknown + open), 'two/job', 'one/web')).toBe(expected);
    expect(verdict(cluster(unknown + open), '203.0.113.7', 'one/web')).toBe('deny');
  });

  test('row A12: absent ports are all; a port or range without a protocol is TCP', () => {
    const all = cluster(adminPolicy(ingress('Deny')));
    expect(['TCP/1', 'UDP/53', 'SCTP/9'].map((port) => verdict(all, 'two/job', 'one/web', port))).toEqual([
      'deny',
      'deny',
      'deny',
    ]);
    const some = cluster(
      adminPolicy(
        ingress('Deny', ', ports: [{portNumber: {port: 53}}, {portRange: {protocol: UDP, start: 100, end: 200}}]'),
      ),
      { set: ['endPort=unsupported'] },
    );
    expect(verdict(some, 'two/job', 'one/web', 'TCP/53')).toBe('deny');
    expect(verdict(some, 'two/job', 'one/web', 'UDP/53')).toBe('allow');
    expect(
      ['UDP/99', 'UDP/100', 'UDP/200', 'UDP/201'].map((port) => verdict(some, 'two/job', 'one/web', port)),
    ).toEqual(['allow', 'deny', 'deny', 'allow']);
  });

  test('row A13: a named port has no protocol: it is every protocol that the pod declares under the name', () => {
    const model = cluster(adminPolicy(ingress('Deny', ', ports: [{namedPort: http}]')));
    expect(verdict(model, 'two/job', 'one/web', 'TCP/8080')).toBe('deny');
    expect(verdict(model, 'two/job', 'one/web', 'UDP/8080')).toBe('deny');
    expect(verdict(model, 'two/job', 'one/web', 'SCTP/8080')).toBe('allow');
    expect(verdict(model, 'two/job', 'one/db', 'TCP/8080')).toBe('allow');
  });

  test('row A14: a named port beside networks, nodes or domain names is not understood', () => {
    for (const peer of ['networks: [10.0.0.0/8]', 'nodes: {}', 'domainNames: [example.com]']) {
      const model = cluster(
        adminPolicy(`${EVERYONE}\negress: [{action: Allow, to: [{${peer}}], ports: [{namedPort: http}]}]`) +
          policy('podSelector: {}\npolicyTypes: [Egress]', { namespace: 'two' }),
      );
      expect(verdict(model, 'two/job', '203.0.113.7'), peer).toBe('depends');
      expect(reasons(model, 'two/job', '203.0.113.7'), peer).toEqual(['policy-not-understood']);
    }
  });

  test.each(['true', 'false', 'depends'])(
    'row A15: networks match pods and nodes too, in every profile (%s)',
    (value) => {
      const set = [`ipBlockMatchesPods=${value}`, `ipBlockMatchesNodes=${value}`, 'podToOwnNode=evaluate'];
      const deny = `${EVERYONE}\negress: [{action: Deny, to: [{networks: [10.0.0.2/32, 192.168.1.0/24, 203.0.113.0/24]}]}]`;
      const model = cluster(adminPolicy(deny), { set });
      const to = ['one/db', 'one/web', 'node:n1', 'two/agent', '203.0.113.7', '198.51.100.1'];
      expect(to.map((end) => verdict(model, 'two/job', end))).toEqual([
        'deny',
        'allow',
        'deny',
        'deny',
        'deny',
        'allow',
      ]);
    },
  );

  test.each(['asNodes', 'asPods', 'depends'])(
    'row A16: nodes are chosen by their labels, host-network pods with them (%s)',
    (value) => {
      const set = [`hostNetworkPods=${value}`, 'podToOwnNode=evaluate'];
      const deny = `${EVERYONE}\negress: [{action: Deny, to: [{nodes: {matchLabels: {zone: b}}}]}]`;
      const model = cluster(adminPolicy(deny), { set });
      const to = ['node:n1', 'node:n2', 'two/agent', 'one/web', '203.0.113.7'];
      expect(to.map((end) => verdict(model, 'one/db', end))).toEqual(['allow', 'deny', 'deny', 'allow', 'allow']);
    },
  );

  test('row A17: ingress rules never match what is outside, nor nodes', () => {
    const model = cluster(adminPolicy(ingress('Deny')));
    expect(verdict(model, '203.0.113.7', 'one/web')).toBe('allow');
    expect(verdict(model, 'internet', 'one/web')).toBe('allow');
    expect(verdict(model, 'node:n2', 'one/web')).toBe('allow');
  });

  test('row A18: domain names allow what nobody can foresee: it depends, for addresses outside and nodes', () => {
    const names = adminPolicy(
      `${EVERYONE}\negress: [{action: Allow, to: [{domainNames: ['*.example.com']}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]`,
    );
    const model = cluster(names);
    expect(verdict(model, 'two/job', '203.0.113.7')).toBe('depends');
    expect(reasons(model, 'two/job', '203.0.113.7')).toEqual(['fqdn']);
    expect(verdict(model, 'one/db', 'node:n2')).toBe('depends');
    expect(reasons(model, 'one/db', 'node:n2')).toEqual(['fqdn']);
    expect(verdict(model, 'two/job', 'one/web')).toBe('deny');
    const denies = cluster(adminPolicy(`${EVERYONE}\negress: [{action: Deny, to: [{domainNames: [example.com]}]}]`));
    expect(reasons(denies, 'two/job', '203.0.113.7')).toEqual(['policy-not-understood']);
  });

  test('row A18: a name that the DNS of the cluster may give means pods too', () => {
    const model = cluster(
      adminPolicy(
        `${EVERYONE}\negress: [{action: Allow, to: [{domainNames: [db.one.svc.cluster.local]}]}, {action: Deny, to: [{namespaces: {}}]}]`,
      ),
    );
    expect(verdict(model, 'two/job', 'one/web')).toBe('depends');
    expect(reasons(model, 'two/job', 'one/web')).toEqual(['fqdn']);
  });

  test('row A19: a policy without ingress rules does not affect ingress', () => {
    const model = cluster(adminPolicy(`${EVERYONE}\negress: [{action: Deny, to: [{networks: [203.0.113.0/24]}]}]`));
    expect(model.gate({ type: 'hypothetical', namespace: 'one', labels: {} }, 'ingress').isolated).toBe('no');
    expect(verdict(model, 'two/job', 'one/web')).toBe('allow');
  });

  test.each(['sameLabels', 'notSameLabels'])('row A20: %s was removed: its rule fails closed', (field) => {
    const rule = (action: string) =>
      adminPolicy(`${EVERYONE}\ningress: [{action: ${action}, from: [{namespaces: {${field}: [team]}}]}]`);
    expect(verdict(cluster(rule('Allow') + isolateWeb), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(rule('Deny') + admitAll), 'two/job', 'one/web')).toBe('deny');
    expect(verdict(cluster(rule('Pass') + admitAll), 'two/job', 'one/web')).toBe('deny');
  });
});

import { describe, expect, test } from 'vitest';
import { explain } from '../ask.ts';
import { parseEndpoint } from '../endpoints.ts';
import { clusterOf, policy, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md §3.1: policy selection, isolation, types. Named by row.

const pods = {
  'one/client': { labels: { app: 'client' }, ip: '10.0.0.1' },
  'one/server': { labels: { app: 'server' }, ip: '10.0.0.2' },
  'two/client': { labels: { app: 'client' }, ip: '10.0.0.3' },
};
const namespaces = { one: {}, two: {} };
const cluster = (...yaml: string[]) => clusterOf({ namespaces, pods, yaml: yaml.join('') });

describe('§3.1 selection, isolation, types', () => {
  test('row 1: no policy selects the pod for a direction, so everything is allowed in it', () => {
    const model = cluster(policy('podSelector: {matchLabels: {app: other}}\npolicyTypes: [Ingress, Egress]'));
    expect(verdict(model, 'two/client', 'one/server')).toBe('allow');
    expect(verdict(model, 'one/server', '203.0.113.7')).toBe('allow');
  });

  test('row 2: isolation is per direction', () => {
    const model = cluster(policy('podSelector: {matchLabels: {app: server}}\npolicyTypes: [Ingress]'));
    expect(verdict(model, 'one/client', 'one/server')).toBe('deny');
    expect(verdict(model, 'one/server', 'one/client')).toBe('allow');
  });

  test('row 3: missing policyTypes mean Ingress, and Egress where egress has a rule', () => {
    const ingressOnly = cluster(policy('podSelector: {}'));
    expect(verdict(ingressOnly, 'two/client', 'one/server')).toBe('deny');
    expect(verdict(ingressOnly, 'one/server', 'two/client')).toBe('allow');
    const both = cluster(policy('podSelector: {}\negress:\n- ports: [{port: 53}]'));
    expect(verdict(both, 'two/client', 'one/server')).toBe('deny');
    expect(verdict(both, 'one/server', 'two/client')).toBe('deny');
    expect(verdict(both, 'one/server', 'two/client', 'TCP/53')).toBe('allow');
  });

  test('row 3: an empty list of policyTypes is the same as none', () => {
    const model = cluster(policy('podSelector: {}\npolicyTypes: []\negress:\n- ports: [{port: 53}]'));
    expect(verdict(model, 'one/server', 'two/client')).toBe('deny');
  });

  test.each(['[]', 'null'])('row 4: egress: %s without policyTypes does not isolate egress', (egress) => {
    const model = cluster(policy(`podSelector: {}\negress: ${egress}`));
    expect(verdict(model, 'one/server', 'two/client')).toBe('allow');
  });

  test('row 5: with policyTypes [Egress], ingress rules are ignored', () => {
    const model = cluster(policy('podSelector: {}\npolicyTypes: [Egress]\ningress:\n- from: [{podSelector: {}}]'));
    expect(verdict(model, 'two/client', 'one/server')).toBe('allow');
    expect(verdict(model, 'one/server', 'two/client')).toBe('deny');
  });

  test('row 6: policyTypes [Ingress, Egress] without egress rules deny all egress', () => {
    const model = cluster(policy('podSelector: {}\npolicyTypes: [Ingress, Egress]\ningress: [{}]'));
    expect(verdict(model, 'one/server', 'two/client')).toBe('deny');
    expect(verdict(model, 'two/client', 'one/server')).toBe('allow');
  });

  test.each(['ingress: []', 'ingress: null', ''])('row 7: "%s" has no allow rule', (ingress) => {
    const model = cluster(policy(`podSelector: {}\npolicyTypes: [Ingress]\n${ingress}`));
    expect(verdict(model, 'one/client', 'one/server')).toBe('deny');
  });

  test('row 8: one empty rule allows all sources, ports and protocols', () => {
    const model = cluster(policy('podSelector: {}\ningress: [{}]'));
    for (const port of ['TCP/1', 'UDP/65535', 'SCTP/9']) {
      expect(verdict(model, 'two/client', 'one/server', port)).toBe('allow');
      expect(verdict(model, '203.0.113.7', 'one/server', port)).toBe('allow');
    }
  });

  test.each(['podSelector: {}\n', 'podSelector: null\n', ''])(
    'row 9: "%s" selects all pods of the namespace',
    (selector) => {
      const model = cluster(policy(`${selector}policyTypes: [Ingress]`));
      expect(verdict(model, 'two/client', 'one/server')).toBe('deny');
      expect(verdict(model, 'two/client', 'one/client')).toBe('deny');
    },
  );

  test('row 10: podSelector selects in the own namespace of the policy only', () => {
    const model = cluster(policy('podSelector: {matchLabels: {app: client}}\npolicyTypes: [Ingress]'));
    expect(verdict(model, 'one/server', 'one/client')).toBe('deny');
    expect(verdict(model, 'one/server', 'two/client')).toBe('allow');
  });

  test('row 11: policies are additive, whatever their order', () => {
    const deny = policy('podSelector: {}\npolicyTypes: [Ingress]', { name: 'deny' });
    const allow = policy('podSelector: {}\ningress: [{}]', { name: 'allow' });
    for (const yaml of [deny + allow, allow + deny]) {
      expect(verdict(cluster(yaml), 'two/client', 'one/server')).toBe('allow');
    }
  });

  test('row 12: nothing denies what another policy allows', () => {
    const narrow = policy('podSelector: {}\ningress: [{from: [{podSelector: {matchLabels: {app: none}}}]}]', {
      name: 'narrow',
    });
    const allow = policy('podSelector: {}\ningress: [{from: [{podSelector: {}}]}]', { name: 'allow' });
    expect(verdict(cluster(narrow + allow), 'one/client', 'one/server')).toBe('allow');
  });

  test('row 13: policies of one name in two namespaces are two policies', () => {
    const model = cluster(
      policy('podSelector: {}\npolicyTypes: [Ingress]') +
        policy('podSelector: {}\npolicyTypes: [Ingress]', { namespace: 'two' }),
    );
    expect(verdict(model, 'one/client', 'two/client')).toBe('deny');
    expect(verdict(model, 'two/client', 'one/client')).toBe('deny');
  });

  test('row 13: the same namespace and name twice, the last wins', () => {
    const model = cluster(policy('podSelector: {}\npolicyTypes: [Ingress]') + policy('podSelector: {}\ningress: [{}]'));
    expect(model.policies).toHaveLength(1);
    expect(verdict(model, 'two/client', 'one/server')).toBe('allow');
  });

  test('row 14: a policy that selects no pod has no effect', () => {
    const model = cluster(policy('podSelector: {matchLabels: {app: gone}}\npolicyTypes: [Ingress, Egress]'));
    expect(model.policies[0]?.subjects.size).toBe(0);
    expect(verdict(model, 'one/client', 'one/server')).toBe('allow');
  });

  test('row 15: a connection needs the egress of its source and the ingress of its destination', () => {
    const egressDenied = policy('podSelector: {matchLabels: {app: client}}\npolicyTypes: [Egress]', { name: 'out' });
    const ingressAllowed = policy('podSelector: {matchLabels: {app: server}}\ningress: [{}]', { name: 'in' });
    expect(verdict(cluster(egressDenied + ingressAllowed), 'one/client', 'one/server')).toBe('deny');
  });

  test('row 15: an end outside the cluster imposes nothing', () => {
    const model = cluster(policy('podSelector: {}\negress: [{}]\ningress: [{}]'));
    expect(verdict(model, '203.0.113.7', 'one/server')).toBe('allow');
    expect(verdict(model, 'one/server', '203.0.113.7')).toBe('allow');
  });

  test('row 16: the direction is that of the initiator; there is no symmetric edge', () => {
    const model = cluster(policy('podSelector: {}\npolicyTypes: [Ingress]', { namespace: 'two' }));
    expect(verdict(model, 'two/client', 'one/server')).toBe('allow');
    expect(verdict(model, 'one/server', 'two/client')).toBe('deny');
  });

  test('row 17: whether an open connection outlives a change is up to the plugin, and the answer says so', () => {
    const footnotes = (...yaml: string[]) =>
      explain(cluster(...yaml), { from: parseEndpoint('two/client'), to: parseEndpoint('one/server') }).footnotes;
    expect(footnotes(policy('podSelector: {}\ningress: [{}]'))).toContain('open-connections');
    expect(footnotes()).not.toContain('open-connections');
  });

  test('row 18: deleting the policy restores allow', () => {
    expect(verdict(cluster(policy('podSelector: {}')), 'two/client', 'one/server')).toBe('deny');
    expect(verdict(cluster(), 'two/client', 'one/server')).toBe('allow');
  });

  test('row 19: current labels of pod and namespace decide', () => {
    const yaml = policy(
      'podSelector: {}\ningress: [{from: [{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: client}}}]}]',
    );
    const ask = (team: string, app: string) =>
      verdict(
        clusterOf({
          namespaces: { one: {}, two: { team } },
          pods: { ...pods, 'two/client': { labels: { app }, ip: '10.0.0.3' } },
          yaml,
        }),
        'two/client',
        'one/server',
      );
    expect(ask('a', 'client')).toBe('allow');
    expect(ask('b', 'client')).toBe('deny');
    expect(ask('a', 'other')).toBe('deny');
  });
});

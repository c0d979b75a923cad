import { describe, expect, test } from 'vitest';
import { clusterOf, policy, reasons, type TestCluster, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md §3.6: ipBlock and addresses. Named by row.

const base: TestCluster = {
  namespaces: { one: {} },
  nodes: { n1: { addresses: ['192.168.1.1'], podCIDRs: ['10.0.0.0/16'] } },
  pods: {
    'one/web': { labels: { app: 'web' }, ip: '10.0.1.1', node: 'n2' },
    'one/dual': { labels: { app: 'dual' }, ip: ['10.0.1.2', 'fd00::2'] },
    'one/six': { labels: { app: 'six' }, ip: 'fd00::6' },
    'one/new': { labels: { app: 'new' } },
  },
};
/** Whether egress of one/web (or another pod) to `to` is allowed by these blocks. */
const egress = (blocks: string, more: TestCluster = {}) =>
  clusterOf({ ...base, yaml: policy(`podSelector: {}\npolicyTypes: [Egress]\negress:\n- to: ${blocks}`), ...more });
const ask = (blocks: string, to: string, from = 'one/web', more: TestCluster = {}) =>
  verdict(egress(blocks, more), from, to);

describe('§3.6 ipBlock and addresses', () => {
  test('row 70: cidr minus all except', () => {
    const block = '[{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.8/29, 203.0.113.128/25]}}]';
    expect(ask(block, '203.0.113.7')).toBe('allow');
    expect(ask(block, '203.0.113.8')).toBe('deny');
    expect(ask(block, '203.0.113.200')).toBe('deny');
    expect(ask(block, '203.0.114.1')).toBe('deny');
  });

  test('row 71: an except that is no strict subset is subtracted anyway', () => {
    expect(ask('[{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.0/24]}}]', '203.0.113.7')).toBe('deny');
    expect(ask('[{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.112.0/23]}}]', '203.0.113.7')).toBe('deny');
    expect(ask('[{ipBlock: {cidr: 203.0.113.0/24, except: [198.51.100.0/24]}}]', '203.0.113.7')).toBe('allow');
  });

  test('row 72: an address excepted in one item can be allowed by another', () => {
    const block = '[{ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.7/32]}}, {ipBlock: {cidr: 203.0.113.7/32}}]';
    expect(ask(block, '203.0.113.7')).toBe('allow');
  });

  test('row 73: whether ipBlock matches pods is a matter of the profile, by default it does', () => {
    const block = '[{ipBlock: {cidr: 10.0.1.2/32}}]';
    expect(ask(block, 'one/dual')).toBe('allow');
    expect(ask(block, 'one/dual', 'one/web', { set: ['ipBlockMatchesPods=false'] })).toBe('deny');
    expect(ask(block, 'one/dual', 'one/web', { set: ['profile=cilium'] })).toBe('deny');
    const model = egress(block, { set: ['ipBlockMatchesPods=depends'] });
    expect(verdict(model, 'one/web', 'one/dual')).toBe('depends');
    expect(reasons(model, 'one/web', 'one/dual')).toEqual(['ip-block-on-pods']);
  });

  test('row 74: whether ipBlock matches nodes is a matter of the profile', () => {
    const block = '[{ipBlock: {cidr: 192.168.1.1/32}}]';
    expect(ask(block, 'node:n1')).toBe('allow');
    expect(ask(block, 'node:n1', 'one/web', { set: ['ipBlockMatchesNodes=false'] })).toBe('deny');
    expect(reasons(egress(block, { set: ['ipBlockMatchesNodes=depends'] }), 'one/web', 'node:n1')).toEqual([
      'ip-block-on-nodes',
    ]);
  });

  test('row 75: host bits are masked', () => {
    expect(ask('[{ipBlock: {cidr: 203.0.113.77/24}}]', '203.0.113.1')).toBe('allow');
  });

  test('row 76: 0.0.0.0/0 does not open IPv6, and ::/0 does not open IPv4', () => {
    expect(ask('[{ipBlock: {cidr: 0.0.0.0/0}}]', '2001:db8::1', 'one/dual')).toBe('deny');
    expect(ask('[{ipBlock: {cidr: "::/0"}}]', '203.0.113.7', 'one/dual')).toBe('deny');
    expect(ask('[{ipBlock: {cidr: "::/0"}}]', '2001:db8::1', 'one/dual')).toBe('allow');
  });

  test('row 77: a dual-stack pair is the union over the families that both have, and says where they differ', () => {
    const model = egress('[{ipBlock: {cidr: "fd00::/64"}}]', {
      pods: { ...base.pods, 'one/dual2': { labels: {}, ip: ['10.0.1.3', 'fd00::3'] } },
    });
    expect(verdict(model, 'one/dual', 'one/dual2')).toBe('allow');
    expect(verdict(model, 'one/web', 'one/dual')).toBe('deny');
    const relation = model.relation(
      { type: 'class', class: model.classOf('one/dual') ?? -1 },
      { type: 'class', class: model.classOf('one/dual2') ?? -1 },
    );
    expect(relation.families?.IPv4.may.TCP).toEqual([]);
    expect(relation.families?.IPv6.must.TCP).toEqual([1, 65_535]);
  });

  test('row 77: ends without a common family have no connection', () => {
    const model = clusterOf(base);
    expect(verdict(model, 'one/web', 'one/six')).toBe('deny');
    expect(verdict(model, 'one/dual', 'one/six')).toBe('allow');
  });

  test('row 78: an IPv4 address written as IPv6 is the IPv4 address', () => {
    expect(ask('[{ipBlock: {cidr: 203.0.113.0/24}}]', '::ffff:203.0.113.7')).toBe('allow');
  });

  test('row 79: /32 and adjacent blocks; an except that covers all leaves nothing', () => {
    expect(ask('[{ipBlock: {cidr: 203.0.113.0/25}}, {ipBlock: {cidr: 203.0.113.128/25}}]', '203.0.113.128')).toBe(
      'allow',
    );
    expect(ask('[{ipBlock: {cidr: 203.0.113.7/32}}]', '203.0.113.7')).toBe('allow');
    expect(ask('[{ipBlock: {cidr: 203.0.113.7/32}}]', '203.0.113.6')).toBe('deny');
    expect(ask('[{ipBlock: {cidr: 0.0.0.0/0, except: [0.0.0.0/1, 128.0.0.0/1]}}]', '203.0.113.7')).toBe('deny');
  });

  test('§3.11: a pod without an address may match a block that meets the pod CIDRs', () => {
    const model = egress('[{ipBlock: {cidr: 10.0.1.0/24}}]');
    expect(verdict(model, 'one/web', 'one/new')).toBe('depends');
    expect(reasons(model, 'one/web', 'one/new')).toEqual(['pod-without-address']);
  });

  test('§3.11: it certainly matches a block that covers all pod CIDRs of a family, less its excepts', () => {
    expect(ask('[{ipBlock: {cidr: 10.0.0.0/8}}]', 'one/new')).toBe('allow');
    expect(ask('[{ipBlock: {cidr: 0.0.0.0/0}}]', 'one/new')).toBe('allow');
    expect(ask('[{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.7.0/24]}}]', 'one/new')).toBe('depends');
  });

  test('§3.11: other blocks do not match it', () => {
    expect(ask('[{ipBlock: {cidr: 203.0.113.0/24}}]', 'one/new')).toBe('deny');
    expect(ask('[{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/16]}}]', 'one/new')).toBe('deny');
  });

  test('§3.11: with ipBlockMatchesPods=false never', () => {
    expect(ask('[{ipBlock: {cidr: 0.0.0.0/0}}]', 'one/new', 'one/web', { set: ['ipBlockMatchesPods=false'] })).toBe(
      'deny',
    );
  });

  test('§3.11: without known pod CIDRs the private ranges stand for them', () => {
    const nodes = { n1: { addresses: ['192.168.1.1'] } };
    expect(ask('[{ipBlock: {cidr: 172.20.0.0/16}}]', 'one/new', 'one/web', { nodes })).toBe('depends');
    expect(ask('[{ipBlock: {cidr: 10.0.0.0/8}}]', 'one/new', 'one/web', { nodes })).toBe('depends');
  });

  test('internet is the widest routable part that no narrower block in force singles out', () => {
    const model = egress('[{ipBlock: {cidr: 0.0.0.0/0, except: [203.0.113.0/24]}}]');
    expect(verdict(model, 'one/web', 'internet')).toBe('allow');
    expect(verdict(egress('[{ipBlock: {cidr: 8.8.8.0/24}}]'), 'one/web', 'internet')).toBe('deny');
    expect(verdict(egress('[{ipBlock: {cidr: 10.0.0.0/8}}]'), 'one/web', 'internet')).toBe('deny');
  });

  test('row 85: DNS is ordinary traffic: denied egress denies it, and UDP 53 alone leaves TCP 53 closed', () => {
    const dns = (egress: string) =>
      clusterOf({
        namespaces: { one: {}, 'kube-system': {} },
        pods: {
          'one/app': { ip: '10.0.0.1' },
          'kube-system/dns': { labels: { 'k8s-app': 'kube-dns' }, ip: '10.0.0.2' },
        },
        yaml: policy(`podSelector: {}\npolicyTypes: [Egress]\negress: ${egress}`),
      });
    expect(verdict(dns('[]'), 'one/app', 'kube-system/dns', 'UDP/53')).toBe('deny');
    const udp = dns('[{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}]');
    expect(verdict(udp, 'one/app', 'kube-system/dns', 'UDP/53')).toBe('allow');
    expect(verdict(udp, 'one/app', 'kube-system/dns', 'TCP/53')).toBe('deny');
  });

  test('row 86: the API server is a node or an address outside: no selector means it, a block does', () => {
    const api = (to: string) =>
      clusterOf({
        namespaces: { one: {} },
        nodes: { control: { addresses: ['192.168.1.10'] } },
        pods: { 'one/app': { ip: '10.0.0.1', node: 'other' } },
        yaml: policy(`podSelector: {}\npolicyTypes: [Egress]\negress: [{to: [${to}]}]`),
      });
    for (const [end, block] of [
      ['node:control', '192.168.1.0/24'],
      ['203.0.113.7', '203.0.113.0/24'],
    ] as const) {
      expect(verdict(api('{namespaceSelector: {}}'), 'one/app', end, 'TCP/6443')).toBe('deny');
      expect(verdict(api(`{ipBlock: {cidr: ${block}}}`), 'one/app', end, 'TCP/6443')).toBe('allow');
    }
  });
});

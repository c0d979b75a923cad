import { describe, expect, test } from 'vitest';
import { explain } from '../ask.ts';
import { parseEndpoint } from '../endpoints.ts';
import type { PolicyModel } from '../model.ts';
import { clusterOf, policy, reasons, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md §3.4: ports and protocols. Named by row.

const namespaces = { one: {} };
const pods = {
  'one/client': { labels: { app: 'client' }, ip: '10.0.0.1' },
  'one/server': { labels: { app: 'server' }, ip: '10.0.0.2', ports: ['http=TCP/8080', 'dns=UDP/53', 'dns-tcp=TCP/53'] },
  'one/other': { labels: { app: 'other' }, ip: '10.0.0.3', ports: ['http=TCP/9090'] },
};
const ingress = (ports: string, more: object = {}) =>
  clusterOf({
    namespaces,
    pods,
    yaml: policy(`podSelector: {}\npolicyTypes: [Ingress]\ningress:\n- ports: ${ports}`),
    ...more,
  });
const egress = (ports: string, to = '[]') =>
  clusterOf({
    namespaces,
    pods,
    yaml: policy(`podSelector: {}\npolicyTypes: [Egress]\negress:\n- ports: ${ports}\n  to: ${to}`),
  });
const ask = (model: ReturnType<typeof ingress>, port: string, to = 'one/server') =>
  verdict(model, 'one/client', to, port);

describe('§3.4 ports and protocols', () => {
  test.each(['null', '[]'])('row 43: ports: %s mean every port of every protocol', (ports) => {
    const model = ingress(ports);
    expect(['TCP/1', 'UDP/53', 'SCTP/65535'].map((port) => ask(model, port))).toEqual(['allow', 'allow', 'allow']);
  });

  test('row 44: ports: [{}] mean all TCP ports only', () => {
    const model = ingress('[{}]');
    expect(['TCP/1', 'TCP/65535', 'UDP/53', 'SCTP/1'].map((port) => ask(model, port))).toEqual([
      'allow',
      'allow',
      'deny',
      'deny',
    ]);
  });

  test('row 45: a missing protocol is TCP, never any', () => {
    const model = ingress('[{port: 53}]');
    expect(ask(model, 'TCP/53')).toBe('allow');
    expect(ask(model, 'UDP/53')).toBe('deny');
  });

  test('row 46: protocol UDP without port is all UDP ports and no TCP', () => {
    const model = ingress('[{protocol: UDP}]');
    expect(ask(model, 'UDP/1')).toBe('allow');
    expect(ask(model, 'UDP/65535')).toBe('allow');
    expect(ask(model, 'TCP/53')).toBe('deny');
  });

  test('row 47: ports are those of the pod, after the Service', () => {
    const service = `---\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: one}\nspec: {selector: {app: server}, ports: [{port: 80, targetPort: 8080}]}\n`;
    const model = clusterOf({
      namespaces,
      pods,
      yaml: service + policy('podSelector: {}\ningress:\n- ports: [{port: 8080}]'),
    });
    expect(ask(model, 'TCP/8080')).toBe('allow');
    expect(ask(model, 'TCP/80')).toBe('deny');
  });

  test('row 48: a named port resolves on the destination pod, in both directions', () => {
    for (const model of [ingress('[{port: http}]'), egress('[{port: http}]')]) {
      expect(ask(model, 'TCP/8080', 'one/server')).toBe('allow');
      expect(ask(model, 'TCP/9090', 'one/server')).toBe('deny');
      expect(ask(model, 'TCP/9090', 'one/other')).toBe('allow');
    }
  });

  test('row 49: the named port must have the protocol of the rule', () => {
    const model = ingress('[{port: dns}]');
    expect(ask(model, 'TCP/53')).toBe('deny');
    expect(ask(model, 'UDP/53')).toBe('deny');
    expect(ask(ingress('[{port: dns, protocol: UDP}]'), 'UDP/53')).toBe('allow');
  });

  test('row 50: a name that nobody has allows nothing, and still isolates', () => {
    expect(ask(ingress('[{port: gone}]'), 'TCP/8080')).toBe('deny');
  });

  test('row 51: a named port towards an address outside matches nothing', () => {
    const model = egress('[{port: http}]', '[{ipBlock: {cidr: 203.0.113.0/24}}]');
    expect(verdict(model, 'one/client', '203.0.113.7', 'TCP/8080')).toBe('deny');
  });

  test('row 52: one name with two numbers is their union; TCP and UDP are two ports', () => {
    const twice = {
      ...pods,
      'one/server': {
        labels: { app: 'server' },
        ip: '10.0.0.2',
        ports: ['x=TCP/1', 'x=UDP/2'],
        initPorts: ['x=TCP/3'],
      },
    };
    const model = ingress('[{port: x}]', { pods: twice });
    expect(['TCP/1', 'TCP/3', 'UDP/2', 'TCP/2'].map((port) => ask(model, port))).toEqual([
      'allow',
      'allow',
      'deny',
      'deny',
    ]);
  });

  test('row 53: named ports of init and sidecar containers count', () => {
    const model = ingress('[{port: init}]', {
      pods: { ...pods, 'one/server': { labels: {}, ip: '10.0.0.2', initPorts: ['init=TCP/7'] } },
    });
    expect(ask(model, 'TCP/7')).toBe('allow');
  });

  test('row 54: a numeric port need not be declared by the pod', () => {
    expect(ask(ingress('[{port: 12345}]'), 'TCP/12345')).toBe('allow');
  });

  test('row 55: endPort is inclusive', () => {
    const model = ingress('[{port: 100, endPort: 200}]');
    expect(['TCP/99', 'TCP/100', 'TCP/200', 'TCP/201'].map((port) => ask(model, port))).toEqual([
      'deny',
      'allow',
      'allow',
      'deny',
    ]);
  });

  test('row 55: where the plugin does not support endPort, only the first port is certain', () => {
    const model = ingress('[{port: 100, endPort: 200}]', { set: ['endPort=unsupported'] });
    expect(['TCP/100', 'TCP/150', 'TCP/201'].map((port) => ask(model, port))).toEqual(['allow', 'depends', 'deny']);
    expect(reasons(model, 'one/client', 'one/server')).toEqual(['end-port-unsupported']);
  });

  test.each([
    '[{port: 200, endPort: 100}]',
    '[{port: http, endPort: 100}]',
    '[{port: 0}]',
    '[{port: 70000}]',
    '[{protocol: ICMP}]',
  ])('row 55: %s is invalid: the rule admits nothing for certain and is not silently ignored', (ports) => {
    const model = ingress(ports);
    expect(ask(model, 'TCP/150')).toBe('depends');
    expect(reasons(model, 'one/client', 'one/server')).toEqual(['policy-not-understood']);
  });

  test('row 56: SCTP is never read as TCP, and only SCTP rules isolate for TCP', () => {
    const model = ingress('[{protocol: SCTP, port: 80}]');
    expect(ask(model, 'SCTP/80')).toBe('allow');
    expect(ask(model, 'TCP/80')).toBe('deny');
  });

  test('row 56: where the plugin does not support SCTP, its rules depend', () => {
    const model = ingress('[{protocol: SCTP, port: 80}]', { set: ['sctp=unsupported'] });
    expect(ask(model, 'SCTP/80')).toBe('depends');
    expect(reasons(model, 'one/client', 'one/server')).toEqual(['sctp-unsupported']);
  });

  test('a named port towards a hypothetical pod depends: its ports are not known', () => {
    const model = ingress('[{port: http}]');
    expect(verdict(model, 'one/client', 'one/?app=new', 'TCP/8080')).toBe('depends');
    expect(reasons(model, 'one/client', 'one/?app=new')).toEqual(['named-port-unresolved']);
  });

  test('row 57: of ICMP nothing is said, and the answer says so', () => {
    const footnotes = (model: PolicyModel) =>
      explain(model, { from: parseEndpoint('one/client'), to: parseEndpoint('one/server') }).footnotes;
    expect(footnotes(ingress('[{port: 80}]'))).toContain('icmp');
    expect(footnotes(clusterOf({ namespaces, pods }))).not.toContain('icmp');
  });
});

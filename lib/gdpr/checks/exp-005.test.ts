import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, node, podWith, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, reportOf } from '../testing/report-of.ts';
import { exp005Examples } from './examples/exp-005.ts';

const only = (yaml: string, options = {}) => gapsOf(yaml, 'EXP-005', options);
const NODE =
  'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nstatus: {addresses: [{type: InternalIP, address: 192.168.1.1}]}';
const API =
  'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: kubernetes, namespace: default, labels: {kubernetes.io/service-name: kubernetes}}\naddressType: IPv4\nports: [{port: 6443, protocol: TCP}]\nendpoints: [{addresses: [10.1.1.1]}]';
const WEB = [
  namespace('shop'),
  workload('shop/web', { dataClass: 'none', port: 8080 }),
  'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 443, targetPort: 8080}]}',
];
const out = (rule: string) => policy('shop/out', `{podSelector: {}, policyTypes: [Egress], egress: [${rule}]}`);

describe('EXP-005: metadata service, kubelet or API server within reach', () => {
  it('fails for special categories, with the rule', () => {
    const [gap, ...more] = only(exp005Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      derivation: 'medium = base of EXP-005',
      title: 'records-db reaches the cloud’s metadata service (TCP 80)',
    });
    expect(gap?.witness[0]).toMatchObject({ to: '169.254.169.254', because: [{ policy: { name: 'out' } }] });
  });

  it('passes with an exception for the address, and its fix writes that one', () => {
    expect(only(exp005Examples.passing)).toEqual([]);
    expect(countsOf(exp005Examples.passing, 'EXP-005')).toMatchObject({ PASS: 1 });
    const [gap] = only(exp005Examples.failing);
    expect(gap?.fix.yaml).toContain('except:');
    const withoutRule = exp005Examples.failing.split('\n---\n').slice(0, -1);
    expect(only(cluster(...withoutRule, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('is high for an entry with unrestricted egress, with a hop for each of the three; its fix closes them', () => {
    const yaml = cluster(...WEB, NODE, API);
    const [gap] = only(yaml);
    expect(gap).toMatchObject({ severity: 'high', result: 'FAIL' });
    expect(gap?.witness.map(({ to }) => to)).toEqual(['169.254.169.254', 'n1', '10.1.1.1']);
    expect(gap?.fix.yaml).toContain('192.168.1.1/32');
    expect(only(cluster(yaml, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('is another gap where more is reached: a waiver of less does not mean it', () => {
    const some = only(cluster(...WEB, NODE, API, out('{to: [{ipBlock: {cidr: 169.254.169.254/32}}]}')));
    const all = only(cluster(...WEB, NODE, API));
    expect(some.map(({ peer }) => peer)).toEqual(['metadata']);
    expect(all.map(({ peer }) => peer)).toEqual(['api kubelet metadata']);
    expect(all[0]?.fingerprint).not.toBe(some[0]?.fingerprint);
  });

  it('is no gap that port 53 of the metadata address is open: GKE Cloud DNS', () => {
    const dns = out('{to: [{ipBlock: {cidr: 169.254.169.254/32}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}');
    expect(only(cluster(...WEB, NODE, API, dns))).toEqual([]);
  });

  it('says once that a pod may reach its own node whatever its policies say, and makes no gap of it', () => {
    const dns = out('{to: [{namespaceSelector: {}}]}');
    const report = reportOf(cluster(...WEB, NODE, API, dns));
    expect(report.gaps.filter(({ check }) => check === 'EXP-005')).toEqual([]);
    expect(report.checks.find(({ id }) => id === 'EXP-005')?.notEvaluated).toEqual([
      expect.stringContaining('its own node'),
    ]);
  });

  describe('where pods may connect to their own node', () => {
    const nodes = ['n1', 'n2'].map((name, index) => node(name, {}, {}, {}, [`192.168.1.${index + 1}`]));
    const set = ['podToOwnNode=allow'];
    const special = (name: string, nodeName?: string, metadata = {}) =>
      podWith(`health/${name}`, nodeName === undefined ? {} : { nodeName }, {
        labels: { app: name, 'ringfence.dev/data-class': 'special' },
        ...metadata,
      });
    // Another policy names it, so that its pods are a class of their own behind the same gate.
    const apart = (name: string) =>
      policy(
        'other/to',
        `{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: ${name}}}, namespaceSelector: {}}]}]}`,
      );
    const found = (...objects: string[]) =>
      only(cluster(namespace('health'), namespace('other'), policy('health/deny', DENY_ALL), ...nodes, ...objects), {
        set,
      });

    it('asks each workload of its own node, though others have the same gate', () => {
      const gaps = found(
        special('a', 'n1'),
        special('b', 'n2'),
        special('c'),
        apart('b'),
        apart('c').replace('/to', '/c').replace('name: to', 'name: c'),
      );
      expect(gaps.map(({ subject, witness }) => [subject.name, witness.map(({ to }) => to)])).toEqual([
        ['a', ['n1']],
        ['b', ['n2']],
      ]);
    });

    it('asks no pod of another workload, though their pods are in one class', () => {
      const same = (name: string, nodeName?: string) =>
        special(name, nodeName, { labels: { app: 'same', 'ringfence.dev/data-class': 'special' } });
      const told = (...pods: string[]) =>
        found(...pods).map(({ subject, witness }) => [
          subject.name,
          witness.map(({ to, verdict }) => `${to} ${verdict}`),
        ]);
      expect(told(same('a', 'n1'), same('b', 'n2'), same('c'))).toEqual([
        ['a', ['n1 allow']],
        ['b', ['n2 allow']],
      ]);
      expect(told(same('b', 'n2'), same('c'))).toEqual([['b', ['n2 allow']]]);
    });

    it('fails for a workload on several nodes: each of its pods reaches its own', () => {
      const owner = { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', controller: true }] };
      const replica = (name: string, nodeName: string) =>
        special(name, nodeName, { labels: { app: 'db', 'ringfence.dev/data-class': 'special' }, ...owner });
      expect(found(replica('db-0', 'n1'), replica('db-1', 'n2'))).toMatchObject([
        { result: 'FAIL', subject: { name: 'db' }, witness: [{ to: 'n1', verdict: 'allow' }] },
      ]);
    });
  });

  it('keeps that port 53 in its fix', () => {
    const wide = out('{to: [{ipBlock: {cidr: 169.254.0.0/16}}]}');
    const [gap] = only(cluster(...WEB, NODE, API, wide));
    expect(gap?.fix.yaml).toContain('port: 53');
    expect(only(cluster(...WEB, NODE, API, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('asks for the IPv6 address too', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: db, namespace: v6, labels: {ringfence.dev/data-class: special}}\nspec: {containers: [{name: main}]}\nstatus: {podIP: "2001:db8::1", podIPs: [{ip: "2001:db8::1"}]}';
    expect(only(cluster(namespace('v6'), pod))[0]?.witness[0]?.to).toBe('fd00:ec2::254');
  });

  it('has nothing to say of the API server where the use of its token is known', () => {
    const narrow = out('{to: [{ipBlock: {cidr: 10.1.1.1/32}}]}');
    const yaml = cluster(...WEB, NODE, API, narrow);
    expect(only(yaml)).toMatchObject([{ title: 'web reaches the API server' }]);
    const operator = workload('shop/web', {
      dataClass: 'none',
      port: 8080,
      pod: { automountServiceAccountToken: true },
    });
    expect(only(cluster(WEB[0] ?? '', operator, WEB[2] ?? '', NODE, API, narrow))).toEqual([]);
    const off = operator.replace('"automountServiceAccountToken":true', '"automountServiceAccountToken":false');
    expect(only(cluster(WEB[0] ?? '', off, WEB[2] ?? '', NODE, API, narrow))[0]?.summary).toContain(
      'It mounts no token of a service account',
    );
  });

  it('known false positive: a cloud SDK that needs the service; the note says what it would lose', () => {
    expect(only(exp005Examples.failing)[0]?.fix.note).toContain('A cloud SDK that needs the metadata service loses it');
  });

  it('is UNKNOWN where a rule cannot be read', () => {
    const unread = exp005Examples.failing.replace(/to: \[[^\]]*\]/, 'to: 7');
    expect(only(unread)).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: ['A policy or a rule could not be understood.'] },
    ]);
  });

  it('does not evaluate the kubelet without nodes, nor the API server without its endpoints', () => {
    const check = reportOf(exp005Examples.passing).checks.find(({ id }) => id === 'EXP-005');
    expect(check?.notEvaluated).toEqual([
      'No node is in the input: whether a kubelet can be reached is not known.',
      expect.stringContaining('The addresses of the API server are not in the input'),
    ]);
  });
});

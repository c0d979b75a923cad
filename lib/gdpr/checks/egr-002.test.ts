import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { recipient } from '../testing/recipients.ts';
import { countsOf, gapsOf, type ReportOptions, resultOf } from '../testing/report-of.ts';
import { egr002Examples } from './examples/egr-002.ts';

const CRM = [namespace('crm'), workload('crm/crm-api', { dataClass: 'personal' })];
const egress = (...rules: string[]) =>
  policy('crm/out', `{podSelector: {}, policyTypes: [Egress], egress: [${rules.join(', ')}]}`);
const to = (cidr: string, port = 443) => `{to: [{ipBlock: {cidr: ${cidr}}}], ports: [{port: ${port}}]}`;
const clusterPolicy = (rule: string) =>
  `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: names}\nspec: {tier: Admin, priority: 10, subject: {namespaces: {}}, egress: [${rule}]}`;
const service = (spec: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: pay, namespace: crm}\nspec: {type: ExternalName, ${spec}}`;
const titles = (yaml: string, options?: ReportOptions) =>
  gapsOf(yaml, 'EGR-002', options).map(({ result, title }) => `${result} ${title}`);

describe('EGR-002: egress to an undeclared recipient', () => {
  it('fails for addresses that no recipient covers, with the rule that opens them', () => {
    expect(gapsOf(egr002Examples.failing, 'EGR-002')).toMatchObject([
      {
        result: 'FAIL',
        severity: 'medium',
        derivation: 'medium = base of EGR-002',
        title: 'crm-api can connect to 198.51.100.0/24, which no declared recipient covers',
        summary:
          'The only rule of policy out lets crm-api connect to 198.51.100.0/24 on TCP 443. No recipient is declared: who receives data there is not recorded.',
        witness: [{ verdict: 'allow', because: [{ gate: 'egress', policy: { name: 'out' }, path: 'spec.egress[0]' }] }],
      },
    ]);
  });

  it('passes where nothing outside is open', () => {
    expect(countsOf(egr002Examples.passing, 'EGR-002')).toMatchObject({ PASS: 1, FAIL: 0, UNKNOWN: 0 });
  });

  it('passes where recipients cover every address together', () => {
    const recipients = [
      recipient('a', { cidrs: ['198.51.100.0/25'] }),
      recipient('b', { cidrs: ['198.51.100.128/25'] }),
    ];
    expect(titles(egr002Examples.failing, { dataMap: { recipients } })).toEqual([]);
  });

  it('names what is left where a recipient covers a part', () => {
    const recipients = [recipient('a', { cidrs: ['198.51.100.0/25'] })];
    expect(gapsOf(egr002Examples.failing, 'EGR-002', { dataMap: { recipients } })[0]?.summary).toContain(
      'No declared recipient covers 198.51.100.128/25:',
    );
  });

  it('passes for own offices and for mirrors that get no data (false positives)', () => {
    for (const parts of [{ kind: 'own' as const }, { receives: 'none' as const, because: 'package mirror' }]) {
      const recipients = [recipient('office', { cidrs: ['198.51.100.0/24'], ...parts })];
      expect(titles(egr002Examples.failing, { dataMap: { recipients } })).toEqual([]);
    }
  });

  it('gives one finding for each CIDR', () => {
    const two = cluster(...CRM, egress(to('198.51.100.7/32'), to('203.0.113.0/24')));
    expect([...titles(two)].sort()).toEqual([
      'FAIL crm-api can connect to 198.51.100.7/32, which no declared recipient covers',
      'FAIL crm-api can connect to 203.0.113.0/24, which no declared recipient covers',
    ]);
  });

  it('leaves unrestricted egress to EGR-001, and keeps what a narrower rule opens beyond it', () => {
    expect(titles(cluster(...CRM))).toEqual([]);
    expect(titles(cluster(...CRM, egress(to('0.0.0.0/0'), to('203.0.113.0/24'))))).toEqual([]);
    expect(titles(cluster(...CRM, egress(to('0.0.0.0/0'), to('203.0.113.0/24', 5432))))).toEqual([
      'FAIL crm-api can connect to 203.0.113.0/24, which no declared recipient covers',
    ]);
  });

  it('does not apply, and counts no pass, where only what EGR-001 or EGR-007 tell is undeclared', () => {
    expect(countsOf(cluster(...CRM), 'EGR-001')).toMatchObject({ FAIL: 1 });
    expect(countsOf(cluster(...CRM), 'EGR-002')).toMatchObject({ PASS: 0, FAIL: 0, NOT_APPLICABLE: 1 });
    const proxied = cluster(...CRM, namespace('out'), workload('out/squid', { dataClass: 'none', port: 3128 }));
    const declared = { dataMap: { egressGateways: ['out/Deployment/squid'] } };
    expect(countsOf(proxied, 'EGR-001', declared)).toMatchObject({ FAIL: 0, PASS: 0 });
    expect(countsOf(proxied, 'EGR-002', declared)).toMatchObject({ FAIL: 0, PASS: 0, NOT_APPLICABLE: 2 });
    const everybody = { dataMap: { recipients: [recipient('all', { cidrs: ['0.0.0.0/0', '::/0'] })] } };
    expect(countsOf(cluster(...CRM), 'EGR-002', everybody)).toMatchObject({ PASS: 1, NOT_APPLICABLE: 0 });
  });

  it('fails for the whole internet on a port that EGR-001 does not ask for', () => {
    expect(titles(cluster(...CRM, egress('{ports: [{port: 25}]}')))).toEqual([
      'FAIL crm-api can connect to any address on the internet, which no declared recipient covers',
    ]);
  });

  it('does not take the cluster’s own addresses for a recipient', () => {
    const node =
      'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec: {podCIDRs: [10.244.0.0/24]}\nstatus: {addresses: [{type: InternalIP, address: 192.0.2.10}]}';
    const door =
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: crm}\nspec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 443}]}\nstatus: {loadBalancer: {ingress: [{ip: 192.0.2.80}]}}';
    const own = [to('10.244.0.0/24'), to('192.0.2.10/32', 6443), to('192.0.2.80/32'), to('169.254.20.10/32', 53)];
    expect(titles(cluster(...CRM, node, door, egress(...own)))).toEqual([]);
    expect(titles(cluster(...CRM, node, egress(to('10.20.0.0/16'))))).toEqual([
      'FAIL crm-api can connect to 10.20.0.0/16, which no declared recipient covers',
    ]);
  });

  it('does not take the addresses of pods for a recipient, where nothing else is there', () => {
    const pod = (name: string, ip: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: web}}\nspec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: ${ip}}`;
    const pods = [namespace('shop'), pod('web-0', '198.51.100.6'), pod('web-1', '198.51.100.7')];
    const names = (cidr: string) =>
      titles(cluster(...CRM, ...pods, egress(to(cidr)))).filter((title) => title.includes(cidr));
    expect(names('198.51.100.6/31')).toEqual([]);
    expect(names('198.51.100.4/30')).toHaveLength(1);
  });

  it('is UNKNOWN for private addresses where nothing says how far the cluster’s own go', () => {
    expect(gapsOf(cluster(...CRM, egress(to('10.20.0.0/16'))), 'EGR-002')[0]).toMatchObject({
      result: 'UNKNOWN',
      derivation: 'up to medium = base of EGR-002',
      unknownBecause: [
        'Nothing in the input says how far the cluster’s own addresses go; 10.20.0.0/16 may be among them.',
      ],
    });
  });

  it('is UNKNOWN where a rule could not be understood', () => {
    const broken = egress('{to: [{ipBlock: {cidr: nowhere}}], ports: [{port: 25}]}');
    expect(gapsOf(cluster(...CRM, broken), 'EGR-002').every(({ result }) => result === 'UNKNOWN')).toBe(true);
  });

  it('fails for a domain name in a rule, unless a recipient has that name', () => {
    const named = cluster(
      ...CRM,
      policy('crm/deny', DENY_ALL),
      clusterPolicy('{action: Accept, to: [{domainNames: ["*.pay.example"]}]}'),
    );
    expect(gapsOf(named, 'EGR-002')).toMatchObject([
      {
        result: 'FAIL',
        title: 'crm-api can connect to *.pay.example, which no declared recipient covers',
        witness: [{ because: [{ policy: { kind: 'ClusterNetworkPolicy', name: 'names' } }] }],
      },
    ]);
    const declared = (fqdn: string) => ({ dataMap: { recipients: [recipient('pay', { fqdns: [fqdn] })] } });
    expect(titles(named, declared('*.pay.example'))).toEqual([]);
    expect(titles(named, declared('api.pay.example'))).toHaveLength(1);
  });

  it('is UNKNOWN for a domain name of which an earlier rule denies a part', () => {
    const named = cluster(
      ...CRM,
      policy('crm/deny', DENY_ALL),
      clusterPolicy(
        '{action: Deny, to: [{networks: [198.51.100.0/24]}]}, {action: Accept, to: [{domainNames: [api.pay.example]}]}',
      ),
    );
    expect(titles(named)).toEqual([
      'UNKNOWN crm-api may be able to connect to api.pay.example, which no declared recipient covers',
    ]);
  });

  it('is UNKNOWN for a domain name where another rule denies one', () => {
    const named = cluster(
      ...CRM,
      policy('crm/deny', DENY_ALL),
      clusterPolicy(
        '{action: Deny, to: [{domainNames: [evil.example]}]}, {action: Accept, to: [{domainNames: [api.pay.example]}]}',
      ),
    );
    expect(titles(named)).toContain(
      'UNKNOWN crm-api may be able to connect to api.pay.example, which no declared recipient covers',
    );
  });

  it('fails for an ExternalName Service of the namespace where every address is open', () => {
    const open = cluster(...CRM, service('externalName: api.pay.example'));
    expect(titles(open)).toEqual(['FAIL crm-api can connect to api.pay.example, which no declared recipient covers']);
    expect(titles(cluster(open, policy('crm/deny', DENY_ALL)))).toEqual([]);
  });

  it('is UNKNOWN for an ExternalName Service where some addresses are open', () => {
    const some = cluster(...CRM, egress(to('198.51.100.0/24')), service('externalName: api.pay.example'));
    expect(titles(some)).toContain(
      'UNKNOWN crm-api may be able to connect to api.pay.example, which no declared recipient covers',
    );
  });

  describe('names that a ServiceEntry gives', () => {
    const entry = (spec: string, at = 'crm') =>
      `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: pay, namespace: ${at}}\nspec: {${spec}}`;
    const PAY = 'hosts: [api.pay.example], ports: [{number: 443, name: tls, protocol: TLS}]';

    it('are found in its own namespace, where every address is open', () => {
      expect(gapsOf(cluster(...CRM, entry(PAY)), 'EGR-002')).toMatchObject([
        {
          result: 'FAIL',
          title: 'crm-api can connect to api.pay.example, which no declared recipient covers',
          summary: expect.stringContaining('ServiceEntry crm/pay stands for api.pay.example'),
        },
      ]);
    });

    it('are found where the entry is exported to by name, and not where it only could be used', () => {
      const far = (exportTo: string) =>
        cluster(...CRM, namespace('mesh'), entry(`${PAY}, exportTo: ${exportTo}`, 'mesh'));
      expect(titles(far('[crm]'))).toHaveLength(1);
      expect(titles(far('["*"]'))).toEqual([]);
      expect(titles(far('["."]'))).toEqual([]);
      expect(titles(cluster(...CRM, entry(`${PAY}, exportTo: []`)))).toHaveLength(1); // empty: all, its own too
      expect(resultOf(far('["*"]'), 'EGR-002')?.notEvaluated).toEqual([
        'One ServiceEntry is for every namespace: the names were held against the workloads of the namespace they stand in, and of those named in exportTo.',
      ]);
    });

    it('are none of a recipient that is declared, of a part of the mesh, or of ports that are closed', () => {
      const recipients = [recipient('pay', { fqdns: ['*.pay.example'] })];
      expect(titles(cluster(...CRM, entry(PAY)), { dataMap: { recipients } })).toEqual([]);
      expect(titles(cluster(...CRM, entry(`${PAY}, location: MESH_INTERNAL`)))).toEqual([]);
      expect(titles(cluster(...CRM, entry(`${PAY}, workloadSelector: {labels: {app: vm}}`)))).toEqual([]);
      expect(titles(cluster(...CRM, entry(PAY), egress(to('0.0.0.0/0', 8443))))).not.toContainEqual(
        expect.stringContaining('api.pay.example'),
      );
    });

    it('are asked on every port where an endpoint has ports of its own', () => {
      const out = egress(to('0.0.0.0/0', 8443));
      const moved = entry(`${PAY}, endpoints: [{address: pay.example, ports: {tls: 8443}}]`);
      expect(titles(cluster(...CRM, moved, out))).toContainEqual(expect.stringContaining('api.pay.example'));
    });

    it('for every namespace are not told where nobody outside is meant', () => {
      const inside = entry('hosts: [db.shop.svc.cluster.local]');
      expect(resultOf(cluster(...CRM, inside), 'EGR-002')?.notEvaluated).toEqual([]);
    });

    it('may be reached where some undeclared address is open', () => {
      expect(titles(cluster(...CRM, entry(PAY), egress(to('198.51.100.0/24'))))).toContainEqual(
        'UNKNOWN crm-api may be able to connect to api.pay.example, which no declared recipient covers',
      );
    });

    it('cannot be told where the entries may not be read', () => {
      const closed = cluster(...CRM, policy('crm/deny', DENY_ALL));
      expect(countsOf(closed, 'EGR-002')).toMatchObject({ PASS: 1 });
      const resource = 'serviceentries.networking.istio.io';
      // As files tell the kind, and as a live source does.
      for (const kind of ['ServiceEntry', 'networking.istio.io/v1/ServiceEntry']) {
        const kinds = [{ resource, kind, count: 0, state: 'forbidden' }] as const;
        expect(countsOf(closed, 'EGR-002', { completeness: { kinds } })).toMatchObject({ PASS: 0 });
      }
    });
  });

  it('says that no ServiceEntry is in the input where there is Istio, and only there', () => {
    const mesh = [namespace('mesh', { 'istio-injection': 'enabled' })];
    const said = (yaml: string) => resultOf(yaml, 'EGR-002')?.notEvaluated;
    expect(said(cluster(...CRM, ...mesh))).toEqual([expect.stringContaining('ServiceEntries')]);
    const pilot = workload('istio-system/istiod', { image: 'docker.io/istio/pilot:1.27', dataClass: 'none' });
    expect(said(cluster(...CRM, pilot))).toHaveLength(1);
    expect(said(cluster(...CRM))).toEqual([]);
  });

  it('takes names of the cluster’s DNS for no recipient', () => {
    expect(titles(cluster(...CRM, service('externalName: db.shop.svc.cluster.local')))).toEqual([]);
  });

  it('looks at workloads of unknown class, and not at those declared to hold nothing', () => {
    const rule = egress(to('198.51.100.0/24'));
    expect(countsOf(cluster(namespace('crm'), workload('crm/a'), rule), 'EGR-002')).toMatchObject({ FAIL: 1 });
    const none = workload('crm/a', { dataClass: 'none' });
    expect(countsOf(cluster(namespace('crm'), none, rule), 'EGR-002')).toMatchObject({ FAIL: 0, NOT_APPLICABLE: 1 });
  });

  it('is closed by its own fix', () => {
    const [gap] = gapsOf(egr002Examples.failing, 'EGR-002');
    expect(gapsOf(cluster(...CRM, gap?.fix.yaml ?? ''), 'EGR-002')).toEqual([]);
  });

  it('takes only its own addresses out of a rule', () => {
    const mixed = egress('{to: [{ipBlock: {cidr: 198.51.100.0/24}}, {namespaceSelector: {}}], ports: [{port: 443}]}');
    const [gap] = gapsOf(cluster(...CRM, mixed), 'EGR-002');
    expect(gap?.fix.yaml).toContain('namespaceSelector');
    expect(gap?.fix.yaml).not.toContain('ipBlock');
  });
});

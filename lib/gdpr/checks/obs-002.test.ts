import { describe, expect, it } from 'vitest';
import { cluster, namespace, node, workload } from '../testing/manifests.ts';
import { flow, observed } from '../testing/observed.ts';
import { recipient } from '../testing/recipients.ts';
import { countsOf, gapsOf, resultOf } from '../testing/report-of.ts';

const of = (dataClass: string) =>
  cluster(
    namespace('crm'),
    namespace('shop'),
    namespace('kube-system'),
    node('n1'),
    workload('crm/api', { dataClass, port: 8080 }),
    workload('crm/db', { dataClass: 'personal', port: 5432 }),
    workload('shop/web', { dataClass: 'none' }),
    workload('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' }, image: 'coredns/coredns:1', port: 53 }),
  );
const CRM = of('personal');
const seen = (...edges: Parameters<typeof observed>[0]) => ({ observed: observed(edges) });
const STRIPE = flow('crm/api', 'name:api.stripe.com', 443);
const INSIDE = flow('shop/web', 'crm/api', 8080);

describe('OBS-002: observed flow with personal data that nobody declared', () => {
  it('is not evaluated without a source of observed traffic', () => {
    expect(resultOf(CRM, 'OBS-002')?.notEvaluated).toEqual(['No source of observed traffic.']);
  });

  it('is high for a name outside, which it names with what is known of it', () => {
    const [gap, ...more] = gapsOf(CRM, 'OBS-002', seen(STRIPE));
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      ...{ result: 'FAIL', severity: 'high' },
      title: 'api connects to api.stripe.com, which nobody declared',
      derivation: 'high = personal (declared) × observed to outside, not declared (counted as exposure 4)',
      subject: { namespace: 'crm', name: 'api' },
      peer: 'name:api.stripe.com',
      witness: [{ from: 'crm/Deployment/api', to: 'name:api.stripe.com', verdict: 'allow' }],
    });
    expect(gap?.summary).toContain('Stripe (payments)');
  });

  it('passes for a declared recipient, by name or by address', () => {
    const declared = { recipients: [recipient('payment', { fqdns: ['*.stripe.com'], cidrs: ['198.51.100.0/24'] })] };
    const options = { ...seen(STRIPE, flow('crm/api', 'ip:198.51.100.7/32', 443)), dataMap: declared };
    expect(countsOf(CRM, 'OBS-002', options)).toMatchObject({ PASS: 2, FAIL: 0 });
    const elsewhere = { ...seen(flow('crm/api', 'ip:203.0.113.7/32', 443)), dataMap: declared };
    expect(gapsOf(CRM, 'OBS-002', elsewhere)[0]).toMatchObject({
      title: 'api connects to addresses outside that nobody declared',
    });
  });

  it('is medium inside the cluster, and passes for a declared flow on its port and for a consumer', () => {
    expect(gapsOf(CRM, 'OBS-002', seen(INSIDE))[0]).toMatchObject({
      ...{ severity: 'medium', title: '1 workload connects to api, and nobody declared it' },
      peers: ['shop/Deployment/web'],
    });
    const declares = (port: number) => ({
      ...seen(INSIDE),
      dataMap: {
        flows: [
          {
            ...{ from: 'shop/Deployment/web', to: 'crm/Deployment/api', line: 1 },
            ports: [{ protocol: 'TCP', port }] as const,
          },
        ],
      },
    });
    expect(gapsOf(CRM, 'OBS-002', declares(8080))).toEqual([]);
    expect(gapsOf(CRM, 'OBS-002', declares(9090))).toHaveLength(1);
    const consumers = ['shop/Deployment/web'];
    const workloads = [{ line: 1, match: { namespace: 'crm', name: 'api' }, consumers }];
    expect(gapsOf(CRM, 'OBS-002', { ...seen(INSIDE), dataMap: { workloads } })).toEqual([]);
  });

  it('passes for clients outside on the ports that are declared for the internet, and on no other', () => {
    const clients = seen(flow('ip:198.51.100.7/32', 'crm/api', 8080));
    const declares = (port: number) => {
      const ports = [{ protocol: 'TCP', port }] as const;
      return { ...clients, dataMap: { flows: [{ from: 'internet', to: 'crm/Deployment/api', line: 1, ports }] } };
    };
    expect(gapsOf(CRM, 'OBS-002', declares(8080))).toEqual([]);
    expect(gapsOf(CRM, 'OBS-002', declares(9090))).toHaveLength(1);
  });

  it('is info in its own application, where a class that is not known has no severity (§2.2)', () => {
    const own = seen(flow('crm/api', 'crm/db', 5432));
    expect(gapsOf(CRM, 'OBS-002', own)[0]).toMatchObject({ severity: 'info' });
    const unknown = cluster(namespace('crm'), workload('crm/a'), workload('crm/b'));
    expect(gapsOf(unknown, 'OBS-002', seen(flow('crm/a', 'crm/b', 80)))).toEqual([]);
  });

  it('takes clients outside as one, and passes where a flow from the internet is declared', () => {
    const clients = seen(flow('ip:203.0.113.0/24', 'crm/api', 8080), flow('ip:198.51.100.0/24', 'crm/api', 8080));
    const [gap, ...more] = gapsOf(CRM, 'OBS-002', clients);
    expect(more).toEqual([]);
    expect(gap?.title).toBe('Clients outside connect to api, and nobody declared it');
    const flows = [{ from: 'internet', to: 'crm/Deployment/api', ports: [], line: 1 }];
    expect(gapsOf(CRM, 'OBS-002', { ...clients, dataMap: { flows } })).toEqual([]);
  });

  it('leaves out a declared none, name resolution and probes of nodes', () => {
    expect(gapsOf(of('none'), 'OBS-002', seen(STRIPE))).toEqual([]);
    const machinery = seen(flow('crm/api', 'kube-system/coredns', 53, { protocol: 17 }), flow('host:n1', 'crm/api', 1));
    expect(resultOf(CRM, 'OBS-002', machinery)).toMatchObject({ counts: { FAIL: 0 }, notEvaluated: [] });
  });

  it('says how many flows could not be looked at', () => {
    const unknown = seen(flow('crm/api', 'name:x.example', 443, { directionUnknown: true }));
    expect(resultOf(CRM, 'OBS-002', unknown)?.notEvaluated[0]).toContain('1 observed connection with personal data');
  });

  it('keeps its fingerprint while addresses and counts come and go', () => {
    const [one] = gapsOf(CRM, 'OBS-002', seen(flow('crm/api', 'ip:203.0.113.7/32', 443)));
    const [two] = gapsOf(CRM, 'OBS-002', seen(flow('crm/api', 'ip:203.0.113.99/32', 443, { connections: 9 })));
    expect(two?.fingerprint).toBe(one?.fingerprint);
  });
});

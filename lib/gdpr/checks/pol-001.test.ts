import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { pol001Examples } from './examples/pol-001.ts';

const CRM = [namespace('crm'), workload('crm/crm-api', { dataClass: 'personal' })];
const WHOLE = '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}';

describe('POL-001: "deny" that allows the whole namespace', () => {
  it('fails for a policy named as a deny, with the phantom pod as witness', () => {
    const [gap] = gapsOf(pol001Examples.failing, 'POL-001');
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      title: 'deny-all allows the whole namespace crm',
      subject: { namespace: 'crm', kind: 'NetworkPolicy', name: 'deny-all' },
      witness: [{ from: 'crm/?', to: 'crm/Deployment/crm-api', verdict: 'allow' }],
    });
    expect(gap?.fix.yaml).toContain('ingress: []');
  });

  it('fails where it is the only rule and the namespace holds other workloads', () => {
    const other = workload('crm/web', { dataClass: 'none' });
    expect(gapsOf(cluster(...CRM, other, policy('crm/open', WHOLE)), 'POL-001')).toHaveLength(1);
  });

  it('fails where the personal data is in the namespace, though not among what the only rule opens', () => {
    const web = workload('crm/web', { dataClass: 'none' });
    const open = policy('crm/open', WHOLE.replace('{}', '{matchLabels: {app: web}}'));
    expect(gapsOf(cluster(...CRM, web, open), 'POL-001')).toHaveLength(1);
  });

  it('passes for a namespace with one workload and a policy that promises nothing', () => {
    expect(gapsOf(cluster(...CRM, policy('crm/open', WHOLE)), 'POL-001')).toEqual([]);
  });

  it('passes where all others of the namespace are declared consumers, and fails as soon as one is none', () => {
    const yaml = cluster(...CRM, workload('crm/web', { dataClass: 'none' }), policy('crm/open', WHOLE));
    const consumers = { workloads: [{ line: 1, match: { name: 'crm-api' }, consumers: ['crm/Deployment/web'] }] };
    expect(gapsOf(yaml, 'POL-001', { dataMap: consumers })).toEqual([]);
    const job = workload('crm/job', { dataClass: 'none' });
    expect(gapsOf(cluster(yaml, job), 'POL-001', { dataMap: consumers })).toHaveLength(1);
  });

  it('passes where a namespaceSelector stands beside the empty podSelector', () => {
    const spec =
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}, namespaceSelector: {matchLabels: {a: b}}}]}]}';
    expect(gapsOf(cluster(...CRM, policy('crm/deny-all', spec)), 'POL-001')).toEqual([]);
  });

  it('passes for a real default deny', () => {
    expect(countsOf(pol001Examples.passing, 'POL-001')).toMatchObject({ PASS: 1, FAIL: 0 });
  });

  it('passes where openness inside the namespace is meant: by name', () => {
    expect(gapsOf(cluster(...CRM, policy('crm/block-but-same-namespace', WHOLE)), 'POL-001')).toEqual([]);
  });

  it('looks at egress too', () => {
    const spec = '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}';
    expect(gapsOf(cluster(...CRM, policy('crm/block-egress', spec)), 'POL-001')[0]?.witness).toMatchObject([
      { from: 'crm/Deployment/crm-api', to: 'crm/?' },
    ]);
  });

  it('gives one gap for each rule that opens the whole namespace', () => {
    const both =
      '{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}}]}], egress: [{to: [{podSelector: {}}]}]}';
    const gaps = gapsOf(cluster(...CRM, policy('crm/deny-all', both)), 'POL-001');
    expect(new Set(gaps.map(({ summary }) => summary)).size).toBe(2);
    expect(new Set(gaps.map(({ id }) => id)).size).toBe(2);
  });

  describe('its witness is a connection that this very rule admits', () => {
    const witnessOf = (...objects: readonly string[]) => gapsOf(cluster(...CRM, ...objects), 'POL-001')[0]?.witness[0];
    const DENY_OUT = '{podSelector: {}, policyTypes: [Egress]}';
    const LET_WEB_OUT =
      '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}';

    it('on the ports of the rule, where another policy opens more', () => {
      const rule = '{from: [{podSelector: {}}], ports: [{port: 8443}]}';
      const deny = policy('crm/deny-all', `{podSelector: {}, policyTypes: [Ingress], ingress: [${rule}]}`);
      const hop = witnessOf(deny, policy('crm/aaa', WHOLE.replace('from: [{podSelector: {}}]', '')));
      expect(hop).toMatchObject({ verdict: 'allow', ports: { TCP: [[8443, 8443]], UDP: [], SCTP: [] } });
      expect(hop?.because.find(({ gate }) => gate === 'ingress')).toMatchObject({
        policy: { name: 'deny-all' },
        path: 'spec.ingress[0]',
      });
    });

    it('from a real pod where a pod without labels is kept in', () => {
      const web = workload('crm/web', { dataClass: 'none' });
      const hop = witnessOf(
        web,
        policy('crm/deny-all', WHOLE),
        policy('crm/out', DENY_OUT),
        policy('crm/w', LET_WEB_OUT),
      );
      expect(hop).toMatchObject({ from: 'crm/Deployment/web', to: 'crm/Deployment/crm-api', verdict: 'allow' });
      expect(hop?.because.map(({ gate, policy: by }) => [gate, by?.name])).toEqual([
        ['egress', 'w'],
        ['ingress', 'deny-all'],
      ]);
    });

    it('and says so where nobody gets through the other gate today', () => {
      const manifests = cluster(...CRM, policy('crm/deny-all', WHOLE), policy('crm/out', DENY_OUT));
      const [gap] = gapsOf(manifests, 'POL-001');
      expect(gap).toMatchObject({ result: 'FAIL', severity: 'medium' });
      expect(gap?.summary).toContain('Today no pod in crm gets through: its own egress is closed.');
      expect(gap?.witness).toMatchObject([{ from: 'crm/?', to: 'crm/Deployment/crm-api', verdict: 'deny' }]);
      expect(gap?.witness[0]?.because.map(({ gate, policy: by }) => [gate, by?.name])).toEqual([
        ['egress', 'out'],
        ['ingress', 'deny-all'],
      ]);
    });

    it('in the other direction too: a rule for egress, and the ingress of the others closed', () => {
      const out = policy('crm/block', '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}');
      const [gap] = gapsOf(
        cluster(...CRM, out, policy('crm/in', '{podSelector: {}, policyTypes: [Ingress]}')),
        'POL-001',
      );
      expect(gap?.summary).toContain('Today no pod in crm lets it in');
      expect(gap?.witness).toMatchObject([{ from: 'crm/Deployment/crm-api', to: 'crm/?', verdict: 'deny' }]);
      expect(gap?.witness[0]?.because.map(({ gate, policy: by }) => [gate, by?.name])).toEqual([
        ['egress', 'block'],
        ['ingress', 'in'],
      ]);
    });
  });

  it('is UNKNOWN where another kind of policy may decide', () => {
    const cilium =
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: crm}\nspec: {endpointSelector: {}}';
    expect(gapsOf(cluster(...CRM, cilium, policy('crm/deny-all', WHOLE)), 'POL-001')[0]).toMatchObject({
      result: 'UNKNOWN',
    });
  });

  it('does not evaluate a policy that could not be read', () => {
    const broken = policy('crm/deny-all', '{podSelector: 7, ingress: [{from: [{podSelector: {}}]}]}');
    expect(countsOf(cluster(...CRM, broken), 'POL-001')).toMatchObject({ FAIL: 0, NOT_EVALUATED: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { cluster, namespace, node, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf } from '../testing/report-of.ts';
import { pol009Examples } from './examples/pol-009.ts';

const DB = [namespace('crm'), workload('crm/db', { dataClass: 'personal', port: 5432 })];
const NODE = node('n1', {}, {}, { podCIDRs: ['10.1.0.0/24'] }, ['192.168.7.1']);
const out = (name: string, block: string, ports = '') =>
  policy(`crm/${name}`, `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: ${block}}]${ports}}]}`);
const of = (...objects: readonly string[]) => gapsOf(cluster(...DB, NODE, ...objects), 'POL-009');
const service = (ip: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: crm}\nspec: {clusterIP: ${ip}, selector: {app: db}, ports: [{port: 80}]}`;

describe('POL-009: address block that does not mean what it says', () => {
  it('fails where pods have addresses in it', () => {
    const [gap, ...more] = gapsOf(pol009Examples.failing, 'POL-009');
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      ...{ result: 'FAIL', severity: 'medium', title: '10.0.0.0/8 in clients does not mean what it says' },
      witness: [{ from: '10.1.0.0', to: 'crm/Deployment/db' }],
    });
    expect(gap?.summary).toContain(
      'spec.ingress[0].from[0].ipBlock names 10.0.0.0/8. Pods have addresses in it (10.1.0.0',
    );
  });

  it('takes one level off where personal data is only inferred (§2.2)', () => {
    const inferred = workload('crm/db', { image: 'quay.io/keycloak/keycloak:26', port: 5432 });
    const yaml = cluster(namespace('crm'), inferred, NODE, out('pods', '{cidr: 10.0.0.0/8}'));
    expect(gapsOf(yaml, 'POL-009')[0]).toMatchObject({
      severity: 'low',
      derivation: 'low = base medium of POL-009; one level less, as the class is inferred',
    });
  });

  it('passes for addresses outside the cluster', () => {
    expect(countsOf(pol009Examples.passing, 'POL-009')).toMatchObject({ PASS: 1, FAIL: 0 });
    expect(of(out('internet', '{cidr: 0.0.0.0/0, except: [10.0.0.0/8, 192.168.0.0/16]}'))).toEqual([]);
  });

  it('fails where nodes have addresses in it', () => {
    expect(of(out('lan', '{cidr: 192.168.0.0/16}'))[0]?.summary).toContain('Nodes have addresses in it (192.168.7.1)');
  });

  it('is UNKNOWN for the address of a Service: plugins translate it before or after policies look', () => {
    expect(of(service('172.20.0.10'), out('svc', '{cidr: 172.20.0.0/16}'))[0]).toMatchObject({
      ...{ result: 'UNKNOWN', severity: 'medium', title: '172.20.0.0/16 in svc may not mean what it says' },
      unknownBecause: ['Whether policies see the address of a Service depends on the network plugin.'],
    });
  });

  it('fails where another rule opens what it takes out, on a port of both', () => {
    const all = out('all', '{cidr: 203.0.0.0/8, except: [203.0.113.0/24]}', ', ports: [{port: 443}]');
    const [gap] = of(all, out('again', '{cidr: 203.0.113.128/25}', ', ports: [{port: 443}]'));
    expect(gap?.summary).toContain('What it takes out, 203.0.113.0/24, is opened again by again, spec.egress[0].');
    expect(of(all, out('other', '{cidr: 203.0.113.128/25}', ', ports: [{port: 25}]'))).toEqual([]);
  });

  it('fails for an except outside the block, and takes it out', () => {
    const [gap] = of(out('odd', '{cidr: 203.0.113.0/24, except: [198.51.100.0/24]}'));
    expect(gap?.summary).toContain('198.51.100.0/24 lies outside 203.0.113.0/24');
    expect(gap?.fix.yaml).not.toContain('except');
    expect(of(gap?.fix.yaml ?? '')).toEqual([]);
  });

  it('is low where the policy selects no personal data', () => {
    const web = cluster(
      namespace('crm'),
      workload('crm/web', { dataClass: 'none' }),
      NODE,
      out('pods', '{cidr: 10.0.0.0/8}'),
    );
    expect(gapsOf(web, 'POL-009')[0]).toMatchObject({ severity: 'low' });
  });

  it('does not evaluate private addresses where no address of a pod is known', () => {
    const blind = cluster(...DB, out('pods', '{cidr: 10.0.0.0/8}'), out('public', '{cidr: 203.0.113.0/24}'));
    expect(countsOf(blind, 'POL-009')).toMatchObject({ FAIL: 0, PASS: 1, NOT_EVALUATED: 1 });
  });
});

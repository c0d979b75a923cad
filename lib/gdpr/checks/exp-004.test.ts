import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, modelOf, reportOf } from '../testing/report-of.ts';
import { exp004Examples } from './examples/exp-004.ts';

const only = (yaml: string, options = {}) => gapsOf(yaml, 'EXP-004', options);

describe('EXP-004: exposure that the policy cannot filter', () => {
  it('is UNKNOWN with the fields of the Service and the rule for addresses', () => {
    const [gap, ...more] = only(exp004Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'UNKNOWN',
      severity: 'medium',
      derivation: 'up to medium = base of EXP-004',
      unknownBecause: [expect.stringContaining('may be rewritten')],
    });
    expect(gap?.summary).toContain('Service crm/portal (LoadBalancer, spec.type) port 443 → 8443');
    expect(gap?.summary).toContain(
      'The only rule of policy office-only relies on the client’s address (203.0.113.0/24)',
    );
  });

  it('passes where the Service keeps the client’s address', () => {
    expect(only(exp004Examples.passing)).toEqual([]);
    expect(countsOf(exp004Examples.passing, 'EXP-004')).toMatchObject({ PASS: 1 });
  });

  it('closes with its fix, a change of the Service', () => {
    const [gap] = only(exp004Examples.failing);
    expect(gap?.fix.yaml).toContain('externalTrafficPolicy: Local');
  });

  it('is UNKNOWN for a port that a container takes on its node', () => {
    const pod = { containers: [{ name: 'main', ports: [{ containerPort: 8443, hostPort: 443 }] }] };
    const portal = workload('crm/portal', { dataClass: 'personal', pod });
    const office = policy(
      'crm/office-only',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}',
    );
    const [gap] = only(cluster(namespace('crm'), portal, office));
    expect(gap).toMatchObject({ result: 'UNKNOWN', fix: { yaml: '' } });
    expect(gap?.fix.note).toContain('Filter where the client’s address is known');
  });

  it('has nothing to say where a rule lets everybody in anyway, or none names addresses', () => {
    const all = policy('crm/all', '{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}');
    expect(only(cluster(exp004Examples.failing, all))).toEqual([]);
    const none = exp004Examples.failing.replace('ipBlock: {cidr: 203.0.113.0/24}', 'podSelector: {}');
    expect(only(none)).toEqual([]);
  });

  it('is UNKNOWN also beside a rule that could not be understood: nobody knows whether it lets everybody in', () => {
    const broken = policy(
      'crm/broken',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/99}}]}]}',
    );
    expect(only(cluster(exp004Examples.failing, broken))).toMatchObject([{ result: 'UNKNOWN' }]);
  });

  it('known false positive: a data plane that keeps the client’s address', () => {
    const dataMap = { ...EMPTY_DATA_MAP, cni: { preservesClientIP: true } };
    const { gaps } = runChecks(modelOf(exp004Examples.failing), { dataMap });
    expect(gaps.filter(({ check }) => check === 'EXP-004')).toEqual([]);
  });

  it('does not evaluate where Services may not be read', () => {
    const kinds = [{ resource: 'services', kind: 'Service', count: 0, state: 'forbidden' }] as const;
    const yaml = cluster(namespace('crm'), workload('crm/portal'));
    const check = reportOf(yaml, { completeness: { kinds } }).checks.find(({ id }) => id === 'EXP-004');
    expect(check?.counts).toMatchObject({ NOT_EVALUATED: 1 });
  });
});

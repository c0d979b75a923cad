import { describe, expect, it } from 'vitest';
import { cluster, namespace, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, reportOf } from '../testing/report-of.ts';
import { enf004Examples } from './examples/enf-004.ts';

const CRM = [namespace('crm'), workload('crm/db', { dataClass: 'personal' })];

describe('ENF-004: policies present that are not evaluated', () => {
  it('is UNKNOWN without a severity of its own, with kinds, counts and the workloads that they may touch', () => {
    expect(gapsOf(enf004Examples.failing, 'ENF-004')).toMatchObject([
      {
        ...{ result: 'UNKNOWN', severity: 'info', title: '1 CiliumNetworkPolicy not evaluated: 1 workload undecided' },
        subject: { namespace: '', kind: 'CiliumNetworkPolicy', name: 'cilium.io' },
        peers: ['crm/Deployment/db'],
        unknownBecause: ['What CiliumNetworkPolicy decides is not evaluated.'],
      },
    ]);
    expect(gapsOf(enf004Examples.failing, 'ENF-004')[0]?.derivation).toContain('no severity of its own');
  });

  it('passes where they can only be about workloads without personal data', () => {
    expect(countsOf(enf004Examples.passing, 'ENF-004')).toMatchObject({ PASS: 1, UNKNOWN: 0 });
  });

  it('counts those for the whole cluster against every workload', () => {
    const wide = 'apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: {name: x}\nspec: {}';
    const [gap] = gapsOf(cluster(...CRM, workload('shop/cart'), wide), 'ENF-004');
    expect(gap?.peers).toEqual(['crm/Deployment/db', 'shop/Deployment/cart']);
    expect(gap?.summary).toContain('for the whole cluster');
  });

  it('forces UNKNOWN on what they touch', () => {
    const { gaps } = reportOf(enf004Examples.failing);
    expect(gaps.find(({ check }) => check === 'ISO-001')).toMatchObject({ result: 'UNKNOWN' });
  });

  it('does not apply without such policies, and does not evaluate a kind that may not be read', () => {
    const kinds = [
      {
        ...{ resource: 'ciliumnetworkpolicies.cilium.io', kind: 'cilium.io/v2/CiliumNetworkPolicy', count: 0 },
        state: 'forbidden',
      },
    ] as const;
    expect(countsOf(cluster(...CRM), 'ENF-004', { completeness: { kinds } })).toMatchObject({
      NOT_APPLICABLE: 1,
      NOT_EVALUATED: 1,
    });
  });
});

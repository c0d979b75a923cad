import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from './testing/manifests.ts';
import { countsOf, gapsOf } from './testing/report-of.ts';

const NONE = { 'ringfence.dev/data-class': 'none' };

describe('P*: which workloads the checks look at (gdpr.md §3)', () => {
  const other = namespace('shop');

  it('leaves out what is declared to have no personal data', () => {
    const declared = cluster(namespace('crm'), other, workload('crm/api', { dataClass: 'none', port: 80 }));
    expect(countsOf(declared, 'ISO-001')).toMatchObject({ FAIL: 0, PASS: 0, NOT_APPLICABLE: 1 });
  });

  it('keeps what only its namespace says has none: that is inherited, and gets the column of none', () => {
    const inherited = cluster(namespace('crm', NONE), other, workload('crm/api', { port: 80 }));
    expect(gapsOf(inherited, 'ISO-001')).toEqual([
      expect.objectContaining({
        result: 'FAIL',
        severity: 'info',
        derivation: 'info = no personal data (inherited) × any pod (exposure 3)',
        summary: expect.stringContaining('That it has no personal data is inherited from its namespace'),
      }),
    ]);
    expect(gapsOf(inherited, 'EGR-001')).toEqual([expect.objectContaining({ severity: 'low' })]);
  });

  it('gives a fixed base no more than the column of none has', () => {
    const out = `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}`;
    const inherited = cluster(namespace('crm', NONE), workload('crm/api'), policy('crm/out', out));
    expect(gapsOf(inherited, 'EGR-002')).toEqual([
      expect.objectContaining({
        severity: 'low',
        derivation: 'low = base medium of EGR-002; at most low, as it only inherits that it has no personal data',
      }),
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { parseDataMap } from '../data-map/parse-data-map.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, modelOf, reportOf } from '../testing/report-of.ts';
import { gov001Examples } from './examples/gov-001.ts';

describe('GOV-001: personal data without record data', () => {
  it('is a gap that names what is missing', () => {
    expect(gapsOf(gov001Examples.failing, 'GOV-001')).toMatchObject([
      {
        result: 'FAIL',
        severity: 'low',
        subject: { name: 'crm-db' },
        summary: expect.stringContaining('the owning team, the purpose, the id in the record'),
        fix: { yaml: '', note: expect.stringContaining('ringfence.dev/owner') },
      },
    ]);
  });

  it('is none where owner, purpose, record, data subjects and retention are said, here for the namespace', () => {
    expect(gapsOf(gov001Examples.passing, 'GOV-001')).toEqual([]);
    expect(countsOf(gov001Examples.passing, 'GOV-001')).toMatchObject({ PASS: 1 });
  });

  it('names only what is missing', () => {
    const some = gov001Examples.passing.replace('ringfence.dev/retention', 'ringfence.dev/other');
    const [gap] = gapsOf(some, 'GOV-001');
    expect(gap?.summary).toBe('crm-db handles personal data, and nobody says the retention rule.');
  });

  it('keeps its fingerprint when one thing more is said', () => {
    const some = gov001Examples.passing.replace('ringfence.dev/retention', 'ringfence.dev/other');
    const [all, less] = [gov001Examples.failing, some].map((manifests) => gapsOf(manifests, 'GOV-001')[0]?.fingerprint);
    expect(all).toBe(less);
  });

  it('is UNKNOWN for a workload of unknown class', () => {
    expect(gapsOf(workload('crm/web'), 'GOV-001')).toMatchObject([
      { result: 'UNKNOWN', severity: 'info', unknownBecause: [expect.stringContaining('class is unknown')] },
    ]);
  });

  it('does not apply to a declared none, and is not evaluated for curated infrastructure', () => {
    const others = cluster(
      workload('crm/web', { dataClass: 'none' }),
      workload('kube-system/coredns', { image: 'registry.k8s.io/coredns/coredns:v1.13.1' }),
    );
    expect(gapsOf(others, 'GOV-001')).toEqual([]);
    expect(countsOf(others, 'GOV-001')).toMatchObject({ NOT_APPLICABLE: 1, NOT_EVALUATED: 1 });
    expect(reportOf(others).checks.find(({ id }) => id === 'GOV-001')?.notEvaluated[0]).toContain('coredns');
  });

  it('known false positive: exempt by Article 30(5), with the reason', () => {
    const { dataMap } = parseDataMap(
      'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads: [{match: {name: crm-db}, record: exempt, because: fewer than 250 people}]',
    );
    const { gaps } = runChecks(modelOf(gov001Examples.failing), { dataMap });
    expect(gaps.filter(({ check }) => check === 'GOV-001')).toEqual([]);
  });
});

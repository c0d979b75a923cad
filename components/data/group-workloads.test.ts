import { describe, expect, it } from 'vitest';
import type { DataWorkload } from '#lib/api/data-schemas.ts';
import type { Basis, DataClass } from '#lib/gdpr/types.ts';
import { filterWorkloads, groupWorkloads } from './group-workloads.ts';

const workload = (key: string, dataClass: DataClass, basis: Basis): DataWorkload => ({
  key,
  pods: 1,
  store: false,
  classification: { dataClass, basis, source: `label on ${key}`, dataAtRest: false },
});
const ALL = [
  workload('crm/StatefulSet/crm-db', 'personal', 'declared'),
  workload('legacy/Deployment/erp', 'unknown', 'unknown'),
  workload('records/StatefulSet/db', 'special', 'inherited'),
];

describe('the workloads of the Data page', () => {
  it('begin with the namespace that has most to answer', () => {
    expect(groupWorkloads(ALL, 'namespace').map(({ key }) => key)).toEqual(['legacy', 'crm', 'records']);
  });

  it('by class begin with the most sensitive, by basis with the unknown', () => {
    expect(groupWorkloads(ALL, 'class').map(({ key }) => key)).toEqual(['special', 'personal', 'unknown']);
    expect(groupWorkloads(ALL, 'basis').map(({ key }) => key)).toEqual(['unknown', 'inherited', 'declared']);
  });

  it('are found by any part of name, class, basis and source; all words must be there', () => {
    const found = (text: string) => filterWorkloads(ALL, text, undefined).map(({ key }) => key);
    expect(found('DB')).toEqual(['crm/StatefulSet/crm-db', 'records/StatefulSet/db']);
    expect(found('db special')).toEqual(['records/StatefulSet/db']);
    expect(found('none')).toEqual([]);
    expect(filterWorkloads(ALL, '', 'unknown').map(({ key }) => key)).toEqual(['legacy/Deployment/erp']);
  });
});

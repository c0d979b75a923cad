import { expect, it } from 'vitest';
import { type DataMap, EMPTY_DATA_MAP } from '../data-map/types.ts';
import { createContext } from '../run-checks.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { flow, observed } from '../testing/observed.ts';
import { recipient } from '../testing/recipients.ts';
import { modelOf } from '../testing/report-of.ts';
import { registerOf } from './register.ts';

const MANIFESTS = cluster(
  namespace('crm'),
  namespace('lab'),
  namespace('shop'),
  workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432 }),
  workload('crm/crm-api', { dataClass: 'personal' }),
  workload('lab/notes', { dataClass: 'special' }),
  workload('shop/cart'),
  policy('lab/deny', DENY_ALL),
);

const DATA_MAP: Partial<DataMap> = {
  workloads: [
    { line: 1, match: { namespace: 'crm' }, record: 'RoPA-004', purposes: ['marketing'], retention: '2y' },
    {
      line: 2,
      match: { namespace: 'crm', name: 'crm-db' },
      consumers: ['crm/Deployment/crm-api'],
      subjects: ['customer'],
    },
  ],
  recipients: [
    recipient('mailer', { cidrs: ['203.0.113.0/28'] }),
    recipient('declared-only', { fqdns: ['api.example'], cidrs: ['198.51.100.0/28'] }),
  ],
  flows: [{ line: 9, from: 'lab/Deployment/notes', to: 'recipient:declared-only', ports: [] }],
};

const register = registerOf(createContext(modelOf(MANIFESTS), { dataMap: { ...EMPTY_DATA_MAP, ...DATA_MAP } }));

it('gathers what is declared by record, and puts what has none last', () => {
  expect(register.entries).toMatchObject([
    {
      record: 'RoPA-004',
      purposes: ['marketing'],
      subjects: ['customer'],
      retention: ['2y'],
      systems: [{ workload: 'crm/Deployment/crm-api' }, { workload: 'crm/StatefulSet/crm-db', basis: 'declared' }],
    },
    { systems: [{ workload: 'lab/Deployment/notes', dataClass: 'special' }] },
  ]);
  expect(register.entries[1]).not.toHaveProperty('record');
});

it('keeps declared and merely allowed apart', () => {
  const [crm, lab] = register.entries;
  expect(crm?.internal).toEqual({ declared: ['crm/Deployment/crm-api'], allowedOnly: ['shop'] });
  expect(crm?.external).toEqual([
    { id: 'declared-only', declared: false, allowed: 'yes' },
    { id: 'mailer', declared: false, allowed: 'yes' },
  ]);
  expect(lab?.internal.allowedOnly).toEqual([]);
  expect(lab?.external).toEqual([{ id: 'declared-only', declared: true, allowed: 'no' }]);
});

it('says which systems may connect to nearly every address', () => {
  const [crm, lab] = register.entries;
  expect(crm?.openOutside.certain).toEqual(['crm/Deployment/crm-api', 'crm/StatefulSet/crm-db']);
  expect(lab?.openOutside).toEqual({ certain: [], depends: [] });
});

it('counts workloads whose class nobody knows instead of leaving them out silently', () => {
  expect(register.unknownWorkloads).toBe(1);
});

it('tells what was seen to pass, where a source observed traffic', () => {
  const facts = observed([
    flow('shop/cart', 'crm/StatefulSet/crm-db', 5432),
    flow('crm/crm-api', 'crm/StatefulSet/crm-db', 5432), // within the entry
    flow('lab/notes', 'crm/StatefulSet/crm-db', 5432, { verdict: 'denied' }),
    flow('crm/crm-api', 'ip:203.0.113.4/32', 443),
    flow('crm/crm-api', 'name:api.example', 443),
    flow('crm/crm-api', 'name:unknown.example', 443),
    flow('crm/crm-api', 'ip:192.0.2.1/32', 443),
  ]);
  const context = createContext(modelOf(MANIFESTS), {
    dataMap: { ...EMPTY_DATA_MAP, ...DATA_MAP },
    observed: facts,
  });
  const [crm, lab] = registerOf(context).entries;
  expect(crm?.observed).toEqual({ from: ['shop'], recipients: ['declared-only', 'mailer'], others: 2 });
  expect(lab?.observed).toEqual({ from: [], recipients: [], others: 0 });
  expect(register.entries[0]).not.toHaveProperty('observed');
});

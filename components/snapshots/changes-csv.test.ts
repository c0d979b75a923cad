import { expect, it } from 'vitest';
import { changesCsv } from './changes-csv.ts';

it('writes one line for each change under a head, and no formula', () => {
  const csv = changesCsv([
    {
      type: 'gap',
      key: 'gap ISO-001-db',
      workload: 'crm/Deployment/db',
      change: 'new',
      gap: {
        id: 'ISO-001-db',
        check: 'ISO-001',
        result: 'FAIL',
        severity: 'high',
        title: '=cmd is reachable from any pod',
        subject: { namespace: 'crm', kind: 'Deployment', name: 'db' },
        fingerprint: 'db',
      },
    },
    {
      type: 'policy',
      key: 'policy NetworkPolicy crm/db-ingress',
      workload: '',
      policy: { kind: 'NetworkPolicy', namespace: 'crm', name: 'db-ingress', change: 'removed' },
    },
  ]);
  expect(csv.split('\r\n')).toEqual([
    'what,change,severity,check,workload,title,detail,peers',
    "gap,new,high,ISO-001,crm/Deployment/db,'=cmd is reachable from any pod,FAIL,",
    'policy,removed,,,,NetworkPolicy crm/db-ingress,,',
    '',
  ]);
});

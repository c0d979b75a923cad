import { expect, test } from 'vitest';
import { policiesCsv } from './policies-csv.ts';

test('each policy is a line with as many cells as the head, and no name is taken for a formula', () => {
  const csv = policiesCsv(
    [
      {
        policy: { kind: 'NetworkPolicy', namespace: 'crm', name: '=cmd' },
        directions: ['ingress', 'egress'],
        selects: { pods: 2, workloads: 1 },
        rules: { ingress: 1, egress: 0 },
        sentence: 'Isolates 2 pods for ingress; admits shop on TCP 8443.',
        opensToAny: true,
        gaps: { worst: 'high', count: 3 },
        changed: { manager: 'helm' },
        unread: false,
      },
    ],
    new Set(['crm/NetworkPolicy/=cmd']),
  );
  const [head = '', line = ''] = csv.split('\r\n');
  expect(line).toBe(
    'NetworkPolicy,crm,\'=cmd,,,ingress egress,2,1,1,0,yes,yes,high,3,"Isolates 2 pods for ingress; admits shop on TCP 8443.",helm,',
  );
  expect(line.replace(/"[^"]*"/, '').split(',')).toHaveLength(head.split(',').length);
});

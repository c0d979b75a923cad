import { expect, test } from 'vitest';
import { policiesCsv } from './policies-csv.ts';

const ITEM = {
  policy: { kind: 'NetworkPolicy', namespace: 'crm', name: 'a' },
  directions: ['ingress'],
  selects: { pods: 1, workloads: 1 },
  rules: { ingress: 1, egress: 0 },
  sentence: '',
  opensToAny: false,
  unread: false,
} as const;

test('where not every rule was put to the engine, a rule that was not found is not called needed', () => {
  const line = (isBound: boolean) => policiesCsv([ITEM], { keys: new Set(), isBound }).split('\r\n')[1];
  expect(line(true)).toBe('NetworkPolicy,crm,a,,,ingress,1,1,1,0,,unknown,,0,,,');
  expect(line(false)).toBe('NetworkPolicy,crm,a,,,ingress,1,1,1,0,,,,0,,,');
});

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
    { keys: new Set(['crm/NetworkPolicy/=cmd']), isBound: true },
  );
  const [head = '', line = ''] = csv.split('\r\n');
  expect(line).toBe(
    'NetworkPolicy,crm,\'=cmd,,,ingress egress,2,1,1,0,yes,yes,high,3,"Isolates 2 pods for ingress; admits shop on TCP 8443.",helm,',
  );
  expect(line.replace(/"[^"]*"/, '').split(',')).toHaveLength(head.split(',').length);
});

test('a policy that could not be read is a line that says what is wrong, and claims nothing of its effect', () => {
  const policy = { kind: 'NetworkPolicy', namespace: 'crm', name: 'b' };
  const csv = policiesCsv([ITEM], { keys: new Set(), isBound: false }, [{ policy, problems: ['spec is missing'] }]);
  expect(csv.split('\r\n')[2]).toBe('NetworkPolicy,crm,b,,,,,,,,,,,,Could not be read: spec is missing.,,');
});

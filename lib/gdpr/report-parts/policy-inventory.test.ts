import { expect, it } from 'vitest';
import { createContext } from '../run-checks.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { modelOf } from '../testing/report-of.ts';
import { policyInventory } from './policy-inventory.ts';

const context = createContext(
  modelOf(
    cluster(
      namespace('crm'),
      workload('crm/db', { replicas: 3 }),
      policy(
        'crm/deny',
        DENY_ALL,
        ', uid: u-1, resourceVersion: "7", managedFields: [{manager: jane.doe, operation: Apply, time: "2026-11-01T00:00:00Z", fieldsV1: {"f:spec": {}}}]',
      ),
      policy('crm/idle', '{podSelector: {matchLabels: {app: nobody}}, ingress: [{}, {}]}'),
    ),
  ),
  {},
);
const subject = { namespace: 'crm', kind: 'NetworkPolicy', name: 'idle' };
const policies = policyInventory(
  context,
  [
    { check: 'POL-008', subject },
    { check: 'POL-004', subject },
  ],
  () => 'a person',
);

it('tells whom each policy selects, in which version, and its hash', () => {
  expect(policies).toMatchObject([
    { name: 'deny', namespace: 'crm', uid: 'u-1', resourceVersion: '7', selects: { pods: 3, workloads: 1 }, rules: 0 },
    { name: 'idle', selects: { pods: 0, workloads: 0 }, rules: 2, rulesInDoubt: 1, directions: ['ingress'] },
  ]);
  expect(policies[0]?.specSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(policies[0]?.directions).toEqual(['ingress', 'egress']);
});

it('names the role of who changed it, never the name', () => {
  expect(policies[0]?.changedBy).toBe('a person');
  expect(JSON.stringify(policies)).not.toContain('jane');
});

import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [namespace('crm'), workload('crm/crm-api', { dataClass: 'personal' })];

export const pol001Examples: CheckExamples = {
  failing: cluster(
    ...CLUSTER,
    policy('crm/deny-all', '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}'),
  ),
  passing: cluster(...CLUSTER, policy('crm/deny-all', '{podSelector: {}, policyTypes: [Ingress]}')),
};

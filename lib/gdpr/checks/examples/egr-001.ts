import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [namespace('crm'), workload('crm/crm-api', { dataClass: 'personal', port: 8443 })];
const out = (cidr: string) =>
  policy('crm/out', `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: ${cidr}}}]}]}`);

export const egr001Examples: CheckExamples = {
  failing: cluster(...CLUSTER, out('0.0.0.0/0')),
  passing: cluster(...CLUSTER, out('203.0.113.0/24')),
};

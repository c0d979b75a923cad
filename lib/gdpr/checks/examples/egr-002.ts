import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [namespace('crm'), workload('crm/crm-api', { dataClass: 'personal' })];

/** A rule for the addresses of somebody whom no recipient covers, and none for any address outside. */
export const egr002Examples = {
  failing: cluster(
    ...CRM,
    policy(
      'crm/out',
      '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 198.51.100.0/24}}], ports: [{port: 443}]}]}',
    ),
  ),
  passing: cluster(
    ...CRM,
    policy('crm/out', '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}'),
  ),
};

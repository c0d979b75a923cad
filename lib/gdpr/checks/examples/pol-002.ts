import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [
  namespace('crm'),
  workload('crm/api', { dataClass: 'none' }),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
];

export const pol002Examples = {
  failing: cluster(
    ...CRM,
    policy('crm/open', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{}]}'),
  ),
  passing: cluster(
    ...CRM,
    policy(
      'crm/clients',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}]}',
    ),
  ),
};

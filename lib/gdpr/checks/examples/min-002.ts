import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [
  namespace('crm'),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('crm/api', { dataClass: 'none', port: 8080 }),
];
const admits = (ports: string) =>
  policy(
    'crm/clients',
    `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]${ports}}]}`,
  );

export const min002Examples = {
  failing: cluster(...CRM, admits('')),
  passing: cluster(...CRM, admits(', ports: [{protocol: TCP, port: 5432}]')),
};

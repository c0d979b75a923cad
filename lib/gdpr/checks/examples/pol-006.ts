import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [
  namespace('crm'),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('crm/api', { dataClass: 'none', port: 8080 }),
];
const admits = (app: string) =>
  policy(
    'crm/clients',
    `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}}], ports: [{port: 5432}]}]}`,
  );

export const pol006Examples = {
  failing: cluster(...CRM, admits('apii')),
  passing: cluster(...CRM, admits('api')),
};

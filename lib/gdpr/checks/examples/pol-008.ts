import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [
  namespace('crm'),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('crm/api', { dataClass: 'none', port: 8080 }),
];
const admits = (...rules: readonly string[]) =>
  policy('crm/clients', `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [${rules}]}`);
const API = '{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}';

export const pol008Examples = {
  failing: cluster(...CRM, admits('{from: [{podSelector: {matchLabels: {app: api}}}]}', API)),
  passing: cluster(...CRM, admits(API)),
};

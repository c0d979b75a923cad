import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CLUSTER = [
  namespace('crm'),
  namespace('billing', { team: 'sales' }),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('billing/worker', { dataClass: 'none' }),
];
const admits = (labels: string) =>
  policy(
    'crm/clients',
    `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {${labels}}}}]}]}`,
  );

export const pol010Examples = {
  failing: cluster(...CLUSTER, admits('team: sales')),
  passing: cluster(...CLUSTER, admits('kubernetes.io/metadata.name: billing')),
};

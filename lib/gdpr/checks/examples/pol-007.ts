import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CLUSTER = [
  namespace('crm'),
  namespace('billing', { team: 'sales' }),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('crm/web', { dataClass: 'none', labels: { role: 'client' } }),
  workload('billing/worker', { dataClass: 'none', labels: { role: 'client' } }),
  workload('billing/mailer', { dataClass: 'none' }),
];
const admits = (peers: string) =>
  policy(
    'crm/clients',
    `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [${peers}]}]}`,
  );

export const pol007Examples = {
  failing: cluster(
    ...CLUSTER,
    admits('{namespaceSelector: {matchLabels: {team: sales}}}, {podSelector: {matchLabels: {role: client}}}'),
  ),
  passing: cluster(
    ...CLUSTER,
    admits('{namespaceSelector: {matchLabels: {team: sales}}, podSelector: {matchLabels: {role: client}}}'),
  ),
};

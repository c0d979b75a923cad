import { cluster, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const namespace = (name: string, purpose: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, annotations: {ringfence.dev/data-purposes: ${purpose}}}`;
const BASE = [
  namespace('billing', 'essential.service.payment_processing'),
  namespace('campaigns', 'marketing.advertising'),
  workload('billing/invoices-db', { dataClass: 'personal', port: 5432 }),
  workload('billing/invoices-api', { dataClass: 'none' }),
  workload('campaigns/mailer', { dataClass: 'none' }),
];
const admits = (from: string) =>
  policy(
    'billing/invoices-db',
    `{podSelector: {matchLabels: {app: invoices-db}}, policyTypes: [Ingress], ingress: [{from: [${from}], ports: [{port: 5432}]}]}`,
  );

/** Invoices that the workloads of another purpose may read; the same for those of their own. */
export const iso003Examples = {
  failing: cluster(...BASE, admits('{namespaceSelector: {}}')),
  passing: cluster(...BASE, admits('{podSelector: {}}')),
};

import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const PROD = { 'ringfence.dev/environment': 'prod' };
const DEV = { 'ringfence.dev/environment': 'dev' };
const BASE = [
  namespace('crm', PROD),
  namespace('crm-next', DEV),
  workload('crm/crm-db', { dataClass: 'personal', port: 5432 }),
  workload('crm/crm-api', { dataClass: 'none' }),
  workload('crm-next/test-runner', { dataClass: 'none' }),
];
const admits = (from: string) =>
  policy(
    'crm/crm-db',
    `{podSelector: {matchLabels: {app: crm-db}}, policyTypes: [Ingress, Egress], ingress: [{from: [${from}], ports: [{port: 5432}]}]}`,
  );

/** A rule that admits every namespace to a production database; one that names the client. */
export const iso005Examples = {
  failing: cluster(...BASE, admits('{namespaceSelector: {}}')),
  passing: cluster(...BASE, admits('{podSelector: {matchLabels: {app: crm-api}}}')),
};

import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const BASE = [
  namespace('health'),
  workload('health/records-db', { dataClass: 'special', port: 5432 }),
  workload('health/records-api', { dataClass: 'special' }),
  workload('health/newsletter', { dataClass: 'personal' }),
];
const admits = (from: string) =>
  policy(
    'health/records-db',
    `{podSelector: {matchLabels: {app: records-db}}, policyTypes: [Ingress], ingress: [{from: [${from}], ports: [{port: 5432}]}]}`,
  );
const API = policy(
  'health/records-api',
  '{podSelector: {matchLabels: {app: records-api}}, policyTypes: [Ingress], ingress: []}',
);

/** Health records that the whole namespace may read; the same for their own API only. */
export const iso004Examples = {
  failing: cluster(...BASE, API, admits('{podSelector: {}}')),
  passing: cluster(...BASE, API, admits('{podSelector: {matchLabels: {app: records-api}}}')),
};

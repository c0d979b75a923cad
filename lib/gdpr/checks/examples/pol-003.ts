import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [
  namespace('shop'),
  workload('shop/app', { labels: { role: 'app' }, port: 8080 }),
  workload('shop/db', { labels: { role: 'database' }, image: 'postgres:16', port: 5432, dataClass: 'personal' }),
];
const allow = (subject: string, peer: string) =>
  policy(
    'shop/allow-db-connection',
    `{podSelector: {matchLabels: {role: ${subject}}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {role: ${peer}}}}], ports: [{port: 5432}]}]}`,
  );

export const pol003Examples: CheckExamples = {
  failing: cluster(...CLUSTER, allow('app', 'database')),
  passing: cluster(...CLUSTER, allow('database', 'app')),
};

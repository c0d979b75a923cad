import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [namespace('shop'), workload('shop/db', { labels: { role: 'database' }, dataClass: 'personal' })];
const protect = (role: string) =>
  policy('shop/protect', `{podSelector: {matchLabels: {role: ${role}}}, policyTypes: [Ingress]}`);

export const pol004Examples: CheckExamples = {
  failing: cluster(...CLUSTER, protect('databse')),
  passing: cluster(...CLUSTER, protect('database')),
};

import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [namespace('production'), namespace('tools'), workload('production/db', { labels: { app: 'db' } })];
const deny = (place: string) =>
  policy(`${place}/db-deny`, '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}');

export const pol005Examples: CheckExamples = {
  failing: cluster(...CLUSTER, deny('tools')),
  passing: cluster(...CLUSTER, deny('production')),
};

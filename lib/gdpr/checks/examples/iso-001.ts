import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [
  namespace('crm'),
  namespace('shop'),
  workload('shop/cart', { dataClass: 'none' }),
  workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432 }),
];

export const iso001Examples: CheckExamples = {
  failing: cluster(...CLUSTER),
  passing: cluster(
    ...CLUSTER,
    policy(
      'crm/crm-db',
      '{podSelector: {matchLabels: {app: crm-db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: crm-api}}}], ports: [{port: 5432}]}]}',
    ),
  ),
};

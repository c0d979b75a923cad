import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

/** crm-api may connect to the cluster only; cart is open to it and may connect to anywhere, or only to the cluster too. */
const CLUSTER = [
  namespace('crm'),
  namespace('shop'),
  workload('crm/crm-api', { dataClass: 'personal' }),
  workload('shop/cart', { dataClass: 'none', port: 8080 }),
];
const insideOnly = (id: string) =>
  policy(id, '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}');

export const egr007Examples = {
  failing: cluster(...CLUSTER, insideOnly('crm/inside')),
  passing: cluster(...CLUSTER, insideOnly('crm/inside'), insideOnly('shop/inside')),
};

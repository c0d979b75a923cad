import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [namespace('crm'), workload('crm/db', { dataClass: 'personal' })];
const cilium = (ns: string) =>
  `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: ${ns}}\nspec: {endpointSelector: {}}`;

export const enf004Examples = {
  failing: cluster(...CRM, cilium('crm')),
  passing: cluster(...CRM, namespace('tools'), workload('tools/web', { dataClass: 'none' }), cilium('tools')),
};

import { cluster, namespace, node, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CLUSTER = [
  namespace('crm'),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  node('n1', {}, {}, { podCIDRs: ['10.1.0.0/24'] }),
];
const admits = (cidr: string) =>
  policy('crm/clients', `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: ${cidr}}}]}]}`);

export const pol009Examples = {
  failing: cluster(...CLUSTER, admits('10.0.0.0/8')),
  passing: cluster(...CLUSTER, admits('203.0.113.0/24')),
};

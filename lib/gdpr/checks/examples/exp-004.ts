import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const service = (traffic: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: portal, namespace: crm}\nspec: {type: LoadBalancer, externalTrafficPolicy: ${traffic}, selector: {app: portal}, ports: [{port: 443, targetPort: 8443}]}`;
const BASE = [
  namespace('crm'),
  workload('crm/portal', { dataClass: 'personal', port: 8443 }),
  policy(
    'crm/office-only',
    '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 8443}]}]}',
  ),
];

/** A rule for the office's addresses behind a load balancer that may hide them; the same where it keeps them. */
export const exp004Examples = {
  failing: cluster(...BASE, service('Cluster')),
  passing: cluster(...BASE, service('Local')),
};

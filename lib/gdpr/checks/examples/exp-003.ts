import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const BASE = [
  ...['shop', 'health', 'kube-system'].map((name) => namespace(name)),
  workload('shop/web', { dataClass: 'none', port: 8080 }),
  workload('health/records-db', { dataClass: 'special', port: 5432, image: 'postgres:17' }),
  workload('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' }, dataClass: 'none', port: 53 }),
  'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 443, targetPort: 8080}]}',
];

/** A web front that may connect to the health records of another application; one that may connect to its own only. */
export const exp003Examples = {
  failing: cluster(...BASE),
  passing: cluster(
    ...BASE,
    policy(
      'shop/web',
      '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}',
    ),
  ),
};

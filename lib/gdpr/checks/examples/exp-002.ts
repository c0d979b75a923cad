import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const admits = (name: string, from: string) =>
  policy(
    `health/${name}`,
    `{podSelector: {matchLabels: {app: ${name}}}, policyTypes: [Ingress], ingress: [{from: [${from}]}]}`,
  );
const APP = (name: string) => `{podSelector: {matchLabels: {app: ${name}}}}`;
const BASE = [
  namespace('health'),
  workload('health/web', { dataClass: 'none', port: 8080 }),
  workload('health/api', { dataClass: 'none', port: 8443 }),
  workload('health/records-db', { dataClass: 'special', port: 5432 }),
  'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: health}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 443, targetPort: 8080}]}',
  admits('api', APP('web')),
];

/** A web front, an API and a database of health records in one chain; the same with a batch job in place of the API. */
export const exp002Examples = {
  failing: cluster(...BASE, admits('records-db', APP('api'))),
  passing: cluster(...BASE, admits('records-db', APP('batch'))),
};

import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';

const service = (type: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: crm-db, namespace: crm}\nspec: {type: ${type}, externalTrafficPolicy: Local, selector: {app: crm-db}, ports: [{port: 5432}]}`;
const BASE = [
  namespace('crm'),
  workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432, image: 'postgres:17' }),
];

/** A database behind a public load balancer; the same behind a Service of the cluster. */
export const exp001Examples = {
  failing: cluster(...BASE, service('LoadBalancer')),
  passing: cluster(...BASE, service('ClusterIP').replace('externalTrafficPolicy: Local, ', '')),
};

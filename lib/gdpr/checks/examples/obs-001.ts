import { flowLine } from '#lib/gdpr/testing/example-flows.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [
  namespace('crm'),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('crm/api', { dataClass: 'none' }),
  policy('crm/default-deny', DENY_ALL),
];
const admits = (direction: 'Ingress' | 'Egress', of: string, other: string) =>
  policy(
    `crm/${of}`,
    `{podSelector: {matchLabels: {app: ${of}}}, policyTypes: [${direction}], ${direction.toLowerCase()}: [{${direction === 'Ingress' ? 'from' : 'to'}: [{podSelector: {matchLabels: {app: ${other}}}}], ports: [{port: 5432}]}]}`,
  );

export const obs001Examples = {
  failing: cluster(...CRM),
  passing: cluster(...CRM, admits('Ingress', 'db', 'api'), admits('Egress', 'api', 'db')),
  flows: flowLine('crm/api', 'crm/db', 5432),
};

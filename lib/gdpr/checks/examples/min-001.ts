import { flowLine } from '#lib/gdpr/testing/example-flows.ts';
import { cluster, namespace, node, policy } from '#lib/gdpr/testing/manifests.ts';
import { running } from '#lib/gdpr/testing/running.ts';

const CRM = [
  namespace('crm'),
  node('n1'),
  running('crm/db', 'n1', { dataClass: 'personal' }),
  running('crm/api', 'n1'),
  running('crm/old', 'n1'),
];
const admits = (...clients: readonly string[]) =>
  policy(
    'crm/clients',
    `{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [${clients.map((app) => `{podSelector: {matchLabels: {app: ${app}}}}`).join(', ')}], ports: [{port: 5432}]}]}`,
  );

export const min001Examples = {
  failing: cluster(...CRM, admits('api', 'old')),
  passing: cluster(...CRM, admits('api')),
  flows: flowLine('crm/api', 'crm/db', 5432),
};

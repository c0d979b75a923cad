import { flowLine } from '#lib/gdpr/testing/example-flows.ts';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';

/** Both send something to somebody outside; one of the recipients is declared. */
export const obs002Examples = {
  failing: cluster(namespace('crm'), workload('crm/reports', { dataClass: 'personal' })),
  passing: cluster(namespace('crm'), workload('crm/mailer', { dataClass: 'personal' })),
  dataMap: `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
recipients:
- id: mail
  legalEntity: Mailer GmbH
  fqdns: [api.mailer.example]
  importerCountry: DE
`,
  flows: [flowLine('crm/reports', 'api.tracker.example', 443), flowLine('crm/mailer', 'api.mailer.example', 443)].join(
    '\n',
  ),
};

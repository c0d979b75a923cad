import { crmTo } from '#lib/gdpr/testing/recipients.ts';

/** Of two recipients one is in a third country without a recorded basis; the cluster opens one or the other. */
export const egr003Examples = {
  failing: crmTo('198.51.100.0/24'),
  passing: crmTo('203.0.113.0/24'),
  dataMap: `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
recipients:
- id: us-mailer
  legalEntity: Mailer Inc
  cidrs: [198.51.100.0/24]
  importerCountry: US
- id: eu-mailer
  legalEntity: Mailer GmbH
  cidrs: [203.0.113.0/24]
  importerCountry: DE
`,
};

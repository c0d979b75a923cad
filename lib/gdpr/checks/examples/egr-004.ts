import { crmTo } from '#lib/gdpr/testing/recipients.ts';

/** Of two recipients one rests on a certification that nobody confirmed; the cluster opens one or the other. */
export const egr004Examples = {
  failing: crmTo('198.51.100.0/24'),
  passing: crmTo('203.0.113.0/24'),
  dataMap: `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
recipients:
- id: us-mailer
  legalEntity: Mailer Inc
  cidrs: [198.51.100.0/24]
  importerCountry: US
  transfer: { basis: dpf }
- id: us-billing
  legalEntity: Billing Inc
  cidrs: [203.0.113.0/24]
  importerCountry: US
  transfer: { basis: dpf, certified: 2026-09-01 }
`,
};

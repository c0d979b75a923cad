import { crmTo } from '#lib/gdpr/testing/recipients.ts';

/** Of two processors one has an incomplete record; the cluster opens one or the other. */
export const egr005Examples = {
  failing: crmTo('198.51.100.0/24'),
  passing: crmTo('203.0.113.0/24'),
  dataMap: `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
recipients:
- id: mailer
  cidrs: [198.51.100.0/24]
  role: processor
- id: billing
  legalEntity: Billing GmbH
  cidrs: [203.0.113.0/24]
  importerCountry: DE
  role: processor
  contact: privacy@billing.example
  purpose: essential.service.payment_processing
  receives: [user.financial]
  dpa: { ref: DPA-012 }
`,
};

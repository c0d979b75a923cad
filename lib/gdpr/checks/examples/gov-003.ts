import { cluster, DENY_ALL, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [
  namespace('crm', { 'kubernetes.io/metadata.name': 'crm' }),
  namespace('shop', { 'kubernetes.io/metadata.name': 'shop' }),
  workload('shop/web'),
  workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432 }),
];

/** One waiver for two states of a cluster: of the gap that it means, and without it. */
export const gov003Examples = {
  failing: cluster(...CRM, policy('crm/default-deny', DENY_ALL)),
  passing: cluster(...CRM),
  waivers: `waivers:
- id: W-2026-014
  check: ISO-001
  match: { subject: "crm/StatefulSet/crm-db", peer: "any-pod" }
  justification: "Moves to a namespace of its own with release 14"
  riskOwner: head-of-crm
  approvedBy: dpo
  approvedAt: 2026-03-04
  expiresAt: 2026-12-31
  peers: ["shop/Deployment/web"]
`,
} as const;

import type { Recipient } from '../data-map/types.ts';
import { cluster, namespace, policy, workload } from './manifests.ts';

/** A recipient of a DataMap with what a test does not say left empty. */
export function recipient(id: string, parts: Partial<Recipient> = {}): Recipient {
  return { id, line: 1, fqdns: [], cidrs: [], ...parts };
}

/** crm-api holds personal data and may connect to one range of addresses outside. */
export function crmTo(cidr: string): string {
  return cluster(
    namespace('crm'),
    workload('crm/crm-api', { dataClass: 'personal' }),
    policy(
      'crm/out',
      `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: ${cidr}}}], ports: [{port: 443}]}]}`,
    ),
  );
}

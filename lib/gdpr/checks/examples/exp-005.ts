import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const BASE = [namespace('health'), workload('health/records-db', { dataClass: 'special', port: 5432 })];
const out = (block: string) =>
  policy('health/out', `{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: ${block}}]}]}`);

/** Health records whose egress holds the metadata service of the cloud; the same with an exception for it. */
export const exp005Examples = {
  failing: cluster(...BASE, out('{cidr: 0.0.0.0/0}')),
  passing: cluster(...BASE, out('{cidr: 0.0.0.0/0, except: [169.254.169.254/32]}')),
};

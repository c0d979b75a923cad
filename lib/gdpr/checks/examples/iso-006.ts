import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

/** A workload of the pseudonymisation domain `trial`. */
export function part(id: string, name: 'data' | 'additional-information' | 'pseudonymiser', image?: string): string {
  const [, app = ''] = id.split('/');
  const labels = {
    app,
    'ringfence.dev/pseudonymisation-domain': 'trial',
    'ringfence.dev/pseudonymisation-part': name,
  };
  return workload(id, { labels, dataClass: 'pseudonymised', port: 5432, ...(image === undefined ? {} : { image }) });
}

const BASE = [
  namespace('trial'),
  namespace('keys'),
  part('trial/analysis', 'data'),
  part('trial/pseudonymiser', 'pseudonymiser'),
  part('keys/patient-keys', 'additional-information'),
];
const admits = (app: string) =>
  policy(
    'keys/patient-keys',
    `{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: trial}}, podSelector: {${app}}}]}]}`,
  );
const CLOSED = policy('trial/deny', '{podSelector: {}, policyTypes: [Ingress]}');

/** Pseudonymised data that reaches the keys of its domain; keys that only the pseudonymiser reaches. */
export const iso006Examples = {
  failing: cluster(...BASE, CLOSED, admits('')),
  passing: cluster(...BASE, CLOSED, admits('matchLabels: {app: pseudonymiser}')),
};

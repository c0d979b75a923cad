import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CLUSTER = [
  namespace('crm'),
  namespace('kube-system'),
  workload('crm/crm-api', { dataClass: 'personal' }),
  workload('kube-system/coredns', { dataClass: 'none', labels: { 'k8s-app': 'kube-dns' } }),
];
const dnsTo = (peer: string) =>
  policy(
    'crm/dns',
    `{podSelector: {}, policyTypes: [Egress], egress: [{to: [${peer}], ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]}]}`,
  );

/** DNS that may go anywhere, and DNS that may go to the cluster's resolver. */
export const dns002Examples = {
  failing: cluster(...CLUSTER, dnsTo('{ipBlock: {cidr: 0.0.0.0/0}}')),
  passing: cluster(
    ...CLUSTER,
    dnsTo(
      '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}',
    ),
  ),
};

import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [
  namespace('shop'),
  namespace('kube-system'),
  workload('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' }, dataClass: 'none', port: 53 }),
  workload('shop/fraud-check'),
];
const PROVIDER = '{to: [{ipBlock: {cidr: 203.0.113.10/32}}], ports: [{port: 443}]}';
const DNS =
  '{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}';
const restrictEgress = (rules: string) =>
  policy('shop/restrict-egress', `{podSelector: {}, policyTypes: [Egress], egress: [${rules}]}`);

export const dns001Examples: CheckExamples = {
  failing: cluster(...CLUSTER, restrictEgress(PROVIDER)),
  passing: cluster(...CLUSTER, restrictEgress(`${PROVIDER}, ${DNS}`)),
};

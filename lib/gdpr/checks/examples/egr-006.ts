import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [
  namespace('crm'),
  workload('crm/crm-db', { dataClass: 'personal', kind: 'StatefulSet', image: 'postgres:16', port: 5432 }),
];
const egress = (rules: string) => policy('crm/db-out', `{podSelector: {}, policyTypes: [Egress], egress: [${rules}]}`);
const DNS =
  '{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{protocol: UDP, port: 53}, {port: 53}]}';

/** A store that may connect to every namespace, and one that may only resolve names and talk to its own. */
export const egr006Examples = {
  failing: cluster(
    ...CRM,
    namespace('shop'),
    workload('shop/cart', { dataClass: 'none', port: 8080 }),
    egress('{to: [{namespaceSelector: {}}]}'),
  ),
  passing: cluster(
    ...CRM,
    namespace('shop'),
    workload('shop/cart', { dataClass: 'none', port: 8080 }),
    egress(`{to: [{podSelector: {}}]}, ${DNS}`),
  ),
};

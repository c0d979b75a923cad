import { cluster, namespace, node, workload } from '#lib/gdpr/testing/manifests.ts';

const CRM = [namespace('crm'), workload('crm/db', { dataClass: 'personal' })];

export const enf001Examples = {
  failing: cluster(
    ...CRM,
    node('n1', { 'flannel.alpha.coreos.com/backend-type': 'vxlan' }),
    node('n2', { 'flannel.alpha.coreos.com/backend-type': 'vxlan' }),
  ),
  passing: cluster(
    ...CRM,
    node('n1', { 'projectcalico.org/IPv4Address': '10.0.0.1/24' }),
    node('n2', { 'projectcalico.org/IPv4Address': '10.0.0.2/24' }),
  ),
};

import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';

const onHost = (hostNetwork: boolean) =>
  workload('crm/db', { dataClass: 'personal', image: 'postgres:16', port: 5432, pod: { hostNetwork } });

export const enf002Examples = {
  failing: cluster(namespace('crm'), onHost(true)),
  passing: cluster(namespace('crm'), onHost(false)),
};

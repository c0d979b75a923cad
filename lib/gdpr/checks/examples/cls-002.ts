import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';

const PERSONAL = { 'ringfence.dev/data-class': 'personal' };

/** The namespace says personal and the workload says none; where both say the same there is nothing to correct. */
export const cls002Examples = {
  failing: cluster(namespace('crm', PERSONAL), workload('crm/web', { dataClass: 'none' })),
  passing: cluster(namespace('crm', PERSONAL), workload('crm/web', { dataClass: 'personal' })),
};

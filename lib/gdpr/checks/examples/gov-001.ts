import { cluster, workload } from '#lib/gdpr/testing/manifests.ts';

const RECORD = {
  'ringfence.dev/owner': 'team-crm',
  'ringfence.dev/data-purposes': 'essential.service',
  'ringfence.dev/record': 'RoPA-004',
  'ringfence.dev/data-subjects': 'customer',
  'ringfence.dev/retention': 'DEL-12',
};
const DB = workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal' });

/** Personal data of which the record of processing activities can say nothing, and one that says it all. */
export const gov001Examples = {
  failing: DB,
  passing: cluster(
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: crm, annotations: ${JSON.stringify(RECORD)}}`,
    DB,
  ),
};

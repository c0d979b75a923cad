import { cluster, DENY_ALL, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';

const TO_DB =
  '{podSelector: {matchLabels: {app: crm-db}}, ingress: [{from: [{podSelector: {matchLabels: {app: sync}}}]}]}';
const FROM_SYNC =
  '{podSelector: {matchLabels: {app: sync}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: crm-db}}}]}]}';
const DB = workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432 });

/** Nobody says what `sync` handles, and it can connect to personal data; with a class, it is known. */
export const cls001Examples = {
  failing: cluster(
    namespace('crm'),
    DB,
    workload('crm/sync'),
    policy('crm/deny', DENY_ALL),
    policy('crm/db', TO_DB),
    policy('crm/sync', FROM_SYNC),
  ),
  passing: cluster(
    namespace('crm'),
    DB,
    workload('crm/sync', { dataClass: 'personal' }),
    policy('crm/deny', DENY_ALL),
    policy('crm/db', TO_DB),
    policy('crm/sync', FROM_SYNC),
  ),
};

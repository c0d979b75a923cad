import type { DataClass } from '../types.ts';

/** What a signal speaks for: that something is kept there, or a class of data. Signals only raise (gdpr.md §4.4). */
export type SignalGives = 'data-at-rest' | Extract<DataClass, 'personal' | 'special'>;

/** Signals of different kinds are independent of each other; of one kind the strongest counts. */
export type SignalKind = 'image' | 'name' | 'port' | 'label' | 'clients' | 'backup';

/** One line of the table. Ids are permanent; a retired id is never used again. */
export interface SignalRule {
  readonly id: string;
  readonly gives: SignalGives;
  /** 0 to 1: one of 0.7 is enough for a class, else two of different kinds are needed. */
  readonly weight: number;
  /** What it stands for, as a phrase: "newsletter software". */
  readonly reason: string;
}

/** Matched against the words of an image's last path part: `docker.io/bitnami/postgresql:16` has the word `postgresql`. */
export interface ImageRule extends SignalRule {
  readonly words: readonly string[];
}

export const IMAGE_RULES: readonly ImageRule[] = [
  {
    id: 'H-STORE-01',
    gives: 'data-at-rest',
    weight: 0.9,
    reason: 'relational database',
    words: [
      ...['postgres', 'postgresql', 'timescale', 'timescaledb', 'postgis', 'cockroach', 'cockroachdb', 'mysql'],
      ...['mariadb', 'percona', 'mssql', 'oracle'],
    ],
  },
  {
    id: 'H-STORE-02',
    gives: 'data-at-rest',
    weight: 0.9,
    reason: 'document, column or graph database',
    words: [
      ...['mongo', 'mongodb', 'couchdb', 'cassandra', 'scylla', 'clickhouse', 'influxdb', 'neo4j', 'elasticsearch'],
      'opensearch',
    ],
  },
  {
    id: 'H-STORE-03',
    gives: 'data-at-rest',
    weight: 0.9,
    reason: 'key-value store or cache',
    words: ['redis', 'valkey', 'keydb', 'dragonfly', 'memcached', 'etcd'],
  },
  { id: 'H-STORE-04', gives: 'data-at-rest', weight: 0.9, reason: 'object storage', words: ['minio', 'ceph'] },
  {
    id: 'H-STORE-05',
    gives: 'data-at-rest',
    weight: 0.9,
    reason: 'message broker',
    words: ['kafka', 'redpanda', 'rabbitmq', 'nats'],
  },
  {
    id: 'H-IMG-01',
    gives: 'personal',
    weight: 0.8,
    reason: 'identity server',
    words: ['keycloak', 'dex', 'authentik', 'zitadel', 'kratos', 'openldap', 'freeipa'],
  },
  {
    id: 'H-IMG-02',
    gives: 'personal',
    weight: 0.8,
    reason: 'customer or enterprise management',
    words: ['odoo', 'suitecrm', 'espocrm', 'erpnext'],
  },
  {
    id: 'H-IMG-03',
    gives: 'personal',
    weight: 0.8,
    reason: 'collaboration or chat',
    words: ['nextcloud', 'mattermost', 'rocketchat', 'rocket.chat', 'synapse', 'zulip'],
  },
  { id: 'H-IMG-04', gives: 'personal', weight: 0.8, reason: 'learning platform', words: ['moodle'] },
  {
    id: 'H-IMG-05',
    gives: 'personal',
    weight: 0.7,
    reason: 'web site or shop with accounts',
    words: ['wordpress', 'magento', 'prestashop', 'shopware'],
  },
  {
    id: 'H-IMG-06',
    gives: 'personal',
    weight: 0.8,
    reason: 'mail server',
    words: ['mailcow', 'postfix', 'dovecot'],
  },
  { id: 'H-IMG-07', gives: 'personal', weight: 0.8, reason: 'newsletter software', words: ['listmonk', 'mautic'] },
  {
    id: 'H-IMG-08',
    gives: 'personal',
    weight: 0.7,
    reason: 'usage analytics',
    words: ['matomo', 'plausible', 'umami', 'posthog'],
  },
  { id: 'H-IMG-09', gives: 'personal', weight: 0.7, reason: 'error tracking', words: ['sentry'] },
  { id: 'H-IMG-10', gives: 'personal', weight: 0.8, reason: 'support desk', words: ['chatwoot', 'zammad'] },
  {
    id: 'H-IMG-20',
    gives: 'special',
    weight: 0.8,
    reason: 'health records or medical images',
    words: ['hapi', 'openmrs', 'openemr', 'orthanc', 'dcm4chee', 'gnuhealth'],
  },
  {
    id: 'H-LOG-01',
    gives: 'personal',
    weight: 0.4,
    reason: 'logs or traces, which may hold personal data',
    words: ['loki', 'elasticsearch', 'jaeger', 'tempo', 'opensearch-dashboards'],
  },
];

/** Images of side processes: they carry the name of what they serve and keep nothing themselves. */
export const SIDE_PROCESS =
  /exporter|backup|client|operator|proxy|pooler|bouncer|commander|dashboards|sidecar|agent|migrat/;

export const BACKUP_RULE: ImageRule = {
  id: 'H-BAK-01',
  gives: 'personal', // the class of the stores that it reaches
  weight: 0.7,
  reason: 'backup, which holds what it reaches',
  words: ['velero', 'pgbackrest', 'barman', 'restic'],
};

/** Matched against the words of the names of namespace and workload, in singular and plural. */
export interface NameRule extends SignalRule {
  readonly words: readonly string[];
  /** Words that begin so: genome, genomics. */
  readonly stems?: readonly string[];
}

export const NAME_RULES: readonly NameRule[] = [
  {
    id: 'H-NAME-01',
    gives: 'personal',
    weight: 0.3,
    reason: 'a word for people or what they do',
    words: [
      ...['user', 'account', 'customer', 'client', 'patient', 'member', 'employee', 'hr', 'payroll', 'crm', 'identity'],
      ...['auth', 'order', 'invoice', 'billing', 'kyc', 'profile', 'consent', 'newsletter'],
    ],
  },
  {
    id: 'H-NAME-02',
    gives: 'special',
    weight: 0.4,
    reason: 'a word for data of a special category',
    words: ['health', 'medical', 'fhir', 'hl7', 'dicom', 'faceid', 'criminal', 'union'],
    stems: ['genom', 'biometr'],
  },
];

/** Matched against the ports that a workload serves. */
export interface PortRule extends SignalRule {
  readonly ports: readonly number[];
}

export const PORT_RULES: readonly PortRule[] = [
  {
    id: 'H-PORT-01',
    gives: 'data-at-rest',
    weight: 0.9,
    reason: 'port of a data store',
    ports: [
      ...[5432, 3306, 1433, 1521, 27017, 6379, 9042, 9200, 9300, 8123, 9000, 9092, 5672, 11211, 2379, 389, 636, 445],
      2049,
    ],
  },
  { id: 'H-PORT-02', gives: 'personal', weight: 0.4, reason: 'mail', ports: [25, 465, 587, 143, 993] },
  { id: 'H-PORT-03', gives: 'special', weight: 0.6, reason: 'medical images (DICOM)', ports: [104, 11112] },
  { id: 'H-PORT-04', gives: 'special', weight: 0.6, reason: 'medical messages (HL7)', ports: [2575] },
];

/** A store that keeps its volumes. */
export const CLAIM_RULE: SignalRule = {
  id: 'H-STORE-06',
  gives: 'data-at-rest',
  weight: 0.9,
  reason: 'StatefulSet with a volume claim',
};

/** One step along the connections, never further. */
export const CLIENTS_RULE: SignalRule = {
  id: 'H-GRAPH-01',
  gives: 'personal',
  weight: 0.3,
  reason:
    'all workloads that can connect to this store, agents of the cluster on every node aside, handle personal data',
};

/** Labels of other vocabularies (gdpr.md §4.1). They speak of confidentiality or of a law, so none of them declares. */
export interface LabelRule extends SignalRule {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

export const LABEL_RULES: readonly LabelRule[] = [
  {
    id: 'H-LABEL-01',
    gives: 'personal',
    weight: 0.8,
    reason: 'a label that says personal data',
    keys: ['contains-pii', 'pii'],
    values: ['true', 'yes'],
  },
  {
    id: 'H-LABEL-02',
    gives: 'personal',
    weight: 0.8,
    reason: 'a label that says personal data',
    keys: ['data-classification', 'data-class', 'dataclassification'],
    values: ['personal', 'personal-data', 'pii'],
  },
  {
    id: 'H-LABEL-03',
    gives: 'personal',
    weight: 0.6,
    reason: 'a label that says the GDPR applies',
    keys: ['compliance/gdpr', 'gdpr'],
    values: ['true', 'yes'],
  },
  {
    id: 'H-LABEL-04',
    gives: 'personal',
    weight: 0.3,
    reason: 'a label that says confidential, which may mean personal data',
    keys: ['data-classification', 'data-class', 'dataclassification'],
    values: ['restricted', 'confidential'],
  },
];

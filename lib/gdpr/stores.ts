import type { ServedPort } from './served-ports.ts';

/** The parts of gdpr.md §4.4 that say "data at rest". They say nothing about personal data. */
const STORE_IMAGES: readonly string[] = [
  'postgres',
  'postgresql',
  'timescale',
  'timescaledb',
  'postgis',
  'cockroach',
  'cockroachdb',
  'mysql',
  'mariadb',
  'percona',
  'mssql',
  'oracle',
  'mongo',
  'mongodb',
  'couchdb',
  'cassandra',
  'scylla',
  'redis',
  'valkey',
  'keydb',
  'dragonfly',
  'memcached',
  'elasticsearch',
  'opensearch',
  'clickhouse',
  'influxdb',
  'neo4j',
  'minio',
  'ceph',
  'kafka',
  'redpanda',
  'rabbitmq',
  'nats',
  'etcd',
];
const STORE_PORTS: ReadonlySet<number> = new Set([
  5432, 3306, 1433, 1521, 27017, 6379, 9042, 9200, 9300, 8123, 9000, 9092, 5672, 11211, 2379, 389, 636, 445, 2049,
]);
/** Side processes that carry a store's name and hold nothing. */
const NOT_A_STORE = /exporter|backup|client|operator|proxy|pooler|bouncer|commander|dashboards|sidecar|agent|migrat/;

export type StoreSign = 'label' | 'image' | 'port' | 'claim';

export interface StoreEvidence {
  readonly labels: 'true' | 'false' | undefined;
  readonly images: readonly string[];
  readonly served: readonly ServedPort[];
  readonly claims: boolean;
  readonly kind: string;
}

/** The sign by which a workload counts as a data store, or undefined. A label decides alone, in both directions. */
export function storeSign(evidence: StoreEvidence): StoreSign | undefined {
  if (evidence.labels !== undefined) return evidence.labels === 'true' ? 'label' : undefined;
  if (evidence.images.some(isStoreImage)) return 'image';
  if (evidence.served.some(({ port }) => isStorePort(port))) return 'port';
  if (evidence.kind === 'StatefulSet' && evidence.claims) return 'claim';
  return undefined;
}

/** Whether stores are used to answer on a TCP port. */
export function isStorePort(port: number): boolean {
  return STORE_PORTS.has(port);
}

/** `docker.io/bitnami/postgresql:16@sha256:…` → the last path part, split into words. */
function isStoreImage(image: string): boolean {
  const path = (image.split('@')[0] ?? image).toLowerCase();
  const last = (path.split('/').at(-1) ?? path).split(':')[0] ?? path;
  if (NOT_A_STORE.test(last)) return false;
  const words = last.split(/[^a-z0-9]+/);
  return STORE_IMAGES.some((store) => words.includes(store));
}

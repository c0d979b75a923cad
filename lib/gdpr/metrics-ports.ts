import type { WorkloadFacts } from './workload-facts.ts';

/** How people name a port on which a process tells its figures. */
const METRICS_NAME = /^(?:http-?|tcp-?)?metrics$|^prometheus$|-metrics$|^metrics-|exporter/i;

/**
 * Ports on which exporters of stores answer by default: of nodes, MySQL, nginx, Elasticsearch, Redis, PgBouncer, Memcached,
 * PostgreSQL, MongoDB, Kafka, the JVM, RabbitMQ, and Prometheus' own. Kafka's further listeners (9091 to 9098) are none.
 */
const METRICS_PORTS: ReadonlySet<number> = new Set([
  9090, 9100, 9104, 9113, 9114, 9121, 9127, 9150, 9187, 9216, 9308, 9404, 9419, 15_692,
]);

/** Whether a TCP port of a workload tells figures and no data, by the name that its containers give it, or its number. */
export function isMetricsPort({ pods, controller }: WorkloadFacts, port: number): boolean {
  const spec = pods[0]?.spec ?? controller?.spec.template.spec;
  const declared = (spec?.containers ?? []).flatMap(({ ports }) => ports ?? []);
  const names = declared.flatMap(({ containerPort, name }) => (containerPort === port ? (name ?? []) : []));
  return names.length > 0 ? names.every((name) => METRICS_NAME.test(name)) : METRICS_PORTS.has(port);
}

import type { FlowEnd, FlowVerdict } from './flow-obs.ts';
import type { ContradictionReason } from './observed.ts';

/** fraud-check resolved names until its policy was narrowed (restrict-egress), so long before now. */
const NARROWED_AGO = 2 * 60 * 60_000;

/** One that talks to another, all day or a part of it. */
export interface DemoEdge {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly port: number;
  readonly udp?: true;
  /** Connections in ten minutes, at the busiest hour. */
  readonly busy: number;
  /** `office`: like people work; `even`: machines; `night`: once, at three o'clock. */
  readonly rhythm: 'office' | 'even' | 'night';
  /** Absent: allowed. */
  readonly verdict?: FlowVerdict;
  /** Where it was refused. */
  readonly at?: 'ingress' | 'egress';
  /** Only so many milliseconds before the end of the day, or longer before it. */
  readonly until?: number;
  /** Only so many milliseconds before the end of the day, or later. */
  readonly since?: number;
  /** It passed, though the policies of the demo allow it no more. */
  readonly unexplained?: ContradictionReason;
}

/** `ns/Kind/name` */
function end(workload: string): FlowEnd {
  const [namespace = '', kind = '', name = ''] = workload.split('/');
  return { namespace, workload: { kind, name } };
}

function outside(ip: string, ...names: readonly string[]): FlowEnd {
  return { ip, outside: true, ...(names.length === 0 ? {} : { names }) };
}

type Rhythm = DemoEdge['rhythm'];
const edge = (from: string | FlowEnd, to: string | FlowEnd, port: number, busy: number, rhythm: Rhythm): DemoEdge => ({
  from: typeof from === 'string' ? end(from) : from,
  to: typeof to === 'string' ? end(to) : to,
  port,
  busy,
  rhythm,
});

const NGINX = 'ingress/Deployment/ingress-nginx';
const OAUTH = 'ingress/Deployment/oauth2-proxy';
const ORDERS = 'shop/Deployment/orders';
const STOREFRONT = 'shop/Deployment/storefront';
const PAYMENTS = 'payments/Deployment/payments-api';
const FRAUD = 'payments/Deployment/fraud-check';
const CONNECTOR = 'payments/Deployment/psp-connector';
const PSEUDONYMISER = 'health-records/Deployment/pseudonymiser';
const RECORDS_DB = 'health-records/StatefulSet/records-db';
const PROMETHEUS = 'monitoring/StatefulSet/prometheus';
const DNS = 'kube-system/Deployment/coredns';

const RESOLVING = [ORDERS, NGINX, PAYMENTS, CONNECTOR, STOREFRONT, 'crm/StatefulSet/crm-db', PSEUDONYMISER];

/** Who talks to whom in the demo, as its policies let them; what its policies do not explain is marked. */
export const DEMO_EDGES: readonly DemoEdge[] = [
  // people, from the front door inwards
  edge(outside('192.0.2.0'), NGINX, 443, 240, 'office'),
  edge(NGINX, STOREFRONT, 8080, 180, 'office'),
  edge(NGINX, OAUTH, 4180, 40, 'office'),
  edge(NGINX, 'crm/Deployment/crm-web', 8080, 25, 'office'),
  edge(NGINX, 'health-records/Deployment/records-api', 8080, 30, 'office'),
  edge(STOREFRONT, 'shop/Deployment/cart', 8080, 90, 'office'),
  edge(STOREFRONT, ORDERS, 8080, 30, 'office'),
  edge('shop/Deployment/cart', 'shop/Deployment/redis', 6379, 60, 'office'),
  edge(ORDERS, 'shop/StatefulSet/orders-db', 5432, 40, 'office'),
  edge(ORDERS, PAYMENTS, 8443, 18, 'office'),
  edge(PAYMENTS, 'payments/StatefulSet/payments-db', 5432, 24, 'office'),
  edge(PAYMENTS, FRAUD, 8080, 18, 'office'),
  edge(PAYMENTS, CONNECTOR, 8080, 16, 'office'),
  edge('crm/Deployment/crm-web', 'crm/Deployment/crm-api', 8080, 25, 'office'),
  edge('crm/Deployment/crm-api', 'crm/StatefulSet/crm-db', 5432, 30, 'office'),
  edge('health-records/Deployment/records-api', RECORDS_DB, 5432, 35, 'office'),
  // recipients that the DataMap declares, and one that it does not
  edge(ORDERS, outside('198.51.100.25', 'smtp.mailgate.example'), 587, 14, 'office'),
  edge(CONNECTOR, outside('203.0.113.5', 'api.payrail.example'), 443, 16, 'office'),
  edge(FRAUD, outside('203.0.113.40', 'risk.payrail.example'), 443, 18, 'office'),
  edge('crm/Deployment/mailer', outside('192.0.2.77', 'track.newsletter.example'), 443, 6, 'office'),
  // machines
  edge(PROMETHEUS, PAYMENTS, 9090, 20, 'even'),
  edge(PROMETHEUS, FRAUD, 9090, 20, 'even'),
  edge(PROMETHEUS, CONNECTOR, 9090, 20, 'even'),
  edge(PROMETHEUS, ORDERS, 9187, 20, 'even'),
  edge('monitoring/Deployment/grafana', PROMETHEUS, 9090, 8, 'office'),
  edge(PSEUDONYMISER, RECORDS_DB, 5432, 6, 'even'),
  edge(PSEUDONYMISER, 'analytics/Deployment/collector', 4317, 6, 'even'),
  edge('analytics/Deployment/collector', 'analytics/StatefulSet/clickhouse', 9000, 12, 'even'),
  edge('analytics/Deployment/metabase', 'analytics/StatefulSet/clickhouse', 8123, 8, 'office'),
  ...RESOLVING.map((from) => ({ ...edge(from, DNS, 53, 12, 'office'), udp: true as const })),
  // by night
  edge('crm/StatefulSet/crm-db', outside('10.20.0.15'), 443, 4, 'night'),
  edge('legacy/CronJob/report-cron', 'legacy/Deployment/erp', 8080, 2, 'night'),
  // refused
  { ...edge('legacy/Deployment/erp', PAYMENTS, 8443, 1, 'even'), verdict: 'denied', at: 'ingress' },
  {
    ...edge('analytics/Deployment/metabase', 'shop/StatefulSet/orders-db', 5432, 2, 'office'),
    verdict: 'denied',
    at: 'ingress',
  },
  // narrowed while it ran: what worked this morning is refused since
  { ...edge(FRAUD, DNS, 53, 10, 'even'), udp: true, until: NARROWED_AGO, unexplained: 'policy-changed' },
  { ...edge(FRAUD, DNS, 53, 10, 'even'), udp: true, since: NARROWED_AGO, verdict: 'denied', at: 'egress' },
  // a connection from before the ingress of orders-db was closed, which nobody has ended
  {
    ...edge('crm/Deployment/mailer', 'shop/StatefulSet/orders-db', 5432, 1, 'even'),
    unexplained: 'connection-older',
  },
  // its policy is tried out: it passes, and would not
  {
    ...edge(PROMETHEUS, 'health-records/Deployment/records-api', 9090, 20, 'even'),
    verdict: 'would-deny',
    at: 'ingress',
  },
  // a pod that was gone before anybody could say which it was
  edge({ ip: '10.42.2.99' }, 'analytics/StatefulSet/clickhouse', 8123, 1, 'night'),
];

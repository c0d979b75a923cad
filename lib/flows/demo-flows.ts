import type { FlowCoverage, FlowEnd, FlowObs, FlowPolicy } from './flow-obs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** One record stands for so long. */
const STEP = 10 * MINUTE;
const SOURCE = 'demo';
const NODES = ['w1', 'w2', 'w3'];

/** The node that nobody observed for an hour: what ran only there was not seen in it. */
const UNSEEN = { node: 'w3', beganAgo: 9 * HOUR, endedAgo: 8 * HOUR };
/** fraud-check resolved names until its policy was narrowed (restrict-egress), so long before now. */
const NARROWED_AGO = 2 * HOUR;

interface Edge {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly port: number;
  readonly udp?: true;
  /** Connections in ten minutes, at the busiest hour. */
  readonly busy: number;
  /** `office`: like people work; `even`: machines; `night`: once, at three o'clock. */
  readonly rhythm: 'office' | 'even' | 'night';
  readonly denied?: { readonly at: 'ingress' | 'egress'; readonly policies?: readonly FlowPolicy[] };
  /** Only so long ago or longer; only so long ago or shorter. */
  readonly until?: number;
  readonly since?: number;
}

/**
 * A believable day of the demo's cluster that ends at `now`: permissions that are used, others that are not, some that
 * were refused. The same for the same seed. Nobody's data: ends are workloads and addresses kept for documentation.
 */
export function demoFlows(
  now: number,
  seed = 1,
): { readonly flows: readonly FlowObs[]; readonly coverage: readonly FlowCoverage[] } {
  const random = numbersFrom(seed);
  const flows: FlowObs[] = [];
  const end = Math.floor(now / MINUTE) * MINUTE;
  for (let t0 = end - DAY; t0 < end; t0 += STEP) {
    for (const edge of EDGES) {
      const ago = end - t0;
      if (ago < (edge.until ?? 0) || ago > (edge.since ?? DAY) || isUnseen(edge, ago)) continue;
      const wanted = edge.busy * shareOf(edge.rhythm, t0);
      const connections = Math.floor(wanted * (0.7 + 0.6 * random()) + random());
      if (connections > 0) flows.push(observed(edge, t0, connections));
    }
  }
  return { flows, coverage: NODES.flatMap((node) => coverageOf(node, end)) };
}

/** Numbers from 0 up to 1, the same for the same seed on every machine. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

function isUnseen({ from, to }: Edge, ago: number): boolean {
  const away = (flow: FlowEnd) => flow.workload !== undefined && ONLY_ON_UNSEEN.has(flow.workload.name);
  return ago <= UNSEEN.beganAgo && ago > UNSEEN.endedAgo && (away(from) || away(to));
}

/** Workloads whose pods all run on the node that was not observed. */
const ONLY_ON_UNSEEN: ReadonlySet<string> = new Set(['records-db', 'pseudonymiser', 'cart', 'alertmanager']);

function coverageOf(node: string, end: number): readonly FlowCoverage[] {
  const connected = (t0: number, t1: number): FlowCoverage => ({ type: 'connected', source: SOURCE, node, t0, t1 });
  if (node !== UNSEEN.node) return [connected(end - DAY, end)];
  return [connected(end - DAY, end - UNSEEN.beganAgo), connected(end - UNSEEN.endedAgo, end)];
}

const BY_HOUR = [1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 9, 10, 11, 11, 10, 9, 8, 7, 6, 4, 3, 2];

/** Of the busiest hour. Hours are of UTC, so that the day is the same wherever it is looked at. */
function shareOf(rhythm: Edge['rhythm'], at: number): number {
  const hour = Math.floor(at / HOUR) % 24;
  if (rhythm === 'even') return 1;
  if (rhythm === 'night') return hour === 3 && at % HOUR < STEP ? 1 : 0;
  return (BY_HOUR[hour] ?? 1) / 12;
}

function observed(edge: Edge, t0: number, connections: number): FlowObs {
  const { denied, to } = edge;
  return {
    source: SOURCE,
    t0,
    t1: t0 + STEP - 1,
    seenAt: to.outside || denied?.at === 'egress' ? 1 : denied?.at === 'ingress' || edge.from.outside ? 2 : 3,
    from: edge.from,
    to,
    protocol: edge.udp ? 17 : 6,
    toPort: edge.port,
    verdict: denied === undefined ? 'allowed' : 'denied',
    decidedAt: denied?.at ?? null,
    trust: 'datapath',
    policies: denied?.policies ?? [],
    connections,
    bytesOut: null, // as Hubble, which counts none
    bytesIn: null,
    packetsOut: null,
    packetsIn: null,
    sampling: 1,
  };
}

/** `ns/Kind/name` */
function end(workload: string): FlowEnd {
  const [namespace = '', kind = '', name = ''] = workload.split('/');
  return { namespace, workload: { kind, name } };
}

function outside(ip: string, ...names: readonly string[]): FlowEnd {
  return { ip, outside: true, ...(names.length === 0 ? {} : { names }) };
}

type Rhythm = Edge['rhythm'];
const edge = (from: string | FlowEnd, to: string | FlowEnd, port: number, busy: number, rhythm: Rhythm): Edge => ({
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

const EDGES: readonly Edge[] = [
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
  { ...edge('legacy/Deployment/erp', PAYMENTS, 8443, 1, 'even'), denied: { at: 'ingress' } },
  {
    ...edge('analytics/Deployment/metabase', 'shop/StatefulSet/orders-db', 5432, 2, 'office'),
    denied: { at: 'ingress' },
  },
  // narrowed while it ran: what worked this morning is refused since
  { ...edge(FRAUD, DNS, 53, 10, 'even'), udp: true, until: NARROWED_AGO },
  { ...edge(FRAUD, DNS, 53, 10, 'even'), udp: true, since: NARROWED_AGO, denied: { at: 'egress' } },
];

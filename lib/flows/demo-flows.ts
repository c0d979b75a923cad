import { DEMO_FLOWS } from './complete-sources.ts';
import { DEMO_EDGES, type DemoEdge } from './demo-edges.ts';
import type { FlowCoverage, FlowEnd, FlowObs } from './flow-obs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NODES = ['w1', 'w2', 'w3'];

/** The node that nobody observed for two hours, more than a twentieth of the day: what ran only there was not seen in it. */
const UNSEEN = { node: 'w3', beganAgo: 9 * HOUR, endedAgo: 7 * HOUR };

export interface DemoFlows {
  readonly flows: readonly FlowObs[];
  readonly coverage: readonly FlowCoverage[];
}

/**
 * A believable day of the demo's cluster that ends at `now`: permissions that are used, others that are not, some that
 * were refused. The same for the same seed. Nobody's data: ends are workloads and addresses kept for documentation.
 */
export function demoFlows(now: number, seed = 1): DemoFlows {
  const end = Math.floor(now / MINUTE) * MINUTE;
  const flows: FlowObs[] = [];
  for (let minute = end - DAY; minute < end; minute += MINUTE) flows.push(...flowsOf(minute, end, seed));
  return { flows, coverage: NODES.flatMap((node) => coverageOf(node, end)) };
}

/** How the day goes on: one minute more. @param now when the day of `demoFlows` ended. */
export function demoMinute(minute: number, now: number, seed = 1): DemoFlows {
  const end = Math.floor(now / MINUTE) * MINUTE;
  return {
    flows: flowsOf(minute, end, seed),
    coverage: NODES.map((node) => connected(node, minute, minute + MINUTE)),
  };
}

/** Each minute has numbers of its own, so that it is the same whenever the day begins. */
function flowsOf(minute: number, end: number, seed: number): readonly FlowObs[] {
  const random = numbersFrom(seed * 40_503 + minute / MINUTE);
  const ago = end - minute;
  return DEMO_EDGES.flatMap((edge) => {
    const [swing, chance] = [random(), random()];
    if (ago < (edge.until ?? Number.NEGATIVE_INFINITY) || ago > (edge.since ?? DAY) || isUnseen(edge, ago)) return [];
    const wanted = connectionsIn(minute, edge);
    const connections = Math.floor(wanted * (0.7 + 0.6 * swing) + chance);
    return connections > 0 ? [observed(edge, minute, connections)] : [];
  });
}

/** Numbers from 0 up to 1, the same for the same seed on every machine. */
function numbersFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e37_79b1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

function isUnseen({ from, to }: DemoEdge, ago: number): boolean {
  const away = (flow: FlowEnd) => flow.workload !== undefined && ONLY_ON_UNSEEN.has(flow.workload.name);
  return ago <= UNSEEN.beganAgo && ago > UNSEEN.endedAgo && (away(from) || away(to));
}

/** Workloads whose pods all run on the node that was not observed. */
export const ONLY_ON_UNSEEN: ReadonlySet<string> = new Set([
  'alertmanager',
  'cart',
  'oauth2-proxy',
  'pseudonymiser',
  'records-db',
  'report-cron',
  'spark-job',
]);

function coverageOf(node: string, end: number): readonly FlowCoverage[] {
  if (node !== UNSEEN.node) return [connected(node, end - DAY, end)];
  return [connected(node, end - DAY, end - UNSEEN.beganAgo), connected(node, end - UNSEEN.endedAgo, end)];
}

function connected(node: string, t0: number, t1: number): FlowCoverage {
  return { type: 'connected', source: DEMO_FLOWS, node, t0, t1 };
}

const BY_HOUR = [1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 9, 10, 11, 11, 10, 9, 8, 7, 6, 4, 3, 2];

/** Hours are of UTC, so that the day is the same wherever it is looked at. */
function connectionsIn(minute: number, { busy, rhythm }: DemoEdge): number {
  const hour = Math.floor(minute / HOUR) % 24;
  if (rhythm === 'night') return hour === 3 && minute % HOUR === 0 ? busy : 0;
  return (busy / 10) * (rhythm === 'even' ? 1 : (BY_HOUR[hour] ?? 1) / 12);
}

function observed({ from, to, port, udp, ...edge }: DemoEdge, t0: number, connections: number): FlowObs {
  const { verdict = 'allowed', at = null } = edge;
  return {
    source: DEMO_FLOWS,
    t0,
    t1: t0 + MINUTE - 1,
    seenAt: to.outside || (verdict === 'denied' && at === 'egress') ? 1 : at === 'ingress' || from.outside ? 2 : 3,
    from,
    to,
    protocol: udp ? 17 : 6,
    toPort: port,
    verdict,
    decidedAt: at,
    trust: 'datapath',
    policies: [],
    connections,
    bytesOut: null, // as Hubble, which counts none
    bytesIn: null,
    packetsOut: null,
    packetsIn: null,
    sampling: 1,
  };
}

import { DEMO_EDGES, type DemoEdge } from './demo-edges.ts';
import type { FlowCoverage, FlowEnd, FlowObs } from './flow-obs.ts';
import { DEMO_FLOWS } from './source-ids.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What is longer ago is told by ten minutes. */
const TEN = 10 * MINUTE;
const LONGER_AGO = 2 * HOUR;
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
  for (let t0 = end - DAY, span = MINUTE; t0 < end; t0 += span) {
    span = t0 % TEN === 0 && end - t0 >= LONGER_AGO + TEN ? TEN : MINUTE;
    flows.push(...flowsOf(t0, span, end, seed));
  }
  return { flows, coverage: NODES.flatMap((node) => coverageOf(node, end)) };
}

/** How the day goes on: one minute more. @param now when the day of `demoFlows` ended. */
export function demoMinute(minute: number, now: number, seed = 1): DemoFlows {
  const end = Math.floor(now / MINUTE) * MINUTE;
  return {
    flows: flowsOf(minute, MINUTE, end, seed),
    coverage: NODES.map((node) => connected(node, minute, minute + MINUTE)),
  };
}

/** Each time has numbers of its own, so that it is the same whenever the day begins. */
function flowsOf(t0: number, span: number, end: number, seed: number): readonly FlowObs[] {
  const random = numbersFrom(seed * 40_503 + t0 / MINUTE);
  const ago = end - t0;
  const unseen = isUnseen(t0, end);
  return DEMO_EDGES.flatMap((edge) => {
    const [swing, chance] = [random(), random()];
    if (ago < (edge.until ?? Number.NEGATIVE_INFINITY) || ago > (edge.since ?? DAY)) return [];
    if (unseen && (isAway(edge.from) || isAway(edge.to))) return [];
    const connections = Math.floor(connectionsIn(t0, span, edge) * (0.7 + 0.6 * swing) + chance);
    return connections > 0 ? [observed(edge, t0, span, connections)] : [];
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

function isUnseen(at: number, end: number): boolean {
  const [from, to] = unseenOf(end);
  return at >= from && at < to;
}

/** When nobody observed the node. */
function unseenOf(end: number): readonly [from: number, to: number] {
  const tens = Math.floor(end / TEN) * TEN;
  return [tens - UNSEEN.beganAgo, tens - UNSEEN.endedAgo];
}

function isAway({ workload }: FlowEnd): boolean {
  return workload !== undefined && ONLY_ON_UNSEEN.has(workload.name);
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
  const [from, to] = unseenOf(end);
  return [connected(node, end - DAY, from), connected(node, to, end)];
}

function connected(node: string, t0: number, t1: number): FlowCoverage {
  return { type: 'connected', source: DEMO_FLOWS, node, t0, t1 };
}

const BY_HOUR = [1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 9, 10, 11, 11, 10, 9, 8, 7, 6, 4, 3, 2];

/** Hours are of UTC, so that the day is the same wherever it is looked at. */
function connectionsIn(t0: number, span: number, { busy, rhythm }: DemoEdge): number {
  const hour = Math.floor(t0 / HOUR) % 24;
  if (rhythm === 'night') return hour === 3 && t0 % HOUR === 0 ? busy : 0;
  return (busy * (span / TEN) * (rhythm === 'even' ? 12 : (BY_HOUR[hour] ?? 1))) / 12;
}

function observed({ from, to, port, udp, ...edge }: DemoEdge, t0: number, span: number, connections: number): FlowObs {
  const { verdict = 'allowed', at = null } = edge;
  return {
    source: DEMO_FLOWS,
    t0,
    t1: t0 + span - 1,
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

import { createFlowAggregator } from '#lib/flows/flow-aggregator.ts';
import { parseRanges } from '#lib/flows/flow-ends.ts';
import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { createNameHistory } from '#lib/flows/name-history.ts';
import { namesOfCluster } from '#lib/flows/names-of-cluster.ts';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { heapMegabytes, rounded } from './timing.ts';

const PODS = 10_000;
/** As many in a second as the budget says: a minute holds three million. */
const FLOWS_A_SECOND = 50_000;
const SECONDS = 130;
/** Whom a pod talks to: a few, most of the time. */
const PEERS = 8;
const LOOK_EVERY_SECONDS = 15;

export interface FlowFigures {
  readonly flows: number;
  /** Resolve, tell duplicates, sum: by the seconds of CPU that it took, generating the flows left out. */
  readonly flowsPerCpuSecond: number;
  readonly rows: number;
  readonly edges: number;
  readonly lost: number;
  /** What is held of them at most while they are summed, generating them and addresses left out. */
  readonly heldMb: number;
}

/** Sums generated flows of 10,000 pods as they would come, both ends of each, and takes each minute when it is closed. */
export function measureFlows(): FlowFigures {
  const addresses = podAddresses();
  const history = createNameHistory();
  for (const [name, { holder, since = null }] of addresses.names) history.change({ name, at: since, holder });
  const names = { history, podRanges: parseRanges(['10.0.0.0/8']) };
  const before = heldMegabytes();
  const aggregator = createFlowAggregator(() => names);
  const edges = new Set<string>();
  let [rows, lost, cpuMs, held] = [0, 0, 0, 0];
  for (let second = 0; second < SECONDS; second++) {
    const now = second * 1000;
    const flows = flowsOf(second, addresses.ips);
    const start = process.cpuUsage();
    for (const flow of flows) if (!aggregator.observe(flow, now)) lost++;
    const taken = aggregator.take(now).rows;
    const { user, system } = process.cpuUsage(start);
    cpuMs += (user + system) / 1000;
    rows += taken.length;
    if (second % LOOK_EVERY_SECONDS === LOOK_EVERY_SECONDS - 1) held = Math.max(held, heldMegabytes() - before);
    for (const { from, to, port, verdict } of taken) edges.add(`${from} ${to} ${port} ${verdict}`);
  }
  const flows = SECONDS * FLOWS_A_SECOND;
  return {
    flows,
    flowsPerCpuSecond: Math.round(flows / (cpuMs / 1000)),
    rows,
    edges: edges.size,
    lost,
    heldMb: rounded(held),
  };
}

/** In use after a collection, outside the heap too. */
function heldMegabytes(): number {
  return heapMegabytes() + process.memoryUsage().arrayBuffers / 1_048_576;
}

function podAddresses() {
  const objects = generateCluster({ pods: PODS, policies: 1, seed: 1 });
  let number = 0;
  const ips: string[] = [];
  const pods = [...objects.pods.values()].map((pod) => {
    const ip = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number++ & 255}`;
    ips.push(ip);
    return { ...pod, status: { phase: 'Running', podIP: ip } };
  });
  const withAddresses = buildClusterObjects([...pods, ...objects.workloads.values()]);
  return { ips, names: namesOfCluster(withAddresses) };
}

/** Each connection is told by both ends; one in 50 goes outside, one in 100 is refused. */
function flowsOf(second: number, ips: readonly string[]): readonly FlowObs[] {
  const flows: FlowObs[] = [];
  for (let i = 0; flows.length < FLOWS_A_SECOND; i++) {
    const number = second * FLOWS_A_SECOND + i;
    const client = Math.imul(number, 2_654_435_761) >>> 0;
    const from = client % ips.length;
    const to = (from * 31 + (number % PEERS) * 977) % ips.length;
    const t0 = second * 1000 + (i % 1000);
    const isRefused = number % 100 === 0;
    const common = {
      source: 'bench',
      t0,
      t1: t0,
      from: { ip: ips[from] as string },
      to: number % 50 === 0 ? { ip: `203.0.113.${number & 255}`, outside: true as const } : { ip: ips[to] as string },
      protocol: 6,
      fromPort: 32_768 + (client % 28_000),
      toPort: 8080 + (to % 4),
      trust: 'datapath' as const,
      policies: [],
      connections: 1,
      bytesOut: null,
      bytesIn: null,
      packetsOut: null,
      packetsIn: null,
      sampling: 1,
    };
    flows.push({
      ...common,
      id: `${number}-1`,
      node: `n${from % 100}`,
      seenAt: 1,
      verdict: 'allowed',
      decidedAt: 'egress',
    });
    const verdict = isRefused ? 'denied' : 'allowed';
    flows.push({ ...common, id: `${number}-2`, node: `n${to % 100}`, seenAt: 2, verdict, decidedAt: 'ingress' });
  }
  return flows;
}

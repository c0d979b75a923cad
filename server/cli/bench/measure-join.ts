import type { FlowEdge } from '#lib/flows/flow-row.ts';
import { joinFlows } from '#lib/flows/join/join-flows.ts';
import { permissionsOf } from '#lib/flows/join/permissions.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { PROFILES } from '#lib/policy/profile.ts';

const PODS = 10_000;
const POLICIES = 1_000;
const EDGES = 20_000;
const PORTS = [80, 443, 8080, 5432, 53];
const AGAIN = 5;
const FIRST_LOOKED_AT = 100;
const HOUR_MS = 60 * 60_000;

/** Milliseconds of one core. */
export interface JoinFigures {
  readonly pods: number;
  readonly edges: number;
  readonly permissions: number;
  /** The permissions that rules name, once a revision. */
  readonly permissionsMs: number;
  /** The first join of a revision asks the engine about every pair; the median of further windows. */
  readonly firstMs: number;
  readonly againMs: number;
  /** What decides of a page of edges that nobody looked at before. */
  readonly decisionsMs: number;
}

/** Joins as many edges as are handed on, all of different pairs, with what 1,000 policies allow. */
export function measureJoin(): JoinFigures {
  const objects = generateCluster({ pods: PODS, policies: POLICIES, seed: 1 });
  const model = compileModel(objects, PROFILES.calico);
  const nodes = [...objects.nodes.keys()];
  const end = (n: number): string => {
    if (n % 40 === 0) return `host:${nodes[n % nodes.length]}`;
    if (n % 43 === 0) return `ip:203.0.113.${n % 250}/32`;
    return n % 47 === 0 ? `name:s${n % 300}.example` : (model.workloads[n % model.workloads.length] as string);
  };
  const edges = Array.from({ length: EDGES }, (_, at) =>
    allowedEdge(model.workloads[(at * 7919) % model.workloads.length] as string, end(at * 104_729 + (at >> 3)), at),
  );
  const traffic: ObservedTraffic = {
    window: { from: 0, to: 24 * HOUR_MS },
    edges,
    leftOut: 0,
    coverage: nodes.flatMap((node) =>
      Array.from({ length: 24 }, (_, hour) => ({
        ...{ hour: hour * HOUR_MS, source: 'hubble', node, connectedMs: HOUR_MS, records: 1, lost: 0 },
      })),
    ),
    complete: ['hubble'],
  };
  const permissionsMs = cpuOf(() => permissionsOf(model));
  const firstMs = cpuOf(() => joinFlows(model, traffic));
  const again = Array.from({ length: AGAIN }, () => cpuOf(() => joinFlows(model, traffic))).sort((a, b) => a - b);
  const looked = joinFlows(model, traffic).edges.slice(0, FIRST_LOOKED_AT);
  const decisionsMs = cpuOf(() => looked.map(({ decisions }) => decisions.length));
  const permissions = permissionsOf(model).all.length;
  const againMs = again[AGAIN >> 1] as number;
  return { pods: PODS, edges: EDGES, permissions, permissionsMs, firstMs, againMs, decisionsMs };
}

function allowedEdge(from: string, to: string, at: number): FlowEdge {
  return {
    ...{ from, to, port: PORTS[at % PORTS.length] as number, protocol: 6, verdict: 'allowed', decidedAt: null },
    ...{ trust: 'datapath', policies: '', seenAt: 3, directionUnknown: false, connections: at },
    ...{ bytesOut: null, bytesIn: null, sampling: 1, first: 0, last: HOUR_MS, minutes: 1 },
  };
}

function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

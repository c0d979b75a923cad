import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { CheckContext } from '../check.ts';
import { isSpecial } from '../data-class.ts';
import { proxyOn, wayInto } from '../entered.ts';
import { internetChains } from '../internet-chains.ts';
import { smallestCut } from '../internet-cut.ts';
import { lazily } from '../lazily.ts';
import type { DataClass } from '../types.ts';
import { type ReportScope, WHOLE_CLUSTER } from './report-scope.ts';

/** Connections on a path, at most: as EXP-002. */
export const MOST_HOPS = 3;

/** How the internet gets to data of special categories, convictions and children (gdpr.md §5.2, section 9). */
export interface ExposurePaths {
  readonly maxHops: number;
  /** Every workload with such data that has pods, sorted. */
  readonly workloads: readonly ExposedWorkload[];
  /** Sources of cuts, sorted by name; many workloads share them. */
  readonly sources: readonly (readonly string[])[];
}

export interface ExposedWorkload {
  readonly workload: string;
  readonly dataClass: DataClass;
  /** The shortest way that is not declared from end to end; absent: none of at most `maxHops` connections. */
  readonly path?: {
    /** `may`: some connection of it depends. */
    readonly side: FollowedRelation;
    /** `internet`, then workloads. */
    readonly through: readonly string[];
    /** The proxy of the cluster between the internet and the first workload; it is no connection of its own. */
    readonly proxy?: string;
    /** As short as this one. */
    readonly ways: number;
  };
  /** The fewest connections without which no way of any length is left, and one choice of them. */
  readonly cut?: { readonly connections: number; readonly parts: readonly CutJson[] };
}

/** Connections from each of a list of sources (a position in `sources`) to each target. */
export interface CutJson {
  readonly from: number;
  readonly to: readonly string[];
}

export function exposurePaths(context: CheckContext, inScope: ReportScope = WHOLE_CLUSTER): ExposurePaths {
  const subjects = [...context.workloads.values()].filter(
    (workload) => workload.count > 0 && inScope(workload.namespace) && isSpecial(context.classOf(workload).dataClass),
  );
  const must = lazily(() => internetChains(context, 'must', MOST_HOPS));
  const may = lazily(() => internetChains(context, 'may', MOST_HOPS));
  const sources = new Map<string, { readonly position: number; readonly list: readonly string[] }>();
  const positionOf = (list: readonly string[]): number => {
    const key = list.join();
    const known = sources.get(key) ?? { position: sources.size, list };
    sources.set(key, known);
    return known.position;
  };
  const workloads = subjects.map((workload): ExposedWorkload => {
    const { dataClass } = context.classOf(workload);
    const certain = must().shortestTo(workload);
    const chain = certain ?? may().shortestTo(workload);
    const named = { workload: workload.key, dataClass };
    if (chain === undefined) return named;
    const side = certain === undefined ? 'may' : 'must';
    const proxy = proxyOn(wayInto(context, chain.path[1] ?? '', side, chain.begin[1]?.classId));
    const cut = smallestCut(context, workload, side);
    return {
      ...named,
      path: { side, through: chain.path, ...(proxy === undefined ? {} : { proxy }), ways: chain.ways },
      ...(cut === undefined
        ? {}
        : {
            cut: {
              connections: cut.connections,
              parts: cut.parts.map(({ from, to }) => ({ from: positionOf(from), to })),
            },
          }),
    };
  });
  return {
    maxHops: MOST_HOPS,
    workloads: workloads.sort((a, b) => (a.workload < b.workload ? -1 : 1)),
    sources: [...sources.values()].map(({ list }) => list),
  };
}

import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { PathStep } from '#lib/policy/paths/path-vertices.ts';
import { type ReachTree, reachTree } from '#lib/policy/paths/reach-tree.ts';
import { neighboursBySide } from './certain-neighbours.ts';
import type { CheckContext } from './check.ts';
import { declaredFlow } from './data-map/match.ts';
import { flowsOf, isDeclared } from './declared-connections.ts';
import { enteredWorkloads, waysInto } from './entered.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** What the DataMap and a witness call the outside. */
export const INTERNET = 'internet';

/** A shortest way from the internet to a workload that is not declared from end to end. */
export interface InternetChain {
  /** Connections, that of the internet to the first workload among them. */
  readonly hops: number;
  /** How many such ways there are; of those that begin on a declared chain, counted from where they leave it. */
  readonly ways: number;
  /** `internet`, then workloads. */
  readonly path: readonly string[];
  /** The same up to where it is first undeclared; and from there on, the last of the former being the first of these. */
  readonly begin: readonly string[];
  readonly steps: readonly PathStep[];
}

/** What the internet gets to by chains that are not declared from end to end, over one relation. */
export interface InternetChains {
  shortestTo(workload: WorkloadFacts): InternetChain | undefined;
  /** Connections of the shortest; undefined where there is none. Costs no path. */
  hopsTo(workload: WorkloadFacts): number | undefined;
}

/** Workloads that have no pod today: nothing can go through them. */
export function withoutPods(context: CheckContext): ReadonlySet<string> {
  return new Set([...context.workloads.values()].flatMap(({ key, count }) => (count > 0 ? [] : [key])));
}

/**
 * The shortest chains from the internet of at most `maxHops` connections, for every workload. A chain whose connections
 * are all declared as flows is accepted and passed over: then only others count (gdpr.md §3, EXP-002). What such a chain
 * is left by, and all behind it, is walked as if nothing were declared.
 */
export function internetChains(context: CheckContext, relation: FollowedRelation, maxHops: number): InternetChains {
  const avoiding = withoutPods(context);
  const treesFrom = (starts: Starts) =>
    starts.map((paths, level) =>
      paths.size === 0
        ? undefined
        : {
            paths,
            level,
            tree: reachTree(context.model, paths.keys(), maxHops - level, { relation, avoiding }),
          },
    );
  const all = treesFrom(undeclaredStarts(context, relation, maxHops, undefined));
  return {
    shortestTo(workload) {
      const chain = shortest(all, workload.key);
      // A chain that has been at its own target before is none.
      if (chain === undefined || !chain.path.slice(0, -1).includes(workload.key)) return chain;
      return shortest(treesFrom(undeclaredStarts(context, relation, maxHops, workload)), workload.key);
    },
    hopsTo: ({ key }) => {
      const hops = all.flatMap((walked) => {
        const further = walked?.tree.hopsTo(key);
        return walked === undefined || further === undefined ? [] : [walked.level + further];
      });
      return hops.length === 0 ? undefined : Math.min(...hops);
    },
  };
}

/** The workloads that lie on chains of at most `maxHops` connections to one, the shown chain's among them. */
export function workloadsOnChains(
  context: CheckContext,
  relation: FollowedRelation,
  maxHops: number,
  chains: InternetChains,
): (target: WorkloadFacts, shown: InternetChain) => readonly WorkloadFacts[] {
  const groupOf = (workload: WorkloadFacts): string | undefined => chains.hopsTo(workload)?.toString();
  const clientsOf = neighboursBySide(context, 'in', groupOf)[relation];
  return (target, { path }) => {
    const found = new Set(path.slice(1, -1).flatMap((key) => context.workloads.get(key) ?? []));
    let last: ReadonlySet<WorkloadFacts> = new Set([target]);
    // From the target back: whoever is so many connections before it, and near enough to the internet.
    for (let before = 1; before < maxHops; before++) {
      const next = new Set<WorkloadFacts>();
      for (const workload of last) {
        const groups = clientsOf(workload);
        for (let hops = 1; hops <= maxHops - before; hops++) {
          for (const client of groups.get(String(hops)) ?? []) next.add(client);
        }
      }
      for (const workload of next) found.add(workload);
      last = next;
    }
    found.delete(target);
    return [...found];
  };
}

/** For each number of connections from the internet: where a chain gets to by its first undeclared one, and how. */
type Starts = readonly ReadonlyMap<string, readonly string[]>[];

/** @param except no chain is followed beyond it. */
function undeclaredStarts(
  context: CheckContext,
  relation: FollowedRelation,
  maxHops: number,
  except: WorkloadFacts | undefined,
): Starts {
  const starts = Array.from({ length: maxHops + 1 }, () => new Map<string, readonly string[]>());
  let declared = new Map<string, readonly string[]>();
  const visited = new Set<string>();
  for (const key of [...enteredWorkloads(context)[relation]].sort()) {
    const path = [INTERNET, key];
    if (isDeclaredEntry(context, key)) declared.set(key, path);
    else starts[1]?.set(key, path);
  }
  if (declared.size === 0) return starts;
  const targetsOf = neighboursBySide(context, 'out', () => 'all')[relation];
  for (let level = 2; level <= maxHops; level++) {
    const next = new Map<string, readonly string[]>();
    for (const [key, path] of declared) {
      const from = context.workloads.get(key);
      if (from === undefined || from === except || visited.has(key)) continue;
      visited.add(key);
      const flows = flowsOf(context.dataMap, 'from', key);
      for (const to of targetsOf(from).get('all') ?? []) {
        const longer = [...path, to.key];
        if (isDeclared(context, flows, from, to, relation)) {
          if (!next.has(to.key)) next.set(to.key, longer);
        } else if (!starts[level]?.has(to.key)) starts[level]?.set(to.key, longer);
      }
    }
    declared = next;
  }
  return starts;
}

/** Every port that the internet gets in on is declared. */
function isDeclaredEntry(context: CheckContext, workload: string): boolean {
  if (context.dataMap.flows.length === 0) return false;
  return waysInto(context, workload).every(
    ({ entry: { protocol, port } }) =>
      declaredFlow(context.dataMap, INTERNET, workload, port === undefined ? undefined : { protocol, port }) !==
      undefined,
  );
}

interface Walked {
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Connections of these paths. */
  readonly level: number;
  readonly tree: ReachTree;
}

function shortest(trees: readonly (Walked | undefined)[], workload: string): InternetChain | undefined {
  let hops = Number.POSITIVE_INFINITY;
  let found: { readonly walked: Walked; readonly steps: readonly PathStep[] }[] = [];
  for (const walked of trees) {
    const further = walked?.tree.hopsTo(workload);
    if (walked === undefined || further === undefined || walked.level + further > hops) continue;
    const steps = walked.tree.pathTo(workload);
    if (steps === undefined || walked.level + steps.length - 1 > hops) continue;
    if (walked.level + steps.length - 1 < hops) found = [];
    hops = walked.level + steps.length - 1;
    found.push({ walked, steps });
  }
  const [first] = found;
  if (first === undefined) return undefined;
  const { steps } = first;
  const begin = first.walked.paths.get(steps[0]?.workload ?? '') ?? [];
  return {
    hops,
    // Counted when somebody reads it: that is more than finding one.
    get ways() {
      return found.reduce((sum, { walked }) => sum + walked.tree.waysTo(workload), 0);
    },
    ...{ begin, steps },
    path: [...begin, ...steps.slice(1).map(({ workload: key }) => key)],
  };
}

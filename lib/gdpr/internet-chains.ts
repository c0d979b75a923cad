import { getOr } from '#lib/get-or.ts';
import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { PathStep } from '#lib/policy/paths/path-vertices.ts';
import { type ReachTree, reachTree } from '#lib/policy/paths/reach-tree.ts';
import { neighboursBySide } from './certain-neighbours.ts';
import type { CheckContext } from './check.ts';
import { declaredFlow } from './data-map/match.ts';
import { flowsOf, isDeclared } from './declared-connections.ts';
import { enteredWorkloads, waysInto } from './entered.ts';
import { connectionOf } from './workload-connection.ts';
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
  readonly begin: readonly PathStep[];
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
            tree: reachTree(context.model, paths, maxHops - level, { relation, avoiding }),
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

/** Workload → class of its pods → how a chain gets there. */
type Paths = Map<string, Map<number, readonly PathStep[]>>;

/** For each number of connections from the internet: where a chain gets to by its first undeclared one, and how. */
type Starts = readonly Paths[];

/** @param except no chain is followed beyond it. */
function undeclaredStarts(
  context: CheckContext,
  relation: FollowedRelation,
  maxHops: number,
  except: WorkloadFacts | undefined,
): Starts {
  const starts = Array.from({ length: maxHops + 1 }, (): Paths => new Map());
  const undeclared: Paths = starts[1] ?? new Map();
  let declared: Paths = new Map();
  const visited = new Set<string>();
  const entered = enteredWorkloads(context)[relation];
  for (const workload of [...entered.keys()].sort()) {
    const first = isDeclaredEntry(context, workload) ? declared : undeclared;
    for (const classId of entered.get(workload) ?? [])
      getOr(first, workload, noPaths).set(classId, [{ workload: INTERNET }, { workload, classId }]);
  }
  if (declared.size === 0) return starts;
  const targetsOf = neighboursBySide(context, 'out', () => 'all')[relation];
  const longer = longerPaths(context, relation);
  for (let level = 2; level <= maxHops; level++) {
    const next: Paths = new Map();
    for (const [key, paths] of declared) {
      const from = context.workloads.get(key);
      if (from === undefined || from === except) continue;
      const left = [...paths].filter(([classId]) => !visited.has(`${key} ${classId}`));
      if (left.length === 0) continue;
      for (const [classId] of left) visited.add(`${key} ${classId}`);
      const flows = flowsOf(context.dataMap, 'from', key);
      for (const to of [...(targetsOf(from).get('all') ?? []), from]) {
        // Flows speak of workloads: that some pods of one connect to others of it is none that could be declared.
        const found = to === from || isDeclared(context, flows, from, to, relation) ? next : starts[level];
        for (const [classId, path] of longer(from, to, left)) {
          if (found !== undefined) getOr(getOr(found, to.key, noPaths), classId, () => path);
        }
      }
    }
    declared = next;
  }
  return starts;
}

function noPaths(): Map<number, readonly PathStep[]> {
  return new Map();
}

/** How paths to some pods of a workload go on to those of another one, or to others of its own: by the class of these. */
function longerPaths({ model }: CheckContext, relation: FollowedRelation) {
  const representatives = hostRepresentatives(model);
  const known = new Map<WorkloadFacts, ReadonlySet<number>>();
  const classesOf = (workload: WorkloadFacts) =>
    getOr(known, workload, () => new Set(workload.classes.map((id) => representatives[id] ?? id)));
  return (
    from: WorkloadFacts,
    to: WorkloadFacts,
    paths: readonly (readonly [number, readonly PathStep[]])[],
  ): readonly (readonly [number, readonly PathStep[]])[] => {
    // That two workloads connect is known.
    const isOnly = from !== to && classesOf(from).size === 1 && classesOf(to).size === 1;
    const goesOn = (source: number, target: number): boolean => {
      if (isOnly) return true;
      if (from === to && source === target) return false;
      return connectionOf(model, from, to, relation, { from: source, to: target }) !== undefined;
    };
    return [...classesOf(to)].flatMap((classId) => {
      const path = paths.find(([source]) => goesOn(source, classId))?.[1];
      return path === undefined ? [] : [[classId, [...path, { workload: to.key, classId }]] as const];
    });
  };
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
  readonly paths: Paths;
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
  const [start] = steps;
  const begin = first.walked.paths.get(start?.workload ?? '')?.get(start?.classId ?? -1) ?? [];
  return {
    hops,
    // Counted when somebody reads it: that is more than finding one.
    get ways() {
      return found.reduce((sum, { walked }) => sum + walked.tree.waysTo(workload), 0);
    },
    ...{ begin, steps },
    path: [...begin, ...steps.slice(1)].map(({ workload: key }) => key),
  };
}

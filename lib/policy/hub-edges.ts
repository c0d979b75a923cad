import type { Aggregate, Aggregates } from './aggregate.ts';

/** What one unit has with one member of a hub. */
export interface HubCell {
  readonly member: string;
  /** The namespace whose hub the member belongs to. */
  readonly namespace: string | undefined;
  readonly aggregate: Aggregate;
}

export interface HubChoice {
  /** What the unit has with every member of `any-pod` that no other edge speaks of. */
  readonly base: Aggregate | undefined;
  /** The same for the members of one namespace; goes before `base`. */
  readonly perNamespace: ReadonlyMap<string, Aggregate>;
  /** Members with an edge of their own. */
  readonly own: readonly HubCell[];
}

/** Members that have one and the same, told by their number and not one by one. */
export interface HubGroup {
  readonly aggregate: Aggregate;
  readonly size: number;
  /** Namespace → how many of them are in it; none with 0. */
  readonly sizes: ReadonlyMap<string | undefined, number>;
  cells(namespace: string | undefined): readonly HubCell[];
}

/** Members of a hub in all, and in each namespace. */
export interface HubSize {
  readonly all: number;
  readonly byNamespace: ReadonlyMap<string, number>;
}

/**
 * Chooses hub edges instead of one edge for each member, so that every member is told exactly.
 *
 * A hub edge is drawn only where *every* member has at least its ports, where a pod without labels that does not exist
 * yet would have them too (`phantom`: being admitted by name one by one is not "any pod"), and where it saves an edge.
 */
export function chooseHubs(
  aggregates: Aggregates,
  cells: readonly HubCell[],
  groups: readonly HubGroup[],
  members: HubSize,
  phantom: ((namespace: string | undefined) => Aggregate) | undefined,
): HubChoice {
  const size = groups.reduce((sum, group) => sum + group.size, cells.length);
  const base = commonPart(aggregates, aggregatesOf(cells, groups), size, members.all, phantom, undefined);
  const isUsed = base !== undefined && aggregatesOf(cells, groups).has(base);
  const usedBase = isUsed ? base : undefined;
  const perNamespace = new Map<string, Aggregate>();
  const own: HubCell[] = [];
  const byNamespace = Map.groupBy(cells, ({ namespace }) => namespace);
  const namespaces = new Set(byNamespace.keys());
  for (const group of groups)
    if (group.aggregate !== usedBase) for (const each of group.sizes.keys()) namespaces.add(each);
  for (const namespace of namespaces) {
    const here: Members = {
      cells: byNamespace.get(namespace) ?? [],
      groups: groups.filter(({ sizes }) => sizes.has(namespace)),
      namespace,
    };
    const rest = sizeWithout(here, usedBase);
    if (namespace !== undefined && rest > 1) {
      const all = sizeWithout(here, undefined);
      const found = aggregatesOf(here.cells, here.groups);
      const common = commonPart(aggregates, found, all, members.byNamespace.get(namespace) ?? 0, phantom, namespace);
      if (common !== undefined && sizeWithout(here, common) + 1 < rest) {
        perNamespace.set(namespace, common);
        own.push(...cellsWithout(here, common));
        continue;
      }
    }
    own.push(...cellsWithout(here, usedBase));
  }
  return { base: usedBase, perNamespace, own };
}

interface Members {
  readonly cells: readonly HubCell[];
  readonly groups: readonly HubGroup[];
  readonly namespace: string | undefined;
}

function aggregatesOf(cells: readonly HubCell[], groups: readonly HubGroup[]): ReadonlySet<Aggregate> {
  const found = new Set<Aggregate>();
  for (const { aggregate } of cells) found.add(aggregate);
  for (const { aggregate } of groups) found.add(aggregate);
  return found;
}

/** Those who have something else than what is told of all. */
function sizeWithout({ cells, groups, namespace }: Members, told: Aggregate | undefined): number {
  let size = 0;
  for (const { aggregate } of cells) if (aggregate !== told) size++;
  for (const { aggregate, sizes } of groups) if (aggregate !== told) size += sizes.get(namespace) ?? 0;
  return size;
}

function cellsWithout({ cells, groups, namespace }: Members, told: Aggregate | undefined): HubCell[] {
  const found = cells.filter(({ aggregate }) => aggregate !== told);
  for (const group of groups) if (group.aggregate !== told) found.push(...group.cells(namespace));
  return found;
}

function commonPart(
  aggregates: Aggregates,
  found: ReadonlySet<Aggregate>,
  size: number,
  memberCount: number,
  phantom: ((namespace: string | undefined) => Aggregate) | undefined,
  namespace: string | undefined,
): Aggregate | undefined {
  let common: Aggregate | undefined;
  for (const each of found) common = common === undefined ? each : aggregates.meet(common, each);
  if (common === undefined || size < memberCount || common.may === aggregates.denied.may) return undefined;
  if (phantom !== undefined) {
    const hypothetical = aggregates.meet(common, phantom(namespace));
    // A phantom's own uncertainty must not blur what is certain for every real member.
    if (hypothetical.all !== common.all || hypothetical.may !== common.may) return undefined;
  }
  return common;
}

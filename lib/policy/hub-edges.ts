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

/**
 * Chooses hub edges instead of one edge for each member, so that every member is told exactly.
 *
 * A hub edge is drawn only where *every* member has at least its ports, where a pod without labels that does not exist
 * yet would have them too (`phantom`: being admitted by name one by one is not "any pod"), and where it saves an edge.
 */
export function chooseHubs(
  aggregates: Aggregates,
  cells: readonly HubCell[],
  members: { readonly all: number; readonly byNamespace: ReadonlyMap<string, number> },
  phantom: ((namespace: string | undefined) => Aggregate) | undefined,
): HubChoice {
  const base = commonPart(aggregates, cells, members.all, phantom, undefined);
  const usedBase = base !== undefined && cells.some((cell) => cell.aggregate === base) ? base : undefined;
  const perNamespace = new Map<string, Aggregate>();
  const own: HubCell[] = [];
  for (const [namespace, group] of groupCells(cells)) {
    const rest = group.filter((cell) => cell.aggregate !== usedBase);
    if (namespace !== undefined && rest.length > 1) {
      const common = commonPart(aggregates, group, members.byNamespace.get(namespace) ?? 0, phantom, namespace);
      const others = group.filter((cell) => cell.aggregate !== common);
      if (common !== undefined && others.length + 1 < rest.length) {
        perNamespace.set(namespace, common);
        own.push(...others);
        continue;
      }
    }
    own.push(...rest);
  }
  return { base: usedBase, perNamespace, own };
}

function commonPart(
  aggregates: Aggregates,
  cells: readonly HubCell[],
  memberCount: number,
  phantom: ((namespace: string | undefined) => Aggregate) | undefined,
  namespace: string | undefined,
): Aggregate | undefined {
  const [first] = cells;
  if (first === undefined || cells.length < memberCount) return undefined;
  let common = first.aggregate;
  for (const cell of cells) common = aggregates.meet(common, cell.aggregate);
  if (common.may === aggregates.denied.may) return undefined;
  if (phantom !== undefined) {
    const hypothetical = aggregates.meet(common, phantom(namespace));
    // A phantom's own uncertainty must not blur what is certain for every real member.
    if (hypothetical.all !== common.all || hypothetical.may !== common.may) return undefined;
  }
  return common;
}

function groupCells(cells: readonly HubCell[]): Map<string | undefined, HubCell[]> {
  const groups = new Map<string | undefined, HubCell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.namespace);
    if (group === undefined) groups.set(cell.namespace, [cell]);
    else group.push(cell);
  }
  return groups;
}

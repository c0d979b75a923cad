import type { Aggregate } from '#lib/policy/aggregate.ts';
import { classRelationsOf, keepsClassRelations } from '#lib/policy/class-relations.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { isMoreSensitive, isPersonal } from './data-class.ts';
import { classEnd } from './ends.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A workload with personal data that some class is connected with. */
export interface PersonalNeighbour {
  readonly workload: WorkloadFacts;
  /** Of the neighbour. */
  readonly class: number;
  /** Whether the asked class connects to the neighbour, or the neighbour to it. */
  readonly direction: 'to' | 'from';
  /** Allowed for certain, on any port; else it depends. */
  readonly certain: boolean;
}

export interface NeighbourQuestion {
  /** Classes for which a neighbour is looked for. */
  readonly asks: (classId: number) => boolean;
  /** Which workloads with personal data count; absent: all. */
  readonly counts?: (workload: WorkloadFacts) => boolean;
  /** Only neighbours that connect to the asked class. */
  readonly onlyInto?: boolean;
}

/**
 * For each class that `asks` the most sensitive workload with personal data that it can connect to, or that can connect
 * to it; certain connections before those that depend. One pass over the relation of classes: no loop over pairs of
 * workloads.
 */
export function personalNeighbours(
  context: CheckContext,
  question: NeighbourQuestion,
): ReadonlyMap<number, PersonalNeighbour> {
  const personal = personalWorkloads(context).filter((workload) => question.counts?.(workload) ?? true);
  if (personal.length === 0) return new Map();
  return keepsClassRelations(context.model)
    ? overRelations(context, personal, question)
    : overRows(context, personal, question);
}

/** The most sensitive first, then by key. */
function personalWorkloads({ workloads, classOf }: CheckContext): readonly WorkloadFacts[] {
  const known = [...workloads.values()].flatMap((workload) => {
    const { dataClass } = classOf(workload);
    return isPersonal(dataClass) ? [{ workload, dataClass }] : [];
  });
  known.sort((a, b) => {
    if (a.dataClass !== b.dataClass) return isMoreSensitive(a.dataClass, b.dataClass) ? -1 : 1;
    return a.workload.key < b.workload.key ? -1 : 1;
  });
  return known.map(({ workload }) => workload);
}

/** Keeps for each class the best neighbour: certain ones first, then by rank. */
class Best {
  readonly found = new Map<number, PersonalNeighbour & { readonly rank: number }>();

  offer(id: number, rank: number, neighbour: PersonalNeighbour): void {
    const known = this.found.get(id);
    if (known !== undefined) {
      if (known.certain !== neighbour.certain) {
        if (known.certain) return;
      } else if (known.rank <= rank) return;
    }
    this.found.set(id, { ...neighbour, rank });
  }

  /** Whether an offer of this rank would be taken at all. */
  wants(id: number, rank: number): boolean {
    const known = this.found.get(id);
    return known === undefined || !known.certain || known.rank > rank;
  }
}

function overRelations(
  context: CheckContext,
  personal: readonly WorkloadFacts[],
  { asks, onlyInto = false }: NeighbourQuestion,
): ReadonlyMap<number, PersonalNeighbour> {
  const { model } = context;
  const { relations } = classRelationsOf(model);
  const { outOf, openOut, openIn, representatives, familyKey } = relations;
  const representative = (id: number): number => representatives[id] ?? id;
  const rankOf = new Int32Array(model.classes.length).fill(-1);
  for (const [rank, workload] of personal.entries()) {
    for (const id of workload.classes) if (rankOf[representative(id)] === -1) rankOf[representative(id)] = rank;
  }
  const asked = new Uint8Array(model.classes.length);
  for (const { id } of model.classes) if (asks(id)) asked[representative(id)] = 1;

  const best = new Best();
  const offer = (id: number, of: number, direction: 'to' | 'from', certain: boolean): void => {
    const rank = rankOf[of] as number;
    const workload = personal[rank] as WorkloadFacts;
    const own = workload.classes.find((each) => representative(each) === of) ?? of;
    best.offer(id, rank, { workload, class: own, direction, certain });
  };
  for (const [source, targets] of outOf.entries()) {
    const sourceAsks = asked[source] === 1;
    const sourceRank = rankOf[source] as number;
    if (!sourceAsks && sourceRank < 0) continue;
    for (const [target, relation] of targets) {
      const targetRank = rankOf[target] as number;
      const out = !onlyInto && sourceAsks && targetRank >= 0 && best.wants(source, targetRank);
      const into = sourceRank >= 0 && asked[target] === 1 && best.wants(target, sourceRank);
      if (!out && !into) continue;
      const parts: readonly Aggregate[] = 'all' in relation ? [relation] : Object.values(relation);
      const certain = parts.some(({ all }) => all.id !== NO_PORTS.id);
      if (!certain && !parts.some(({ may }) => may.id !== NO_PORTS.id)) continue;
      if (out) offer(source, target, 'to', certain);
      if (into) offer(target, source, 'from', certain);
    }
  }

  // Two open gates: not stored one by one. The best of each address family stands for all.
  const bestOpen = (open: readonly boolean[]): readonly number[] => {
    const byFamily = new Map<string, number>();
    for (const { id } of model.classes) {
      if (open[id] !== true || (rankOf[id] as number) < 0) continue;
      const key = familyKey(id);
      const known = byFamily.get(key);
      if (known === undefined || (rankOf[id] as number) < (rankOf[known] as number)) byFamily.set(key, id);
    }
    return [...byFamily.values()];
  };
  const targets = bestOpen(openIn);
  const sources = bestOpen(openOut);
  for (const { id } of model.classes) {
    if (asked[id] !== 1) continue;
    if (openOut[id] === true && !onlyInto) {
      for (const target of targets) {
        if (relations.openPair(id, target).all.id !== NO_PORTS.id) offer(id, target, 'to', true);
      }
    }
    if (openIn[id] === true) {
      for (const source of sources) {
        if (relations.openPair(source, id).all.id !== NO_PORTS.id) offer(id, source, 'from', true);
      }
    }
  }
  const found = new Map<number, PersonalNeighbour>();
  for (const { id } of model.classes) {
    const neighbour = best.found.get(representative(id));
    if (neighbour !== undefined && asks(id)) found.set(id, neighbour);
  }
  return found;
}

/** Of models so large that the relation is not kept: the rows of the workloads with personal data. */
function overRows(
  context: CheckContext,
  personal: readonly WorkloadFacts[],
  { asks, onlyInto = false }: NeighbourQuestion,
): ReadonlyMap<number, PersonalNeighbour> {
  const { model } = context;
  const best = new Best();
  const seen = new Set<number>();
  for (const [rank, workload] of personal.entries()) {
    for (const id of workload.classes) {
      if (seen.has(id)) continue;
      seen.add(id);
      for (const direction of onlyInto ? (['from'] as const) : (['to', 'from'] as const)) {
        const rows = direction === 'to' ? model.rowsInto(classEnd(id)) : model.rowsOutOf(classEnd(id));
        for (const { relation, classes } of rows) {
          const certain = relation.must.id !== NO_PORTS.id;
          for (const other of classes.keys()) {
            if (asks(other) && best.wants(other, rank)) {
              best.offer(other, rank, { workload, class: id, direction, certain });
            }
          }
        }
      }
    }
  }
  return best.found;
}

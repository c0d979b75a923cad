import { getOr } from '#lib/get-or.ts';
import type { Aggregate } from '#lib/policy/aggregate.ts';
import { classRelationsOf } from '#lib/policy/class-relations.ts';
import type { NodeSplit } from '#lib/policy/host-classes.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { isMoreSensitive, isPersonal } from './data-class.ts';
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
  return overRelations(context, personal, question);
}

const personalOf = new WeakMap<CheckContext, readonly WorkloadFacts[]>();

/** Workloads with personal data, the most sensitive first, then by key. */
export function personalWorkloads(context: CheckContext): readonly WorkloadFacts[] {
  return getOr(personalOf, context, () => findPersonal(context));
}

function findPersonal({ workloads, classOf }: CheckContext): readonly WorkloadFacts[] {
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

/**
 * Over the kinds of classes, which say what most pairs have, and over the pairs that have something else: of a kind that
 * may connect, its best neighbour that is no such pair.
 */
function overRelations(
  context: CheckContext,
  personal: readonly WorkloadFacts[],
  { asks }: NeighbourQuestion,
): ReadonlyMap<number, PersonalNeighbour> {
  const { model } = context;
  const { outOf, representatives, members, between } = classRelationsOf(model).relations;
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
      const out = sourceAsks && targetRank >= 0 && best.wants(source, targetRank);
      const into = sourceRank >= 0 && asked[target] === 1 && best.wants(target, sourceRank);
      if (!out && !into) continue;
      const certainty = certaintyOf(relation);
      if (certainty === undefined) continue;
      if (out) offer(source, target, 'to', certainty === 'certain');
      if (into) offer(target, source, 'from', certainty === 'certain');
    }
  }

  const personalOfKind = members.flatMap((classes, kind) => {
    const ranked = classes.filter((id) => (rankOf[id] as number) >= 0);
    ranked.sort((a, b) => (rankOf[a] as number) - (rankOf[b] as number));
    return ranked.length === 0 ? [] : [{ kind, ranked }];
  });
  for (const [kind, classes] of members.entries()) {
    const askers = classes.filter((id) => asked[id] === 1);
    if (askers.length === 0) continue;
    for (const other of personalOfKind) {
      const to = certaintyOf(between(kind, other.kind));
      const from = certaintyOf(between(other.kind, kind));
      for (const id of to === undefined ? [] : askers) {
        const target = other.ranked.find((each) => outOf[id]?.has(each) !== true);
        if (target !== undefined) offer(id, target, 'to', to === 'certain');
      }
      for (const id of from === undefined ? [] : askers) {
        const source = other.ranked.find((each) => outOf[each]?.has(id) !== true);
        if (source !== undefined) offer(id, source, 'from', from === 'certain');
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

/** Of all pairs behind a relation; undefined where nothing is possible. */
function certaintyOf(relation: Aggregate | NodeSplit): 'certain' | 'possible' | undefined {
  const parts: readonly Aggregate[] = 'all' in relation ? [relation] : Object.values(relation);
  if (parts.some(({ all }) => all.id !== NO_PORTS.id)) return 'certain';
  return parts.some(({ may }) => may.id !== NO_PORTS.id) ? 'possible' : undefined;
}

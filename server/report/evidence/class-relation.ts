import { runsOf } from '#lib/gdpr/peer-runs.ts';
import type { Aggregate, AggregateJson, Aggregates } from '#lib/policy/aggregate.ts';
import { classRelationsOf } from '#lib/policy/class-relations.ts';
import type { NodeSplit } from '#lib/policy/host-classes.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

/** Pods that no policy in force can tell apart: what is said of one holds for all of them. */
export interface EvidenceClass {
  readonly namespace: string;
  /** Runs of positions of its pods in the inputs, counted row by row from 0: first, last, first, last, … */
  readonly pods: readonly number[];
  /** The workloads without pods in it. */
  readonly workloads?: readonly string[];
  /** Number of its kind; a class on the host network has none. */
  readonly kind?: number;
  /** On the host network: the class that differs from it by its node only, which stands for it in `pairs`. */
  readonly like?: number;
}

/** What pairs of pods have; where who shares a node decides, what those on one node, on two and on none known have. */
export type ClassOutcome = AggregateJson | Readonly<Partial<Record<keyof NodeSplit, AggregateJson>>>;

/**
 * The allowed relation at class level, whole: a pair of classes has what `pairs` says; else, where both have a kind, what
 * `kinds` says of these; else nothing. Numbers are positions in the lists named.
 */
export interface ClassRelation {
  readonly classes: readonly EvidenceClass[];
  readonly outcomes: readonly ClassOutcome[];
  /** For each kind as source, over the kinds as destinations: outcome, how many, outcome, how many, … */
  readonly kinds: readonly (readonly number[])[];
  /** For each class as source: destination, outcome, destination, outcome, … */
  readonly pairs: readonly { readonly from: number; readonly to: readonly number[] }[];
}

/** @param positions of pods (`ns/name`) in the inputs. */
export function classRelationOf(model: PolicyModel, positions: ReadonlyMap<string, number>): ClassRelation {
  const { aggregates, relations } = classRelationsOf(model);
  const outcomes = new Outcomes(aggregates);
  const kinds = relations.members.map((_, from) =>
    lengthsOf(relations.members.map((__, to) => outcomes.number(relations.between(from, to)))),
  );
  const pairs = relations.outOf.flatMap((stored, from) => {
    const to = [...stored].sort(([a], [b]) => a - b).flatMap(([id, outcome]) => [id, outcomes.number(outcome)]);
    return to.length === 0 ? [] : [{ from, to }];
  });
  const classes = model.classes.map(({ id, namespace, pods, podlessWorkloads }): EvidenceClass => {
    const kind = relations.kindOf[id] as number;
    const like = relations.representatives[id];
    return {
      namespace,
      pods: runsOf(pods.map((pod) => positions.get(pod) as number).sort((a, b) => a - b)),
      ...(podlessWorkloads.length === 0 ? {} : { workloads: podlessWorkloads }),
      ...(kind < 0 ? {} : { kind }),
      ...(like === undefined || like === id ? {} : { like }),
    };
  });
  return { classes, outcomes: outcomes.all, kinds, pairs };
}

/** Numbers outcomes in the order in which they come. */
class Outcomes {
  readonly all: ClassOutcome[] = [];
  readonly #aggregates: Aggregates;
  readonly #known = new Map<Aggregate | NodeSplit, number>();
  readonly #byText = new Map<string, number>();

  constructor(aggregates: Aggregates) {
    this.#aggregates = aggregates;
  }

  number(outcome: Aggregate | NodeSplit): number {
    const known = this.#known.get(outcome);
    if (known !== undefined) return known;
    const json = 'may' in outcome ? this.#aggregates.json(outcome) : this.#splitJson(outcome);
    const text = JSON.stringify(json);
    const number = this.#byText.get(text) ?? this.all.push(json) - 1;
    this.#byText.set(text, number);
    this.#known.set(outcome, number);
    return number;
  }

  #splitJson({ here, elsewhere, unplaced }: NodeSplit): ClassOutcome {
    const json = (aggregate: Aggregate | undefined) =>
      aggregate === undefined ? undefined : this.#aggregates.json(aggregate);
    return Object.fromEntries(
      Object.entries({ here: json(here), elsewhere: json(elsewhere), unplaced: json(unplaced) }).filter(
        ([, value]) => value !== undefined,
      ),
    );
  }
}

/** Equal numbers in a row as number, how many. */
function lengthsOf(numbers: readonly number[]): readonly number[] {
  const runs: number[] = [];
  for (const number of numbers) {
    if (runs.length > 0 && runs.at(-2) === number) runs[runs.length - 1] = (runs.at(-1) as number) + 1;
    else runs.push(number, 1);
  }
  return runs;
}

import type { Sha256Hex } from '#lib/kube/canonical-digest.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { AdequacyTable } from './adequacy/types.ts';
import type { CheckId } from './check-table.ts';
import type { DataMap } from './data-map/types.ts';
import type { ObservedContext } from './observed-facts.ts';
import type { Classification, Gap, GapReport } from './types.ts';
import type { WaiverHealth } from './waivers/types.ts';
import type { WorkloadData } from './workload-data.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** What every check is given: one model, its facts and classes, and the time of the source. */
export interface CheckContext {
  readonly model: PolicyModel;
  readonly workloads: ReadonlyMap<string, WorkloadFacts>;
  readonly workloadsByNamespace: ReadonlyMap<string, readonly WorkloadFacts[]>;
  /** Workloads of a class, sorted by key. */
  readonly workloadsOfClass: ReadonlyMap<number, readonly WorkloadFacts[]>;
  readonly classOf: (workload: WorkloadFacts) => Classification;
  /** What is known of its data besides the class: environment, purposes, controller, record. */
  readonly dataOf: (workload: WorkloadFacts) => WorkloadData;
  readonly dataMap: DataMap;
  /** Given for a law instead of the table that ships, or where none does. */
  readonly adequacy?: AdequacyTable;
  /** UID of kube-system, or empty. */
  readonly clusterUid: string;
  /** The machine's own hash, where whoever asks has one. */
  readonly sha256: Sha256Hex | undefined;
  /** Milliseconds since 1970; undefined: the time of the source is not known. */
  readonly takenAt: number | undefined;
  /** The same of the moment at which somebody asks; undefined: nobody says. */
  readonly askedAt: number | undefined;
  /** What was observed, and its join with the model; absent: no source of observed traffic. */
  readonly observed?: ObservedContext;
  /** How the waivers of the checks that ran before stand: GOV-003 runs last. */
  readonly waiverHealth: readonly WaiverHealth[];
  /** All checks over another model with the same data map and time: what a fix does to every gap. */
  readonly reportOf: (model: PolicyModel) => GapReport;
}

export interface CheckOutcome {
  readonly gaps: readonly Gap[];
  /** Subjects without a gap. */
  readonly passed: number;
  readonly notApplicable: number;
  /** One sentence per subject that could not be looked at. */
  readonly notEvaluated: readonly string[];
}

/** Whose connections are asked anew, where all others are known from before. */
export interface Asked {
  readonly workloads: ReadonlySet<string>;
  readonly classes: ReadonlySet<number>;
}

export interface Check {
  readonly id: CheckId;
  /**
   * It looks at single pods (where they run, what addresses they have) or at the time, and not only at workloads and
   * what connects them: its result may change where nothing else does.
   */
  readonly looksAt?: 'pods' | 'time';
  /** What it takes from the time, of a check that looks at it: where that is the same, the time changes nothing. */
  readonly ofTime?: (context: CheckContext) => string;
  /**
   * It finds what it finds subject by subject, of the connections of that one alone: of a workload, or of whom a policy
   * selects. Where pods only moved to other nodes `run` is given whom that concerns. `unplaced`: its subjects are on no
   * node, as phantom pods and policies that select nobody. Absent: it follows connections from one to the next, or counts
   * over all.
   */
  readonly each?: 'workload' | 'policy' | 'unplaced';
  /** @param asked subjects to look at; absent: all. */
  readonly run: (context: CheckContext, asked?: Asked) => CheckOutcome;
}

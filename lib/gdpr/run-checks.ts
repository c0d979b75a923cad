import type { Sha256Hex } from '#lib/kube/canonical-digest.ts';
import { takeOverRelations } from '#lib/policy/class-relations.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { type Steps, toTheEnd } from '#lib/policy/steps.ts';
import type { AdequacyTable } from './adequacy/types.ts';
import { boundTo, listsEffects } from './build-gap.ts';
import type { Check, CheckContext, CheckOutcome } from './check.ts';
import { CHECK_TABLE, type CheckId } from './check-table.ts';
import { CHECKS } from './checks/registry.ts';
import { collectWorkloadData } from './classify.ts';
import { type DataMap, EMPTY_DATA_MAP } from './data-map/types.ts';
import { factsOf } from './declared-stores.ts';
import { joinedInSteps, type ObservedFacts, observedContext, observedUnder } from './observed-facts.ts';
import { passMeaning } from './pass-meaning.ts';
import { askedAnew, exchanged } from './take-over.ts';
import type { CheckResult, FixEffect, Gap, GapReport, Result, Severity } from './types.ts';
import { SEVERITIES } from './types.ts';
import { type FoundedOutcome, withoutUnfoundedPasses } from './unfounded-passes.ts';
import { verifyFix } from './verify-fix.ts';
import { applyWaivers } from './waivers/apply-waivers.ts';
import type { Waiver, WaiverHealth } from './waivers/types.ts';
import type { WorkloadData } from './workload-data.ts';
import type { WorkloadFacts } from './workload-facts.ts';

export interface RunChecksOptions {
  /** The source's time, RFC 3339. Without it no check can say how old something is. */
  readonly taken?: string;
  /** Takes the cluster for another one, so that the gaps of both have the same fingerprints where they are the same. */
  readonly clusterUid?: string;
  /** What people declare of their workloads; it wins over labels. */
  readonly dataMap?: DataMap;
  /** Where which law lets data go, instead of the table that ships or where none does. */
  readonly adequacy?: AdequacyTable;
  /** Gaps that somebody accepts for a time: they become WAIVED. */
  readonly waivers?: readonly Waiver[];
  /** What a source of traffic observed; without it nothing is said of what really happens. */
  readonly observed?: ObservedFacts;
  /** RFC 3339: when the report is made, where the source's time is another or not known. Expiry is judged by it. */
  readonly now?: string;
  /** The machine's own hash; else a pure one, which is slower. */
  readonly sha256?: Sha256Hex;
}

/** Version of the checks, their conditions and their data: changes when a result may change. */
export const RULE_SET = '2026.11.6';

const UNKNOWN_DATA: WorkloadData = {
  classification: { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false },
  sources: [],
};

/** The report of a context's own model, for whoever compares another with it. */
const reports = new WeakMap<CheckContext, GapReport>();

/** What a run found, for the next one. */
interface Run {
  readonly context: CheckContext;
  readonly outcomes: ReadonlyMap<CheckId, CheckOutcome>;
  /**
   * The last one in which every check looked at everything: what is taken over is its. One only, however many events came
   * since, so that no more than one earlier revision is held.
   */
  readonly whole?: Run;
}
const runs = new WeakMap<GapReport, Run>();

/**
 * Runs every check of the registry over one model. Pure and deterministic: the same model gives the same report.
 * @param previous of an earlier revision: what the checks found there is taken over where they would find the same.
 */
export function runChecks(model: PolicyModel, options: RunChecksOptions = {}, previous?: GapReport): GapReport {
  return toTheEnd(checksInSteps(model, options, previous));
}

/** The same, a step for each check: whoever runs it can do something else between two of them. */
export function* checksInSteps(
  model: PolicyModel,
  options: RunChecksOptions = {},
  previous?: GapReport,
): Steps<GapReport> {
  const { waivers, taken, now = taken } = options;
  const waiversOf = Map.groupBy(waivers ?? [], ({ check }) => check);
  const health: WaiverHealth[] = [];
  const earlier = previous === undefined ? undefined : runs.get(previous);
  const context = createContext(model, options, health, earlier?.context.model);
  const known = earlier === undefined ? undefined : takenOver(earlier.whole ?? earlier, context);
  // what several checks ask for, and takes longer than any of them
  if (options.observed !== undefined) {
    const { observed } = options;
    for (const asked of new Set([model, observed.under ?? model])) yield* joinedInSteps(asked, observed);
  }
  const outcomes = new Map<CheckId, CheckOutcome>();
  const gaps: Gap[] = [];
  const checks: CheckResult[] = [];
  const run = (check: Check): void => {
    const outcome = known?.outcomeOf(check) ?? check.run(context);
    outcomes.set(check.id, outcome);
    const found = withoutUnfoundedPasses(context, check.id, outcome);
    const applied = applyWaivers(found.gaps, waiversOf.get(check.id) ?? [], now);
    waiversOf.delete(check.id);
    health.push(...applied.health);
    gaps.push(...applied.gaps);
    checks.push({
      id: check.id,
      title: CHECK_TABLE[check.id].title,
      counts: countsOf({ ...found, gaps: applied.gaps }),
      notEvaluated: [...found.notEvaluated].sort(),
    });
  };
  for (const check of CHECKS) {
    // The last: it tells how the waivers of all others stand, those of checks that this version has not too.
    if (check.id === 'GOV-003')
      for (const left of waiversOf.values()) health.push(...applyWaivers([], left, now).health);
    run(check);
    yield;
  }
  const report: GapReport = {
    gaps: inOrder(gaps),
    checks,
    summary: summarise(gaps),
    passes: passMeaning(checks),
    ...(waivers === undefined ? {} : { waivers: { asOf: now ?? null, waivers: health.sort(byId) } }),
  };
  reports.set(context, report);
  runs.set(report, { context, outcomes, ...(known === undefined ? {} : { whole: known.whole }) });
  return report;
}

interface TakenOver {
  readonly whole: Run;
  /** Undefined where the check looks at everything anew. */
  readonly outcomeOf: (check: Check) => CheckOutcome | undefined;
}

/** What the checks would find again; undefined where too little is as it was. */
function takenOver(whole: Run, context: CheckContext): TakenOver | undefined {
  const anew = askedAnew(whole.context, context);
  if (anew === undefined || 2 * anew.workloads.size > context.workloads.size) return undefined;
  const bound = (outcome: CheckOutcome): CheckOutcome =>
    listsEffects(context.model) ? { ...outcome, gaps: outcome.gaps.map((gap) => boundTo(context, gap)) } : outcome;
  const outcomeOf = (check: Check): CheckOutcome | undefined => {
    const before = seesMore(check, whole.context, context) ? undefined : whole.outcomes.get(check.id);
    if (before === undefined) return undefined;
    if (anew.workloads.size === 0 || check.each === 'unplaced') return bound(before);
    if (check.each === undefined) return undefined;
    return bound(exchanged(before, check.run(whole.context, anew), check.run(context, anew)));
  };
  return { whole, outcomeOf };
}

/** Whether a check may find something else by what it looks at besides workloads and connections. */
function seesMore({ looksAt, ofTime }: Check, before: CheckContext, now: CheckContext): boolean {
  return looksAt === 'time' && ofTime !== undefined ? ofTime(before) !== ofTime(now) : looksAt !== undefined;
}

/** What a report was computed in: where its fixes are tried. Undefined for a report of other origin. */
export function contextOf(report: GapReport): CheckContext | undefined {
  return runs.get(report)?.context;
}

function byId(a: WaiverHealth, b: WaiverHealth): number {
  return compare(a.waiver.id, b.waiver.id);
}

/**
 * What the fix of one of a report's gaps does, in a cluster of any size; lists show it of small ones only. Undefined where
 * there is nothing to apply.
 */
export function effectOfFix(report: GapReport, gap: Gap): FixEffect | undefined {
  const context = contextOf(report);
  return context === undefined ? undefined : verifyFix(context, gap.fix.yaml, gap.fingerprint);
}

/**
 * @param waiverHealth is filled while the checks run.
 * @param before an earlier revision, whose facts hold for workloads that are the same.
 */
export function createContext(
  model: PolicyModel,
  options: RunChecksOptions,
  waiverHealth: readonly WaiverHealth[] = [],
  before?: PolicyModel,
): CheckContext {
  const { taken, clusterUid = clusterUidOf(model), dataMap = EMPTY_DATA_MAP } = options;
  if (before !== undefined) takeOverRelations(model, before);
  const workloads = factsOf(model, dataMap, before);
  const known = collectWorkloadData(model, dataMap, before);
  // By the facts themselves: every check asks for every workload, and texts of keys are compared letter by letter.
  const dataOfFacts = new Map([...workloads.values()].map((facts) => [facts, known.get(facts.key) ?? UNKNOWN_DATA]));
  const dataOf = (facts: WorkloadFacts): WorkloadData => dataOfFacts.get(facts) ?? known.get(facts.key) ?? UNKNOWN_DATA;
  const workloadsOfClass = new Map<number, WorkloadFacts[]>();
  for (const workload of workloads.values()) {
    for (const id of workload.classes) {
      const list = workloadsOfClass.get(id);
      if (list === undefined) workloadsOfClass.set(id, [workload]);
      else list.push(workload);
    }
  }
  const context: CheckContext = {
    model,
    workloads,
    workloadsByNamespace: Map.groupBy(workloads.values(), ({ namespace }) => namespace),
    workloadsOfClass,
    classOf: (workload) => dataOf(workload).classification,
    dataOf,
    dataMap,
    ...(options.adequacy === undefined ? {} : { adequacy: options.adequacy }),
    ...(options.observed === undefined ? {} : { observed: observedContext(model, options.observed) }),
    clusterUid,
    sha256: options.sha256,
    takenAt: timeOf(taken),
    askedAt: timeOf(options.now),
    waiverHealth,
    reportOf: (other) => {
      const own = reports.get(context);
      if (other === model && own !== undefined) return own;
      return runChecks(other, observedUnder(model, { ...options, clusterUid }), own);
    },
  };
  return context;
}

function timeOf(time: string | undefined): number | undefined {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** UID of kube-system, which lives as long as its cluster; empty where it is not known. */
export function clusterUidOf({ objects }: PolicyModel): string {
  return objects.namespaces.get('kube-system')?.metadata.uid ?? '';
}

function countsOf({
  gaps,
  passed,
  notApplicable,
  notEvaluated,
  withheld = 0,
}: FoundedOutcome): Readonly<Record<Result, number>> {
  return {
    PASS: passed,
    FAIL: gaps.filter(({ result }) => result === 'FAIL').length,
    WAIVED: gaps.filter(({ result }) => result === 'WAIVED').length,
    UNKNOWN: gaps.filter(({ result }) => result === 'UNKNOWN').length,
    NOT_APPLICABLE: notApplicable,
    NOT_EVALUATED: notEvaluated.length + withheld,
  };
}

/**
 * By severity, check and subject; the fingerprint settles what is left, so that the order is total. Severity and check
 * sort into a few lists first, in which most checks have found their gaps in this order.
 */
function inOrder(gaps: readonly Gap[]): readonly Gap[] {
  const ofSeverity = Map.groupBy(gaps, ({ severity }) => severity);
  return SEVERITIES.flatMap((severity) =>
    [...Map.groupBy(ofSeverity.get(severity) ?? [], ({ check }) => check)]
      .sort(([a], [b]) => compare(a, b))
      .flatMap(([, ofCheck]) => ofCheck.sort(bySubject)),
  );
}

function bySubject(a: Gap, b: Gap): number {
  return (
    compare(a.subject.namespace, b.subject.namespace) ||
    compare(a.subject.kind, b.subject.kind) ||
    compare(a.subject.name, b.subject.name) ||
    compare(a.fingerprint, b.fingerprint)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function summarise(gaps: readonly Gap[]): GapReport['summary'] {
  const zero = (): Record<Severity, number> => ({ critical: 0, high: 0, medium: 0, low: 0, info: 0 });
  const summary = { FAIL: zero(), WAIVED: zero(), UNKNOWN: zero() };
  for (const { result, severity } of gaps) summary[result][severity]++;
  return summary;
}

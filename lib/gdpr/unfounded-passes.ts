import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { passesOnOldEvidence, passesOnOldTable, passesWithheld } from '#lib/text/en/checks/gov-003.ts';
import { adequacyTable } from './adequacy/standing.ts';
import type { CheckContext, CheckOutcome } from './check.ts';

export interface FoundedOutcome extends CheckOutcome {
  /** Subjects without a gap that are told as not evaluated. */
  readonly withheld?: number;
}

/** Kinds that were asked for and are not wholly there. What the server does not serve is not missing. */
export function unreadKinds({ objects }: PolicyModel): readonly KindCompleteness[] {
  return objects.completeness.kinds.filter(({ state }) => state !== 'read' && state !== 'absent');
}

/** Kinds that every connection rests on. */
const OF_ALL: ReadonlySet<string> = new Set([
  'Pod',
  'Namespace',
  'NetworkPolicy',
  'ClusterNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
]);
/** They say what a workload serves, and what its DNS is. */
const OF_SERVICES: ReadonlySet<string> = new Set(['Service', 'EndpointSlice']);
const READS_SERVICES = /^(CLS|ISO|EXP|EGR|DNS|POL)-/;
/** Ways in from outside. */
const OF_ENTRIES: ReadonlySet<string> = new Set([
  'Node',
  'Ingress',
  'IngressClass',
  'GatewayClass',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'TCPRoute',
  'TLSRoute',
  'UDPRoute',
  'ReferenceGrant',
]);
const READS_ENTRIES = /^EXP-/;
/** It gives names outside to workloads. */
const OF_NAMES: ReadonlySet<string> = new Set(['ServiceEntry']);
const READS_NAMES: ReadonlySet<string> = new Set(['EGR-002']);
/** They tell of what is missing, so nothing of theirs rests on it. GOV-003 tells of age too. */
const ABOUT_INPUT: ReadonlySet<string> = new Set(['ENF-001', 'ENF-004']);

/** They take the adequacy table's word for a country. */
const READS_TABLE: ReadonlySet<string> = new Set(['EGR-003', 'EGR-004']);
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** gdpr.md §3, GOV-003. */
export const TABLE_DAYS = 180;
const EVIDENCE_MS = DAY_MS;

/** Whole hours since the cluster was read, where that is more than 24 hours ago; `unknown` where nobody says one of the two. */
export function hoursOfOldEvidence({ takenAt, askedAt }: CheckContext): number | 'unknown' | undefined {
  if (takenAt === undefined || askedAt === undefined) return 'unknown';
  const age = askedAt - takenAt;
  return age > EVIDENCE_MS ? Math.floor(age / HOUR_MS) : undefined;
}

/** Whole days since the adequacy table in force was checked; undefined where there is none, or no time to compare with. */
export function ageOfTable(context: CheckContext): number | undefined {
  const { takenAt, askedAt = takenAt } = context;
  const checkedOn = Date.parse(adequacyTable(context)?.checkedOn ?? '');
  return askedAt === undefined || Number.isNaN(checkedOn) ? undefined : Math.floor((askedAt - checkedOn) / DAY_MS);
}

/**
 * A capped reading never yields PASS (gdpr.md §3, GOV-003): where the evidence is too old, a kind that a check rests on was
 * not read, or the table that it asks is too old, what has no gap was not evaluated. A gap that was found stays: its witness
 * is there.
 */
export function withoutUnfoundedPasses(context: CheckContext, check: string, outcome: CheckOutcome): FoundedOutcome {
  if (outcome.passed === 0 || check === 'GOV-003') return outcome;
  const hours = hoursOfOldEvidence(context);
  if (typeof hours === 'number') return withheld(outcome, passesOnOldEvidence(outcome.passed, hours));
  if (ABOUT_INPUT.has(check)) return outcome;
  const days = READS_TABLE.has(check) ? (ageOfTable(context) ?? 0) : 0;
  if (days > TABLE_DAYS) return withheld(outcome, passesOnOldTable(outcome.passed, days));
  const missing = unreadKinds(context.model).filter(({ kind: told }) => {
    // A live source tells installed kinds as `apiVersion/Kind`.
    const kind = told.slice(told.lastIndexOf('/') + 1);
    return (
      OF_ALL.has(kind) ||
      (OF_SERVICES.has(kind) && READS_SERVICES.test(check)) ||
      (OF_ENTRIES.has(kind) && READS_ENTRIES.test(check)) ||
      (OF_NAMES.has(kind) && READS_NAMES.has(check))
    );
  });
  if (missing.length === 0) return outcome;
  return withheld(
    outcome,
    passesWithheld(
      outcome.passed,
      missing.map(({ resource }) => resource),
    ),
  );
}

/** One sentence stands for all of them. */
function withheld(outcome: CheckOutcome, reason: string): FoundedOutcome {
  return {
    ...outcome,
    passed: 0,
    withheld: outcome.passed - 1,
    notEvaluated: [...outcome.notEvaluated, reason],
  };
}

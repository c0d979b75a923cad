import type { Protocol } from '#lib/kube/objects.ts';
import type { PolicyRef, PortsJson } from '#lib/policy/types.ts';
import type { PeerRuns } from './peer-runs.ts';
import type { WaiverNote, WaiverReport } from './waivers/types.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** gdpr.md §2.3. */
export type Result = 'PASS' | 'FAIL' | 'WAIVED' | 'UNKNOWN' | 'NOT_APPLICABLE' | 'NOT_EVALUATED';

/** gdpr.md §4.1, and `unknown`. */
export type DataClass = 'none' | 'personal' | 'pseudonymised' | 'special' | 'criminal' | 'children' | 'unknown';
export type Basis = 'declared' | 'inherited' | 'inferred' | 'unknown';

/** A workload's class with its ground. `source` names object and field: "label on StatefulSet crm/crm-db". */
export interface Classification {
  readonly dataClass: DataClass;
  readonly basis: Basis;
  readonly source: string;
  readonly manager?: string;
  /** 0 to 1, where the class is inferred. */
  readonly confidence?: number;
  readonly dataAtRest: boolean;
  /** Set where a DataMap entry lowers, with its reason, what other sources say: always listed (gdpr.md §4.3). */
  readonly lowered?: { readonly from: DataClass; readonly because: string };
}

/** One hop of a witness: the connection and, at both gates, what admits it or the proof that nothing isolates. */
export interface WitnessHop {
  /** As the contract writes ends; `shop/?` is the phantom pod of shop. */
  readonly from: string;
  readonly to: string;
  readonly ports: PortsJson;
  /** `deny` where the claim is that something needed is cut off (DNS-001). */
  readonly verdict: 'allow' | 'depends' | 'deny';
  readonly because: readonly WitnessReason[];
}
export interface WitnessReason {
  readonly gate: 'egress' | 'ingress';
  readonly kind: 'rule' | 'absence';
  readonly policy?: PolicyRef;
  readonly path?: string;
  /** "No NetworkPolicy in crm selects role=database for ingress." */
  readonly text: string;
}

export interface ArticleHook {
  /** "32(1)(b)" */
  readonly article: string;
  readonly title: string;
  /** The honest sentence of gdpr.md §2.6. */
  readonly sentence: string;
}

/** What was observed of a claim (gdpr.md §2.5). Times are RFC 3339. */
export interface GapObservations {
  readonly window: { readonly from: string; readonly to: string };
  /** The sources that told of the window, sorted. */
  readonly sources: readonly string[];
  /** Those with the most connections first; empty where the claim is that nothing was observed. */
  readonly flows: readonly ObservedFlow[];
  /** Further ones that are not listed. */
  readonly more: number;
  /** Where nothing was observed: the share of the window, 0 to 1, of the end that was observed least. */
  readonly coverage?: number;
}

export interface ObservedFlow {
  readonly from: string;
  readonly to: string;
  /** Null: not told. */
  readonly port: number | null;
  /** "TCP", "ICMP", or an IANA number. */
  readonly protocol: string;
  /** Null: not measured. */
  readonly connections: number | null;
  readonly first: string;
  readonly last: string;
}

/** A gap is a claim with a witness. The shape is that of `scan -o json` (command-line.md). */
export interface Gap {
  /** The check and eight hex digits of the fingerprint. */
  readonly id: string;
  readonly check: string;
  readonly result: 'FAIL' | 'WAIVED' | 'UNKNOWN';
  readonly severity: Severity;
  /** "high = personal (declared) × any pod (exposure 3)"; for UNKNOWN "up to …". */
  readonly derivation: string;
  /** "crm-db is reachable from any pod" */
  readonly title: string;
  /** One or two sentences for a tired person. */
  readonly summary: string;
  readonly subject: { readonly namespace: string; readonly kind: string; readonly name: string };
  readonly witness: readonly WitnessHop[];
  /** Real workloads behind the claim, `ns/Kind/name`, sorted; all of them. */
  readonly peers: readonly string[];
  /** Whether a workload is one of the peers, without listing them. Of the engine's gaps only, not of those read back. */
  readonly hasPeer?: (workload: string) => boolean;
  /** `peers` as runs, where that costs less. */
  readonly peerRuns?: () => PeerRuns;
  readonly articles: readonly ArticleHook[];
  readonly classification: Classification;
  readonly fix: { readonly yaml: string; readonly note: string; readonly effect?: FixEffect };
  /** SHA-256, gdpr.md §2.3. */
  readonly fingerprint: string;
  readonly references: readonly string[];
  /** Of checks that look at observed traffic. */
  readonly observed?: GapObservations;
  /** Why the result is UNKNOWN. */
  readonly unknownBecause?: readonly string[];
  readonly protocol?: Protocol;
  /** What the subject is exposed to, as the fingerprint has it: `any-pod`, `internet`, `recipient:ID`, a workload, a rule. */
  readonly peer?: string;
  /** Why it is WAIVED. */
  readonly waiver?: WaiverNote;
}

/** What engine and checks say about the world after the fix. */
export interface FixEffect {
  /** Connections between two workloads that end, or begin. */
  readonly closes: number;
  readonly opens: number;
  readonly sentence: string;
  /** Gaps of all checks that close and open with it; this one is among the closed where `closesGap`. */
  readonly gaps: { readonly closed: readonly GapBrief[]; readonly opened: readonly GapBrief[] };
  readonly closesGap: boolean;
  /** What needs saying before it is applied: names that no longer resolve, ways in and declared flows that end. */
  readonly warnings: readonly string[];
  /** What becomes of the flows that were observed; absent: no source of observed traffic. */
  readonly flows?: FlowsAfter;
}

/** Flows that were observed to pass and are not denied today, under a change of policies. */
export interface FlowsAfter {
  readonly observed: number;
  /** Of these, not allowed any more. */
  readonly breaks: number;
  /** Of these, whether they are still allowed depends. */
  readonly mayBreak: number;
  /** Beside these, those with an end that nobody knows; absent: none. */
  readonly notJudged?: number;
  /** Beside these, those for which there was no room; absent: none. */
  readonly leftOut?: number;
  readonly window: { readonly from: string; readonly to: string };
  /** Those that break, with the most connections first; at most 20. */
  readonly flows: readonly ObservedFlow[];
}

export type GapBrief = Pick<Gap, 'id' | 'check' | 'severity' | 'title'>;

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly counts: Readonly<Record<Result, number>>;
  readonly notEvaluated: readonly string[];
}

export interface GapReport {
  /** Sorted by severity, check, subject. FAIL, WAIVED and UNKNOWN. */
  readonly gaps: readonly Gap[];
  readonly checks: readonly CheckResult[];
  readonly summary: Readonly<Record<'FAIL' | 'WAIVED' | 'UNKNOWN', Readonly<Record<Severity, number>>>>;
  /** What a PASS says: `intent`, as long as enforcement is not established (ENF-001): print it as "PASS (intent)". */
  readonly passes?: 'enforced' | 'intent';
  /** Where any were given. */
  readonly waivers?: WaiverReport;
}

/** From the most to the least sensitive; what is not known stands before what is declared to be nothing. */
export const SENSITIVITY: readonly DataClass[] = [
  'special',
  'criminal',
  'children',
  'personal',
  'pseudonymised',
  'unknown',
  'none',
];

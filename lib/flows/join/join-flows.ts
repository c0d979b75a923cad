import { getOr } from '#lib/get-or.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { type Steps, toTheEnd } from '#lib/policy/steps.ts';
import { OBSERVED } from '#lib/text/en/observed.ts';
import type { FlowEdge } from '../flow-row.ts';
import type {
  JoinedEdge,
  JoinedTraffic,
  ObservedTraffic,
  PolicyChange,
  TrafficDecision,
  TrafficState,
} from '../observed.ts';
import { TRAFFIC_STATES } from '../observed.ts';
import {
  byLikelihood,
  type ContradictionGrounds,
  contradictionGrounds,
  contradictionReasons,
} from './contradiction-reasons.ts';
import { decisionsOf } from './decisions.ts';
import { type EndChanges, endChangesOf } from './end-changes.ts';
import { joinPermissions } from './join-permissions.ts';
import { type JudgeInTime, type JudgesInTime, judgesInTime, type ModelInTime } from './judges-in-time.ts';
import { refusalReasons } from './refusal-reasons.ts';
import { sumEdges } from './sum-edges.ts';

/** What else is known of the window. */
export interface JoinContext {
  /** Since when the model given is in force, milliseconds since 1970; absent: as far back as anybody asks. */
  readonly since?: number;
  /** From when on policies are known, though the first may not be given; absent: as what was observed says. */
  readonly knownFrom?: number;
  /** When its objects were read; absent: nothing that was observed is younger. */
  readonly asOf?: number;
  /** Models that were in force before it, the oldest first. */
  readonly earlier?: readonly ModelInTime[];
  /** When labels, pods and policies changed; absent: as what was observed says. */
  readonly ends?: EndChanges;
  /** Changes of policies in the window that are known, the oldest first. */
  readonly changes?: readonly PolicyChange[];
  /** By how much the clocks of sources and cluster are told to differ, in milliseconds. */
  readonly skewMs?: number;
}

/** The bit of `seenAt` that says so. */
const AT_SERVER = 2;

/** So many edges are given, what was seen before what was not; all are counted. */
export const JOINED_MOST = 20_000;

/**
 * Observed edges beside what is allowed (traffic.md §2.6). An edge is judged by the policies of the times at which it was
 * seen first and last; of times before the first model by that one. Where labels or pods changed between a time and what
 * is known of its policies, nobody judges it.
 */
export function joinFlows(model: PolicyModel, observed: ObservedTraffic, context: JoinContext = {}): JoinedTraffic {
  return toTheEnd(joinInSteps(model, observed, context));
}

/** So many edges are judged in a step: some 20 ms the first time that a model is asked, far less afterwards. */
const STEP = 250;

/** The same in steps. */
export function* joinInSteps(
  model: PolicyModel,
  observed: ObservedTraffic,
  context: JoinContext = {},
): Steps<JoinedTraffic> {
  const { since = Number.NEGATIVE_INFINITY, asOf, earlier = [], ends = endChangesOf(observed.changed ?? []) } = context;
  const models = [...earlier, { since, model, ...(asOf === undefined ? {} : { asOf }) }];
  const judges = judgesInTime(models, ends, context.knownFrom ?? observed.policiesFrom);
  const grounds = contradictionGrounds(observed, context);
  const seen = yield* joinSeen(observed, judges, grounds);
  const { rows, permitted, permittedUsed, open } = yield* joinPermissions(model, observed, seen, judges);
  const edges = [...seen, ...rows].sort(inOrder);
  const counts = Object.fromEntries(TRAFFIC_STATES.map((state) => [state, 0])) as Record<TrafficState, number>;
  for (const { state } of edges) counts[state]++;
  const refusedThoughAllowed = seen.filter((edge) => edge.refusedThoughAllowed === true).length;
  return {
    edges: withinBound(edges, seen.length),
    ...{ counts, refusedThoughAllowed, permitted, permittedUsed, open },
  };
}

/** In the same order. A state that stands last may have been seen: it must not read as not seen. */
function withinBound(edges: readonly JoinedEdge[], seen: number): readonly JoinedEdge[] {
  if (edges.length <= JOINED_MOST) return edges;
  let room = Math.max(0, JOINED_MOST - seen);
  return edges.filter((edge) => edge.seen !== undefined || room-- > 0).slice(0, JOINED_MOST);
}

/** Observed edges of one state, ends, port and protocol, while they are gathered. */
interface Gathered {
  readonly key: string;
  readonly state: TrafficState;
  readonly edges: FlowEdge[];
  ever: { first: number; last: number } | undefined;
}

function* joinSeen(
  { edges, ever }: ObservedTraffic,
  judges: JudgesInTime,
  grounds: ContradictionGrounds,
): Steps<readonly JoinedEdge[]> {
  const groups = new Map<string, Gathered>();
  for (const [index, edge] of edges.entries()) {
    if (index % STEP === STEP - 1) yield;
    const state = stateOf(edge, judges);
    const key = keyOf(edge, state);
    const group = getOr(groups, key, (): Gathered => ({ key, state, edges: [], ever: undefined }));
    group.edges.push(edge);
    const known = ever?.[index];
    if (known === undefined) continue;
    const first = Math.min(known.first, group.ever?.first ?? known.first);
    group.ever = { first, last: Math.max(known.last, group.ever?.last ?? known.last) };
  }
  yield;
  const joined: JoinedEdge[] = [];
  for (const gathered of groups.values()) {
    joined.push(joinedEdge(gathered, judges, grounds));
    if (joined.length % STEP === 0) yield;
  }
  return joined;
}

type Building = { -readonly [Field in keyof JoinedEdge]: JoinedEdge[Field] };

/** What decides is dear, and only computed for the edges that somebody looks at. */
function joinedEdge(
  { key, state, edges, ever }: Gathered,
  judges: JudgesInTime,
  grounds: ContradictionGrounds,
): JoinedEdge {
  const seen = sumEdges(edges);
  const { from, to, port, protocol } = seen;
  const at = state === 'seen-denied' ? deniedAt(seen, judges) : judges.at(seen.last);
  const isAsked = seen.verdict === 'denied' && !seen.directionUnknown;
  const always = isAsked ? judges.alwaysAllowed(seen) : 'no';
  const deniedSince = state === 'seen-denied' && judges.allowed(seen, seen.first) === true ? at.since : undefined;
  let decisions: JoinedEdge['decisions'] | undefined;
  let reasons: JoinedEdge['reasons'] | undefined;
  const edge: Building = {
    key,
    from,
    to,
    port,
    protocol,
    state,
    seen,
    get decisions() {
      decisions ??= judges.notKept(seen, seen.last) === undefined ? decisionsBetween(at, seen, state === 'denied') : [];
      return decisions;
    },
    get reasons() {
      if (always === 'allowed') reasons ??= refusalReasons(seen, at, judges, grounds);
      if (always === 'before-known' && state === 'denied') reasons ??= refusedBeforeKnown(judges);
      if (state === 'unjudged') reasons ??= unjudgedReasons(seen, judges);
      if (state === 'seen-denied') {
        reasons ??= byLikelihood([
          ...contradictionReasons(seen, at, judges, deniedSince, grounds),
          ...deniedBeforeKnown(edges, judges),
        ]);
      }
      return reasons ?? [];
    },
  };
  if (deniedSince !== undefined) edge.deniedSince = deniedSince;
  if (always === 'allowed') edge.refusedThoughAllowed = true;
  if (ever !== undefined) edge.ever = ever;
  return edge;
}

/** @param refused of the pods of which it was refused, where some are allowed and some are not. */
function decisionsBetween({ judge, model }: JudgeInTime, { from, to, port, protocol }: FlowEdge, refused = false) {
  const example = judge.example(from, to, port, protocol, refused);
  if (example === undefined) return [];
  const decisions = decisionsOf(model, example, port, protocol);
  // the example is one that is allowed; what it stands for is not as a whole
  const isPartly =
    judge.allowed(from, to, port, protocol) === 'depends' && decisions.every(({ allowed }) => allowed === true);
  if (!isPartly) return decisions;
  const partly = port === null ? OBSERVED.decision.somePorts : OBSERVED.decision.someAddresses;
  return decisions.map(
    (decision): TrafficDecision =>
      decision.policy === undefined
        ? decision
        : { ...decision, allowed: 'depends', sentence: partly(decision.sentence) },
  );
}

/** The first policies by which a seen edge was denied. */
function deniedAt(edge: FlowEdge, judges: JudgesInTime): JudgeInTime {
  const { first, last } = edge;
  const ends = judges.all.map((_, index) => (judges.all[index + 1]?.since ?? Number.POSITIVE_INFINITY) - 1);
  const denying = judges.all.find((each, index) => {
    const end = Math.min(last, ends[index] as number);
    return each === judges.at(end) && end >= first && judges.allowed(edge, end) === false;
  });
  return denying ?? judges.at(last);
}

/** The first policies that are known allow it: nobody knows whether those of its time refused it. */
function refusedBeforeKnown({ knownFrom }: JudgesInTime): JoinedEdge['reasons'] {
  return [{ reason: 'not-kept', likely: true, sentence: OBSERVED.refusal.beforeKnown(knownFrom) }];
}

/** Denied at no time of which policies are known: nobody knows whether those of its time allowed it. */
function deniedBeforeKnown(edges: readonly FlowEdge[], judges: JudgesInTime): JoinedEdge['reasons'] {
  const { knownFrom } = judges;
  const isSince = (edge: FlowEdge) =>
    [edge.last, edge.first].some((time) => time >= knownFrom && judges.allowed(edge, time) === false);
  if (edges.some(isSince)) return [];
  return [{ reason: 'not-kept', likely: true, sentence: OBSERVED.reason.beforeKnown(knownFrom) }];
}

/** Of a denial that is only reported, and of what was judged by nobody since nobody kept what was in force for its ends. */
function unjudgedReasons(edge: FlowEdge, judges: JudgesInTime): JoinedEdge['reasons'] {
  if (edge.directionUnknown) return [];
  if (edge.verdict === 'denied')
    return [{ reason: 'reported-only', likely: true, sentence: OBSERVED.reason.deniedReported }];
  if (edge.verdict !== 'allowed') return [];
  const change = judges.notKept(edge, edge.last) ?? judges.notKept(edge, edge.first);
  if (change === undefined) return [];
  return [{ reason: 'not-kept', likely: true, sentence: OBSERVED.reason.notKept(change.of, change.at) }];
}

function stateOf(edge: FlowEdge, judges: JudgesInTime): TrafficState {
  if (edge.directionUnknown) return 'unjudged';
  switch (edge.verdict) {
    case 'denied':
      return edge.trust === 'datapath' || isRefused(edge, judges) ? 'denied' : 'unjudged';
    case 'would-deny':
      return 'would-deny';
    case 'allowed':
      return stateOfAllowed(edge, judges);
    default:
      return 'unjudged';
  }
}

/** Who only reports a denial may report one of what passed (traffic.md §1.4): it counts where policies refuse it, too. */
function isRefused(edge: FlowEdge, judges: JudgesInTime): boolean {
  return [edge.last, edge.first].some((time) => judges.allowed(edge, time) === false);
}

function stateOfAllowed(edge: FlowEdge, judges: JudgesInTime): TrafficState {
  const { first, last } = edge;
  const denying = [last, first].filter((time) => judges.allowed(edge, time) === false);
  if (denying.some((time) => isPastGates(edge, judges.at(time)))) return 'seen-denied';
  return denying.length === 0 && judges.allowed(edge, last) === true ? 'used' : 'unjudged';
}

/** Whether it passed the gate that denies it: what was seen at the client alone may have been refused at the server. */
function isPastGates(edge: FlowEdge, at: JudgeInTime): boolean {
  if ((edge.seenAt & AT_SERVER) !== 0) return true;
  return decisionsBetween(at, edge).some((decision) => decision.at === 'egress' && decision.allowed === false);
}

/** Of what nobody can judge, what was said of it is kept apart. */
function keyOf({ from, to, port, protocol, verdict, directionUnknown }: FlowEdge, state: TrafficState): string {
  const more = state === 'unjudged' ? ` ${verdict}${directionUnknown ? ' direction' : ''}` : '';
  return `${from} ${to} ${port ?? '-'} ${protocol} ${state}${more}`;
}

const RANK = Object.fromEntries(TRAFFIC_STATES.map((state, rank) => [state, rank])) as Record<TrafficState, number>;

/** What asks for attention first; then what was seen most; then by the ends. */
function inOrder(a: JoinedEdge, b: JoinedEdge): number {
  return (
    RANK[a.state] - RANK[b.state] ||
    (b.seen?.connections ?? -1) - (a.seen?.connections ?? -1) ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

import type { PolicyModel } from '#lib/policy/model.ts';
import type { FlowEdge } from '../flow-row.ts';
import type { JoinedEdge, JoinedTraffic, ObservedTraffic, TrafficState } from '../observed.ts';
import { TRAFFIC_STATES } from '../observed.ts';
import { decisionsOf } from './decisions.ts';
import { joinPermissions } from './join-permissions.ts';
import { type Judge, judgeOf } from './judge-pair.ts';
import { sumEdges } from './sum-edges.ts';

/** What else is known of the window. */
export interface JoinContext {
  /** Since when the model given is in force, milliseconds since 1970; absent: as far back as anybody asks. */
  readonly since?: number;
  /** Models that were in force before it, the oldest first, each with the time since when. */
  readonly earlier?: readonly { readonly since: number; readonly model: PolicyModel }[];
}

/** So many edges are given; all are counted. */
export const JOINED_MOST = 20_000;

/**
 * Observed edges beside what is allowed (traffic.md §2.6). An edge is judged by the policies of the times at which it was
 * seen first and last; of times before the first model by that one.
 */
export function joinFlows(model: PolicyModel, observed: ObservedTraffic, context: JoinContext = {}): JoinedTraffic {
  const judges = judgesInTime(model, context);
  const seen = joinSeen(observed, judges);
  const { rows, permitted, open } = joinPermissions(model, observed, seen);
  const edges = [...seen, ...rows].sort(inOrder);
  const counts = Object.fromEntries(TRAFFIC_STATES.map((state) => [state, 0])) as Record<TrafficState, number>;
  for (const { state } of edges) counts[state]++;
  return { edges: edges.slice(0, JOINED_MOST), counts, permitted, open };
}

/** A model with its judge and since when it was in force. */
export interface JudgeInTime {
  readonly since: number;
  readonly model: PolicyModel;
  readonly judge: Judge;
}

function judgesInTime(model: PolicyModel, { since, earlier = [] }: JoinContext): readonly JudgeInTime[] {
  const all = [...earlier, { since: since ?? Number.NEGATIVE_INFINITY, model }];
  return all.map((each) => ({ ...each, judge: judgeOf(each.model) }));
}

function judgeAt(judges: readonly JudgeInTime[], at: number): JudgeInTime {
  return judges.findLast(({ since }) => since <= at) ?? (judges[0] as JudgeInTime);
}

function joinSeen({ edges, ever }: ObservedTraffic, judges: readonly JudgeInTime[]): readonly JoinedEdge[] {
  const groups = new Map<string, { state: TrafficState; edges: FlowEdge[]; ever: { first: number; last: number }[] }>();
  for (const [index, edge] of edges.entries()) {
    const state = stateOf(edge, judges);
    const key = keyOf(edge, state);
    const group = groups.get(key) ?? { state, edges: [], ever: [] };
    groups.set(key, group);
    group.edges.push(edge);
    const known = ever?.[index];
    if (known !== undefined) group.ever.push(known);
  }
  return [...groups].map(([key, { state, edges, ever }]) => {
    const seen = sumEdges(edges);
    const { from, to, port, protocol } = seen;
    const at = judgeAt(judges, seen.last);
    return {
      ...{ key, from, to, port, protocol, state, seen },
      ...(ever.length === 0
        ? {}
        : {
            ever: {
              first: Math.min(...ever.map(({ first }) => first)),
              last: Math.max(...ever.map(({ last }) => last)),
            },
          }),
      // dear, and only asked for the edges that somebody looks at
      get decisions() {
        const example = at.judge.example(from, to, port, protocol);
        return example === undefined ? [] : decisionsOf(at.model, example, port, protocol);
      },
      reasons: [],
    };
  });
}

function stateOf(edge: FlowEdge, judges: readonly JudgeInTime[]): TrafficState {
  if (edge.directionUnknown) return 'unjudged';
  switch (edge.verdict) {
    case 'denied':
      return 'denied';
    case 'would-deny':
      return 'would-deny';
    case 'allowed':
      return stateOfAllowed(edge, judges);
    default:
      return 'unjudged';
  }
}

function stateOfAllowed({ from, to, port, protocol, first, last }: FlowEdge, judges: readonly JudgeInTime[]) {
  const [atLast, atFirst] = [judgeAt(judges, last).judge, judgeAt(judges, first).judge];
  const then = atLast.allowed(from, to, port, protocol);
  const before = atFirst === atLast ? then : atFirst.allowed(from, to, port, protocol);
  if (then === false || before === false) return 'seen-denied';
  return then === true ? 'used' : 'unjudged';
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

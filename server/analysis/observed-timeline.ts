import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { ObservedTimeline } from '#lib/api/observed-schemas.ts';
import type { FlowTrust, FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { FlowEdge } from '#lib/flows/flow-row.ts';
import { inSteps } from '#lib/flows/in-steps.ts';
import type { JoinedEdge, TrafficState } from '#lib/flows/observed.ts';
import { stepsOfTime } from '#lib/flows/steps-of-time.ts';
import { OBSERVED } from '#lib/text/en/observed.ts';
import { edgeName } from '#server/traffic/flow-store.ts';
import type { Analysis } from './analysis.ts';
import { trafficOfWindow } from './joined-traffic.ts';
import { policyChanges } from './policy-changes.ts';
import type { AskContext } from './questions.ts';

/** So many edges are counted apart from what their verdict says. */
const APART_MOST = 1000;

/** What an edge of each verdict is, but for those that are told apart. */
const USUAL: Readonly<Record<FlowVerdict, TrafficState>> = {
  allowed: 'used',
  denied: 'denied',
  'would-deny': 'would-deny',
  dropped: 'unjudged',
  error: 'unjudged',
  unknown: 'unjudged',
};

/** Connections by state, step by step: those of each verdict, and apart those edges that are something else. */
export async function observedTimeline(
  analysis: Analysis,
  query: EndpointInput<'GET /api/clusters/{cluster}/observed/timeline'>,
  context: AskContext,
): Promise<ObservedTimeline> {
  const { observed, joined } = await trafficOfWindow(analysis, query, context);
  const { window, stepMs } = inSteps(observed.window, query.steps);
  const { groups, leftOut } = apartOf(joined.edges);
  const { all, apart } = (await context.flows?.times({
    window,
    stepMs,
    apart: groups.map(({ verdict, only }) => ({ verdict, only })),
  })) ?? { all: [], apart: [] };

  const steps = new Map<number, Partial<Record<TrafficState, number>>>();
  const add = (at: number, state: TrafficState, connections: number): void => {
    const counts = steps.get(at) ?? {};
    steps.set(at, counts);
    counts[state] = (counts[state] ?? 0) + connections;
    if (counts[state] === 0) delete counts[state];
  };
  for (const { at, counts } of all) {
    for (const [verdict, connections] of Object.entries(counts)) add(at, USUAL[verdict as FlowVerdict], connections);
  }
  for (const [index, { state, verdict, since }] of groups.entries()) {
    for (const { at, counts } of apart[index] ?? []) {
      const connections = counts[verdict] ?? 0;
      if (connections === 0 || (since !== undefined && at + stepMs <= since)) continue;
      add(at, USUAL[verdict], -connections);
      add(at, state, connections);
    }
  }
  return {
    revision: analysis.revision,
    window,
    stepMs,
    steps: stepsOfTime(
      window,
      stepMs,
      [...steps].map(([at, counts]) => ({ at, counts })),
      observed.coverage,
    ),
    changes: policyChanges(analysis, window),
    notes: leftOut > 0 ? [OBSERVED.notApart(leftOut)] : [],
  };
}

interface Apart {
  readonly state: TrafficState;
  readonly verdict: FlowVerdict;
  /** Before it they are what their verdict says. */
  readonly since: number | undefined;
  readonly only: string[];
}

const TRUSTS: readonly FlowTrust[] = ['datapath', 'reported', 'inferred'];

/** Whose word a sum of edges rests on: a denial that is no fact is one that nobody's datapath told. */
function trustsOf({ verdict, directionUnknown }: FlowEdge): readonly FlowTrust[] {
  return verdict === 'denied' && !directionUnknown ? TRUSTS.filter((trust) => trust !== 'datapath') : TRUSTS;
}

/** Edges that are something else than their verdict says, those with the most connections first. */
function apartOf(edges: readonly JoinedEdge[]): { readonly groups: readonly Apart[]; readonly leftOut: number } {
  const groups = new Map<string, Apart>();
  const others = edges.flatMap(({ state, seen, deniedSince }) =>
    seen === undefined || USUAL[seen.verdict] === state ? [] : [{ state, seen, since: deniedSince }],
  );
  others.sort((a, b) => (b.seen.connections ?? 0) - (a.seen.connections ?? 0));
  for (const { state, seen, since } of others.slice(0, APART_MOST)) {
    const key = `${state} ${seen.verdict} ${since}`;
    const group = groups.get(key) ?? { state, verdict: seen.verdict, since, only: [] };
    groups.set(key, group);
    group.only.push(...trustsOf(seen).map((trust) => edgeName({ ...seen, trust })));
  }
  return { groups: [...groups.values()], leftOut: Math.max(0, others.length - APART_MOST) };
}

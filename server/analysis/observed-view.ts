import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { JoinedEdgeView, ObservedView } from '#lib/api/observed-schemas.ts';
import { type JoinedEdge, TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import { DEMO_FLOWS } from '#lib/flows/source-ids.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { allHold } from '#lib/graph/filter/filter-subject.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { OBSERVED } from '#lib/text/en/observed.ts';
import type { Analysis } from './analysis.ts';
import { isDeclaredEdge } from './declared-edge.ts';
import { edgeSubjects } from './edge-subject.ts';
import { joinedEndView, mapEndOf } from './joined-end.ts';
import { type TrafficOfWindow, trafficOfWindow } from './joined-traffic.ts';
import { observedCoverage } from './observed-coverage.ts';
import type { AskContext } from './questions.ts';
import { readFilter } from './read-filter.ts';

type Query = EndpointInput<'GET /api/clusters/{cluster}/observed'>;

/** Observed edges beside what is allowed: a page of those that a filter leaves. Throws BAD_REQUEST, what the flows answer. */
export async function observedView(analysis: Analysis, query: Query, context: AskContext): Promise<ObservedView> {
  const traffic = await trafficOfWindow(analysis, query, context);
  const { observed, joined } = traffic;
  const kept = sorted(filteredEdges(analysis, traffic, query), query.sort);
  return {
    revision: analysis.revision,
    window: observed.window,
    counts: joined.counts,
    refusedThoughAllowed: joined.refusedThoughAllowed,
    permitted: joined.permitted,
    permittedUsed: joined.permittedUsed,
    open: joined.open,
    edges: kept.slice(query.offset, query.offset + query.limit).map((edge) => joinedEdgeView(analysis, traffic, edge)),
    total: kept.length,
    coverage: observedCoverage(analysis.model, observed),
    notes: notesOf(traffic),
  };
}

export function joinedEdgeView(
  analysis: Analysis,
  { observed }: Pick<TrafficOfWindow, 'observed'>,
  edge: JoinedEdge,
): JoinedEdgeView {
  const { window, since } = observed;
  const gaps = openGapsOf(analysis, edge);
  const severity = SEVERITIES.find((each) => gaps.some((gap) => gap.severity === each));
  const declared = isDeclaredEdge(analysis, edge);
  const isNew = edge.ever !== undefined && since !== undefined && since < window.from && edge.ever.first >= window.from;
  return {
    ...edge,
    fromEnd: joinedEndView(analysis, edge.from),
    toEnd: joinedEndView(analysis, edge.to),
    gaps: gaps.map(({ id }) => id),
    ...(severity === undefined ? {} : { severity }),
    ...(declared === undefined ? {} : { declared }),
    ...(isNew ? { isNew } : {}),
  };
}

function openGapsOf({ gaps }: Analysis, { from, to }: JoinedEdge) {
  const [source, target] = [mapEndOf(from), mapEndOf(to)];
  if (source === undefined || target === undefined) return [];
  return gaps.onConnection(source, target).flatMap((id) => {
    const gap = gaps.byId(id);
    return gap === undefined || gap.result === 'WAIVED' ? [] : [gap];
  });
}

/** Those that have one of the states, and that a filter leaves. Throws BAD_REQUEST. */
export function filteredEdges(
  { subjects }: Analysis,
  { observed, joined }: TrafficOfWindow,
  { state, filter }: Pick<Query, 'state' | 'filter'>,
): readonly JoinedEdge[] {
  const { terms } = readFilter(filter, 'traffic');
  const subjectOf = edgeSubjects(subjects, observed.window.to);
  const wanted = state === undefined || state === '' ? undefined : new Set(state.split(',').map(stateOf));
  return joined.edges.filter(
    (edge) =>
      (wanted === undefined || wanted.has(edge.state)) && (terms.length === 0 || allHold(subjectOf(edge), terms)),
  );
}

function stateOf(written: string): TrafficState {
  const found = TRAFFIC_STATES.find((one) => one === written);
  if (found === undefined) throw new RingfenceError('BAD_REQUEST', OBSERVED.badState(written));
  return found;
}

const ORDERS: Readonly<Record<Exclude<Query['sort'], 'attention'>, (a: JoinedEdge, b: JoinedEdge) => number>> = {
  connections: (a, b) => (b.seen?.connections ?? -1) - (a.seen?.connections ?? -1),
  newest: (a, b) => (b.seen?.last ?? 0) - (a.seen?.last ?? 0),
  first: (a, b) => (b.ever?.first ?? 0) - (a.ever?.first ?? 0),
  from: (a, b) => compareNames(a.from, b.from),
  to: (a, b) => compareNames(a.to, b.to),
};

/** They come with what asks for attention first; other orders keep that among equals. */
function sorted(edges: readonly JoinedEdge[], sort: Query['sort']): readonly JoinedEdge[] {
  return sort === 'attention' ? edges : [...edges].sort(ORDERS[sort]);
}

/** What qualifies an answer, in sentences. */
export function notesOf({ observed, joined }: TrafficOfWindow): readonly string[] {
  const { out, in: into } = joined.open;
  return [
    ...(observed.complete.length > 0
      ? []
      : [observed.edges.length === 0 ? OBSERVED.nothingObserved : OBSERVED.nothingComplete]),
    ...(observed.complete.includes(DEMO_FLOWS) ? [OBSERVED.demo] : []),
    ...(observed.leftOut > 0 ? [OBSERVED.leftOut(observed.leftOut)] : []),
    ...(out > 0 || into > 0 ? [OBSERVED.open(out, into)] : []),
  ];
}

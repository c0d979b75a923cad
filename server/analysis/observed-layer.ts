import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { LayerEdge, ObservedLayer } from '#lib/api/observed-schemas.ts';
import { HOUR_MS } from '#lib/flows/coverage-hours.ts';
import { plus } from '#lib/flows/merge-ends.ts';
import { type JoinedEdge, TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import { getOr } from '#lib/get-or.ts';
import { buildScene } from '#lib/graph/scene.ts';
import { SCENE_MAX_BYTES, SCENE_MAX_EDGES } from '#lib/graph/scene-budget.ts';
import { LAYER } from '#lib/text/en/observed.ts';
import type { Analysis } from './analysis.ts';
import { boxesOfScene } from './boxes-of-scene.ts';
import { trafficOfWindow } from './joined-traffic.ts';
import { observedCoverage } from './observed-coverage.ts';
import type { AskContext } from './questions.ts';

/** Observed traffic between the boxes of the picture that the map draws for the same question. */
export async function observedLayer(
  analysis: Analysis,
  query: EndpointInput<'GET /api/clusters/{cluster}/observed/layer'>,
  context: AskContext,
): Promise<ObservedLayer> {
  const { observed, joined } = await trafficOfWindow(analysis, query, context);
  const { level, namespace, workload, unfold } = query;
  const scene = await buildScene(analysis.sceneInput, { level, namespace, workload, unfold }, analysis.places);
  const boxesOf = boxesOfScene(analysis, scene);
  const pairs = new Map<string, Map<string, Draft>>();
  let notDrawn = 0;
  for (const edge of joined.edges) {
    const [sources, targets] = [boxesOf(edge.from, 'from'), boxesOf(edge.to, 'to')];
    if (sources.length === 0 || targets.length === 0) {
      if (edge.seen !== undefined) notDrawn++;
      continue;
    }
    for (const from of sources) {
      for (const to of targets) if (from !== to || scene.level !== 'namespaces') addTo(pairs, from, to, edge);
    }
  }
  const hours = (observed.window.to - observed.window.from) / HOUR_MS;
  const drafts = [...pairs.values()].flatMap((to) => [...to.values()]).sort(inOrder);
  const severities = new Map(scene.edges.map(({ id, severity }) => [id, severity]));
  const labels = new Map(scene.nodes.map(({ id, label }) => [id, label]));
  const shown = withinBytes(
    drafts.slice(0, SCENE_MAX_EDGES).map((draft): LayerEdge => {
      const edge = finish(draft, hours, (id) => labels.get(id) ?? id);
      const severity = severities.get(edge.id);
      return severity === undefined ? edge : { ...edge, severity };
    }),
  );
  const leftOut = drafts.length - shown.length;
  return {
    revision: analysis.revision,
    window: observed.window,
    level: scene.level,
    edges: shown,
    counts: joined.counts,
    refusedThoughAllowed: joined.refusedThoughAllowed,
    permitted: joined.permitted,
    permittedUsed: joined.permittedUsed,
    coverage: observedCoverage(analysis.model, observed),
    notes: [...(notDrawn > 0 ? [LAYER.notDrawn(notDrawn)] : []), ...(leftOut > 0 ? [LAYER.leftOut(leftOut)] : [])],
  };
}

/** As many as a picture may weigh. */
function withinBytes(edges: readonly LayerEdge[]): readonly LayerEdge[] {
  let left = SCENE_MAX_BYTES - 4_000; // what stands around them
  const end = edges.findIndex((edge) => {
    left -= Buffer.byteLength(JSON.stringify(edge)) + 1;
    return left < 0;
  });
  return end < 0 ? edges : edges.slice(0, end);
}

/** Edges between two boxes while they are gathered. */
interface Draft {
  readonly from: string;
  readonly to: string;
  /** That of its edges which asks for attention most; `unjudged` where there is no other. */
  state: TrafficState;
  /** Connections that got through, whatever is said of them; null: not measured. */
  passed: number | null;
  readonly counts: Partial<Record<TrafficState, number>>;
  readonly connections: Partial<Record<TrafficState, number>>;
  /** Edges that were refused though policies allow them: those of state `denied`, and all. */
  denied: number;
  contradicted: number;
}

function addTo(pairs: Map<string, Map<string, Draft>>, from: string, to: string, edge: JoinedEdge): void {
  const { state, seen } = edge;
  const ofSource = getOr(pairs, from, () => new Map<string, Draft>());
  const pair = getOr(
    ofSource,
    to,
    (): Draft => ({
      ...{ from, to, state, passed: null, counts: {}, connections: {}, denied: 0, contradicted: 0 },
    }),
  );
  if (rank(state) < rank(pair.state)) pair.state = state;
  pair.counts[state] = (pair.counts[state] ?? 0) + 1;
  if (edge.refusedThoughAllowed === true) {
    pair.contradicted++;
    if (state === 'denied') pair.denied++;
  }
  if (seen === undefined || seen.connections === null) return;
  pair.connections[state] = (pair.connections[state] ?? 0) + seen.connections;
  if (seen.verdict === 'allowed' || seen.verdict === 'would-deny') pair.passed = plus(pair.passed, seen.connections);
}

const RANK = Object.fromEntries(TRAFFIC_STATES.map((state, rank) => [state, rank])) as Record<TrafficState, number>;
const rank = (state: TrafficState): number => RANK[state];

function inOrder(a: Draft, b: Draft): number {
  return (
    rank(a.state) - rank(b.state) ||
    (b.passed ?? 0) - (a.passed ?? 0) ||
    (b.connections[b.state] ?? 0) - (a.connections[a.state] ?? 0) ||
    compare(a.from, b.from) ||
    compare(a.to, b.to)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function finish(
  { from, to, state, passed, counts, connections, denied, contradicted }: Draft,
  hours: number,
  nameOf: (id: string) => string,
): LayerEdge {
  const perHour = passed === null ? null : passed / hours;
  const isAllowed = state === 'denied' && denied === counts.denied;
  return {
    id: `${from}→${to}`,
    ...{ from, to, state, counts, connections, perHour },
    label: LAYER.label(state, perHour, connections[state] ?? null, isAllowed),
    sentence: LAYER.sentence(nameOf(from), nameOf(to), counts, perHour, contradicted),
  };
}

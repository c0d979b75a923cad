import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { LayerEdge, ObservedLayer } from '#lib/api/observed-schemas.ts';
import { HOUR_MS } from '#lib/flows/coverage-hours.ts';
import { plus } from '#lib/flows/merge-ends.ts';
import { type JoinedEdge, TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import { buildScene } from '#lib/graph/scene.ts';
import { SCENE_MAX_EDGES } from '#lib/graph/scene-budget.ts';
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
  const pairs = new Map<string, Draft>();
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
  const severities = new Map(scene.edges.map(({ id, severity }) => [id, severity]));
  const labels = new Map(scene.nodes.map(({ id, label }) => [id, label]));
  const edges = [...pairs.values()]
    .map((pair) => finish(pair, hours, (id) => labels.get(id) ?? id))
    .map((edge): LayerEdge => {
      const severity = severities.get(edge.id);
      return severity === undefined ? edge : { ...edge, severity };
    })
    .sort((a, b) => rank(a.state) - rank(b.state) || (b.perHour ?? 0) - (a.perHour ?? 0) || (a.id < b.id ? -1 : 1));
  const leftOut = Math.max(0, edges.length - SCENE_MAX_EDGES);
  return {
    revision: analysis.revision,
    window: observed.window,
    level: scene.level,
    edges: edges.slice(0, SCENE_MAX_EDGES),
    counts: joined.counts,
    permitted: joined.permitted,
    coverage: observedCoverage(analysis.model, observed),
    notes: [...(notDrawn > 0 ? [LAYER.notDrawn(notDrawn)] : []), ...(leftOut > 0 ? [LAYER.leftOut(leftOut)] : [])],
  };
}

interface Draft {
  readonly from: string;
  readonly to: string;
  readonly counts: Partial<Record<TrafficState, number>>;
  readonly connections: Map<TrafficState, number | null>;
}

function addTo(pairs: Map<string, Draft>, from: string, to: string, { state, seen }: JoinedEdge): void {
  const id = `${from}→${to}`;
  const pair: Draft = pairs.get(id) ?? { from, to, counts: {}, connections: new Map() };
  pairs.set(id, pair);
  pair.counts[state] = (pair.counts[state] ?? 0) + 1;
  if (seen !== undefined) pair.connections.set(state, plus(pair.connections.get(state) ?? null, seen.connections));
}

/** What got through, whatever is said of it. */
const PASSED: readonly TrafficState[] = ['used', 'seen-denied', 'would-deny', 'unjudged'];

function finish({ from, to, counts, connections }: Draft, hours: number, nameOf: (id: string) => string): LayerEdge {
  const state = TRAFFIC_STATES.find((each) => counts[each] !== undefined && each !== 'unjudged') ?? 'unjudged';
  const passed = PASSED.reduce<number | null>((sum, each) => plus(sum, connections.get(each) ?? null), null);
  const perHour = passed === null ? null : passed / hours;
  const counted = [...connections].flatMap(([each, sum]) => (sum === null ? [] : [[each, sum] as const]));
  return {
    id: `${from}→${to}`,
    ...{ from, to, state, counts },
    connections: Object.fromEntries(counted),
    perHour,
    label: LAYER.label(state, perHour, connections.get(state) ?? null),
    sentence: LAYER.sentence(nameOf(from), nameOf(to), counts, perHour),
  };
}

const rank = (state: TrafficState) => TRAFFIC_STATES.indexOf(state);

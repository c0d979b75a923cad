import { namespaceOfPart } from '#lib/api/cluster-scope.ts';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { ConnectionsJson } from '#lib/api/connection-types.ts';
import type { DataMapBody } from '#lib/api/data-schemas.ts';
import type { ProposalBody } from '#lib/api/diff-schemas.ts';
import type { EndpointBody, EndpointInput, EndpointOutput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { packPodView } from '#lib/api/packed-pod-view.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import type { SimulationBody } from '#lib/api/simulation-schemas.ts';
import type { WaiverList } from '#lib/api/waiver-schemas.ts';
import { effectOfFix } from '#lib/gdpr/run-checks.ts';
import { buildScene } from '#lib/graph/scene.ts';
import { linesOfNamespace } from '#lib/graph/scene-of-namespaces.ts';
import { type PolicyViewContext, policyList, policyView } from '#lib/policy/policy-view.ts';
import { answerProbe } from '#lib/policy/probe.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { candidateView } from './candidate-view.ts';
import { checkList, checkView } from './check-view.ts';
import { comparePods } from './compare-pods.ts';
import { compareRevisions } from './compare-revisions.ts';
import { previewDataMapChange } from './data-map-change.ts';
import { dataView } from './data-view.ts';
import { explainView } from './explain-view.ts';
import { filterValuesView, filterView } from './filter-view.ts';
import type { FlowsPort } from './flows-port.ts';
import { exportGaps } from './gap-export.ts';
import { gapList, gapView } from './gap-list.ts';
import { cutOfHops, hops, oneHopPath } from './hops.ts';
import { exportFigure, exportMap } from './map-export.ts';
import { matrixPairView, matrixView, matrixWindowView } from './matrix-view.ts';
import type { Question } from './messages.ts';
import { narrowingView } from './narrowing-view.ts';
import { exportObserved } from './observed-export.ts';
import { observedLayer } from './observed-layer.ts';
import { observedTimeline } from './observed-timeline.ts';
import { observedView } from './observed-view.ts';
import { listPods } from './pod-list.ts';
import { onePod, oneWorkload, peersNotReached, podsOfOnePeer } from './pod-question.ts';
import { answerProposal } from './proposals.ts';
import { relationJson } from './relation-json.ts';
import { search } from './search.ts';
import { settingsView } from './settings-view.ts';
import { answerSimulation } from './simulation.ts';
import { takeSnapshot } from './snapshot.ts';
import { summarise } from './summary.ts';

export interface AskContext {
  readonly body: unknown;
  /** The source's state now; everything else is of the analysis's revision. */
  readonly source: SourceStatus;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  /** What was observed; absent where nobody observes. */
  readonly flows?: Pick<FlowsPort, 'observed' | 'times'>;
}
/** A string (SVG) and bytes (PDF) are bodies of their own; anything else becomes JSON. */
type Answer<Key extends Question> = EndpointOutput<Key> | string | Uint8Array;
type Answerer<Key extends Question> = (
  analysis: Analysis,
  input: EndpointInput<Key>,
  context: AskContext,
) => Answer<Key> | Promise<Answer<Key>>;

type SceneQuestion = EndpointInput<'GET /api/clusters/{cluster}/scene'>;

/** These tell nothing of gaps, or say that they do not know them yet, or wait for them where they come to them. */
const BEFORE_GAPS: ReadonlySet<Question> = new Set<Question>([
  'GET /api/clusters/{cluster}/summary',
  'GET /api/clusters/{cluster}/scene',
  'GET /api/clusters/{cluster}/revisions',
  'GET /api/clusters/{cluster}/settings',
  'GET /api/clusters/{cluster}/filter',
  'GET /api/clusters/{cluster}/filter-values',
  'POST /api/clusters/{cluster}/profile',
  'POST /api/clusters/{cluster}/probe',
  'GET /api/clusters/{cluster}/connections',
  'POST /api/clusters/{cluster}/proposals',
  'POST /api/clusters/{cluster}/data-map',
]);

const QUESTIONS: { readonly [Key in Question]: Answerer<Key> } = {
  'GET /api/clusters/{cluster}/summary': async (analysis, _, { source }) => {
    if (analysis.sceneBeforeGaps === undefined) await analysis.checked();
    return summarise(analysis, source);
  },
  'GET /api/clusters/{cluster}/revisions': ({ revision, history }) => ({
    revision,
    revisions: history?.entries() ?? [],
    kept: history?.kept() ?? [],
  }),
  'GET /api/clusters/{cluster}/revisions/{from}/changes': (analysis, { from }) => compareRevisions(analysis, from),
  'GET /api/clusters/{cluster}/scene': firstOrWholeScene,
  'GET /api/clusters/{cluster}/namespaces/{namespace}/lines': ({ revision, sceneInput }, { namespace }) => {
    const lines = linesOfNamespace(sceneInput, namespace);
    if (lines === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchNamespace(namespace));
    return { revision, namespace, ...lines };
  },
  'GET /api/clusters/{cluster}/map.svg': exportFigure,
  'GET /api/clusters/{cluster}/map-export': exportMap,
  'GET /api/clusters/{cluster}/matrix': matrixView,
  'GET /api/clusters/{cluster}/matrix/window': matrixWindowView,
  'GET /api/clusters/{cluster}/matrix/pair': matrixPairView,
  'GET /api/clusters/{cluster}/pods': listPods,
  'GET /api/clusters/{cluster}/pods/{namespace}/{name}': (analysis, { namespace, name }) =>
    packPodView(onePod(analysis, namespace, name)),
  'GET /api/clusters/{cluster}/workloads/{namespace}/{kind}/{name}': (analysis, { namespace, kind, name }) =>
    packPodView(oneWorkload(analysis, namespace, kind, name)),
  'GET /api/clusters/{cluster}/explain': explainView,
  'GET /api/clusters/{cluster}/peer-pods': podsOfOnePeer,
  'GET /api/clusters/{cluster}/unreached-peers': peersNotReached,
  'GET /api/clusters/{cluster}/hops': hops,
  'GET /api/clusters/{cluster}/hops/path': oneHopPath,
  'GET /api/clusters/{cluster}/hops/cut': cutOfHops,
  'GET /api/clusters/{cluster}/compare': comparePods,
  'GET /api/clusters/{cluster}/policies': (analysis) => policyList(analysis.model, policyContext(analysis)),
  'GET /api/clusters/{cluster}/policies/{kind}/{namespace}/{name}': (analysis, { kind, namespace, name }) =>
    policyView(analysis.model, { kind, namespace: namespaceOfPart(namespace), name }, policyContext(analysis)),
  'POST /api/clusters/{cluster}/probe': ({ model, revision }, _, { body }) => {
    const { questions } = body as EndpointBody<'POST /api/clusters/{cluster}/probe'>;
    return { revision, answers: questions.map((question) => answerProbe(model, question)) };
  },
  'POST /api/clusters/{cluster}/proposals': (analysis, _, { body, signal }) =>
    answerProposal(analysis, body as ProposalBody, signal),
  'POST /api/clusters/{cluster}/simulation': (analysis, _, { body, signal }) =>
    answerSimulation(analysis, body as SimulationBody, signal),
  'GET /api/clusters/{cluster}/candidate': candidateView,
  'GET /api/clusters/{cluster}/connections': ({ model, revision, taken }, { expand }): ConnectionsJson => ({
    schema: 'ringfence.dev/connections/v1',
    revision,
    taken,
    profile: model.profile,
    completeness: model.objects.completeness,
    ...relationJson(model, expand ?? false),
  }),
  'GET /api/clusters/{cluster}/gaps': gapList,
  'GET /api/clusters/{cluster}/gap-list': (analysis, input, { source }) => exportGaps(analysis, input, source),
  'GET /api/clusters/{cluster}/gaps/{id}': (analysis, { id }) => gapView(analysis, id),
  'GET /api/clusters/{cluster}/checks': checkList,
  'GET /api/clusters/{cluster}/checks/{id}': checkView,
  'GET /api/clusters/{cluster}/gaps/{id}/effect': ({ revision, gaps, gapReport }, { id }) => {
    const gap = gaps.byId(id);
    if (gap === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchGap(id));
    return { revision, effect: effectOfFix(gapReport, gap) ?? null };
  },
  'GET /api/clusters/{cluster}/waivers': waiverListOf,
  // Accepted and withdrawn before: see ClusterAnalyst.
  'POST /api/clusters/{cluster}/waivers': waiverListOf,
  'DELETE /api/clusters/{cluster}/waivers/{id}': waiverListOf,
  'GET /api/clusters/{cluster}/data': dataView,
  // What is to be kept is kept before: see ClusterAnalyst.
  'POST /api/clusters/{cluster}/data-map': (analysis, _, { body, signal }) =>
    previewDataMapChange(analysis, body as DataMapBody, signal),
  'GET /api/clusters/{cluster}/search': (analysis, { q, only }) => search(analysis, q, only),
  'GET /api/clusters/{cluster}/filter': filterView,
  'GET /api/clusters/{cluster}/filter-values': filterValuesView,
  'GET /api/clusters/{cluster}/observed': observedView,
  'GET /api/clusters/{cluster}/observed/timeline': observedTimeline,
  'GET /api/clusters/{cluster}/observed/layer': observedLayer,
  'GET /api/clusters/{cluster}/observed-list': exportObserved,
  'GET /api/clusters/{cluster}/narrowing': narrowingView,
  'GET /api/clusters/{cluster}/settings': settingsView,
  // The choice is made before: see ClusterAnalyst.
  'POST /api/clusters/{cluster}/profile': settingsView,
  'POST /api/clusters/{cluster}/snapshot': (analysis, _, { body, source, signal }) =>
    takeSnapshot(analysis, body as EndpointBody<'POST /api/clusters/{cluster}/snapshot'>, source, signal),
};

function policyContext({ revision, gaps }: Analysis): PolicyViewContext {
  return { revision, gapsOf: gaps.badge, gapIdsOf: gaps.ids };
}

function waiverListOf({ revision, gapReport }: Analysis): WaiverList {
  const { asOf, waivers } = gapReport.waivers ?? { asOf: null, waivers: [] };
  return { revision, asOf, waivers };
}

/** The first picture of a large cluster need not wait for its gaps. */
async function firstOrWholeScene(analysis: Analysis, input: SceneQuestion): Promise<SceneView> {
  const { revision, sceneBeforeGaps } = analysis;
  const isWhole = input.namespace === undefined && input.workload === undefined;
  const isAtRest = isWhole && (input.level ?? sceneBeforeGaps?.level) === sceneBeforeGaps?.level;
  if (sceneBeforeGaps !== undefined && isAtRest) return { revision, ...sceneBeforeGaps };
  await analysis.checked();
  return sceneView(analysis, input);
}

async function sceneView(
  { revision, sceneInput, places, connected }: Analysis,
  { level, namespace, workload, unfold }: SceneQuestion,
): Promise<SceneView> {
  if (namespace !== undefined || workload !== undefined) await connected(); // a second and more in a very large cluster
  return { revision, ...(await buildScene(sceneInput, { level, namespace, workload, unfold }, places)) };
}

/** Answers one question about one revision. `input` and `body` are parsed by the table of endpoints. */
export async function answerQuestion<Key extends Question>(
  question: Key,
  analysis: Analysis,
  input: EndpointInput<Key>,
  context: AskContext,
): Promise<Answer<Key>> {
  if (!BEFORE_GAPS.has(question)) await analysis.checked();
  if (context.signal.aborted) throw new RingfenceError('TIMED_OUT', text.CLIENT_GONE);
  return QUESTIONS[question](analysis, input, context);
}

import type { EndpointInput, EndpointOutput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { SceneView, SourceStatus } from '#lib/api/types.ts';
import { buildScene } from '#lib/graph/scene.ts';
import { sceneToSvg } from '#lib/graph/svg.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { explainView } from './explain-view.ts';
import type { Question } from './messages.ts';
import { listPods } from './pod-list.ts';
import { search } from './search.ts';
import { summarise } from './summary.ts';

export interface AskContext {
  readonly body: unknown;
  /** The source's state now; everything else is of the analysis's revision. */
  readonly source: SourceStatus;
}
/** A string is a body of its own (SVG); anything else becomes JSON. */
type Answer<Key extends Question> = EndpointOutput<Key> | string;
type Answerer<Key extends Question> = (
  analysis: Analysis,
  input: EndpointInput<Key>,
  context: AskContext,
) => Answer<Key> | Promise<Answer<Key>>;

const QUESTIONS: { readonly [Key in Question]?: Answerer<Key> } = {
  'GET /api/clusters/{cluster}/summary': (analysis, _, { source }) => summarise(analysis, source),
  'GET /api/clusters/{cluster}/scene': sceneView,
  'GET /api/clusters/{cluster}/map.svg': async (analysis, input) =>
    sceneToSvg(await sceneView(analysis, input), input.theme, { title: text.mapTitle(analysis.clusterName) }),
  'GET /api/clusters/{cluster}/pods': listPods,
  'GET /api/clusters/{cluster}/explain': explainView,
  'GET /api/clusters/{cluster}/gaps': ({ revision, gapReport }) => ({ revision, ...gapReport }),
  'GET /api/clusters/{cluster}/gaps/{id}': ({ revision, gaps }, { id }) => {
    const gap = gaps.byId(id);
    if (gap === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchGap(id));
    return { revision, gap };
  },
  'GET /api/clusters/{cluster}/search': (analysis, { q }) => search(analysis, q),
};

async function sceneView(
  { revision, sceneInput }: Analysis,
  { level, namespace }: EndpointInput<'GET /api/clusters/{cluster}/scene'>,
): Promise<SceneView> {
  return { revision, ...(await buildScene(sceneInput, { level, namespace })) };
}

/** Answers one question about one revision. `input` and `body` are parsed by the table of endpoints. */
export async function answerQuestion<Key extends Question>(
  question: Key,
  analysis: Analysis,
  input: EndpointInput<Key>,
  context: AskContext,
): Promise<Answer<Key>> {
  const answerer = QUESTIONS[question];
  if (answerer === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchRoute(question));
  return answerer(analysis, input, context);
}

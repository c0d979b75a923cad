import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { hideMatches } from '#lib/graph/filter/hide-matches.ts';
import { type AnsweredBoxes, needsServer } from '#lib/graph/filter/match-filter.ts';
import { keptScene } from '#lib/graph/kept-scene.ts';
import { portsAreEmpty } from '#lib/graph/port-label.ts';
import { buildScene } from '#lib/graph/scene.ts';
import { sceneToSvg } from '#lib/graph/svg.ts';
import type { Scene, SceneEdge } from '#lib/graph/types.ts';
import { csvLine } from '#lib/text/csv.ts';
import { exportSentence, hiddenSentence, MAP_EXPORT, mermaidLimit, quietLines } from '#lib/text/en/map-export.ts';
import { portWords } from '#lib/text/en/ports.ts';
import { mapTitle } from '#lib/text/en/server.ts';
import { connectionCells } from '#server/cli/connection-cells.ts';
import { dotLines } from '#server/cli/list-dot.ts';
import { MERMAID_EDGES, mermaidLines } from '#server/cli/list-mermaid.ts';
import { markdownCode, markdownTable } from '#server/cli/markdown.ts';
import { terminalText } from '#server/cli/terminal.ts';
import type { Analysis } from './analysis.ts';
import { filterView } from './filter-view.ts';
import { readFilter } from './read-filter.ts';
import { sceneDrawing, sceneEndName } from './scene-drawing.ts';

type Question = Omit<EndpointInput<'GET /api/clusters/{cluster}/map-export'>, 'format'>;

/** The map as it is looked at, with what is said of it. */
interface Exported {
  readonly scene: Scene;
  readonly title: string;
  /** The map in one sentence, then what of it is not in the file. */
  readonly sentence: string;
  readonly notes: readonly string[];
}

/** The whole map, not the part in sight, as text: the writers are those of `ringfence list`. */
export async function exportMap(
  analysis: Analysis,
  input: EndpointInput<'GET /api/clusters/{cluster}/map-export'>,
): Promise<string> {
  const shown = await exported(analysis, input);
  const { scene, sentence, notes } = shown;
  switch (input.format) {
    case 'mermaid':
      return [
        ...mermaidLines(sceneDrawing(scene)),
        ...comments('%% ', sentence, ...notes, ...tooManyEdges(scene)),
      ].join('');
    case 'dot':
      return [...dotLines(sceneDrawing(scene)), ...comments('// ', sentence, ...notes)].join('');
    case 'csv':
      return csvOf(shown);
    case 'json':
      return `${JSON.stringify(jsonOf(analysis, input, shown), null, 2)}\n`;
    case 'markdown':
      return markdownOf(shown);
  }
}

/** The same map as a figure. */
export async function exportFigure(
  analysis: Analysis,
  input: EndpointInput<'GET /api/clusters/{cluster}/map.svg'>,
): Promise<string> {
  const { scene, title, notes } = await exported(analysis, input);
  const quiet = scene.level === 'namespaces' ? scene.edges.filter(({ state }) => state !== 'gap').length : 0;
  const missing = quiet > 0 ? [quietLines(quiet)] : [];
  return sceneToSvg(scene, input.theme, { title, notes: [...notes, ...missing], legend: true });
}

async function exported(analysis: Analysis, question: Question): Promise<Exported> {
  const { level, namespace, workload, unfold, q, only, hide } = question;
  const whole = await buildScene(analysis.sceneInput, { level, namespace, workload, unfold });
  const gapsOnly = only === 'gaps';
  const hides = hide === '' ? [] : hide.split('\n');
  let left: Scene = whole;
  for (const each of hides) {
    const filter = readFilter(each, 'map');
    left = hideMatches(left, filter, await answerOf(analysis, whole, filter)).scene;
  }
  const filter = readFilter(q, 'map');
  const { scene } = keptScene(left, filter, gapsOnly, await answerOf(analysis, whole, filter));
  const hidden = {
    boxes: whole.nodes.length - scene.nodes.length,
    lines: whole.edges.length - scene.edges.length,
  };
  const title = mapTitle(analysis.clusterName);
  const gaps = scene.edges.filter(({ state }) => state === 'gap').length;
  const missing = hiddenSentence(q, gapsOnly, hides, hidden);
  return {
    scene,
    title,
    sentence: exportSentence(title, scene.level, analysis.revision.seq, scene.edges.length, gaps),
    notes: [
      ...(missing === undefined ? [] : [missing]),
      ...(scene.note === undefined ? [] : [scene.note]),
      ...scene.omitted.map(({ sentence }) => sentence),
    ],
  };
}

/** What the picture alone cannot say of a filter, as the page asks it. */
async function answerOf(analysis: Analysis, scene: Scene, filter: Filter): Promise<AnsweredBoxes | undefined> {
  if (!needsServer(scene, filter)) return undefined;
  const { level, namespace } = scene;
  const asked = { cluster: analysis.clusterId, q: filter.text, of: 'map', level, namespace } as const;
  const { ids, inside = [] } = await filterView(analysis, asked);
  return { boxes: new Set(ids), inside: new Set(inside) };
}

const comments = (mark: string, ...sentences: readonly string[]): readonly string[] =>
  sentences.map((sentence) => `${mark}${terminalText(sentence)}\n`);

const tooManyEdges = ({ edges }: Scene): readonly string[] =>
  edges.length > MERMAID_EDGES ? [mermaidLimit(edges.length, MERMAID_EDGES)] : [];

/** Lines as `list -o csv` has them, with their gaps; what is not in the file stands in the last lines. */
function csvOf({ scene, notes }: Exported): string {
  const name = sceneEndName(scene);
  return [
    csvLine(MAP_EXPORT.columns),
    ...scene.edges.map((edge) =>
      csvLine([...connectionCells(name(edge.from), name(edge.to), edge), edge.gaps.join(' ')]),
    ),
    ...notes.map((note) => csvLine([note])),
  ].join('');
}

function jsonOf(analysis: Analysis, question: Question, { scene, notes }: Exported): object {
  const { namespace, workload, q, only, hide } = question;
  return {
    schema: 'ringfence.dev/map/v1',
    cluster: analysis.clusterName,
    revision: analysis.revision,
    taken: analysis.taken,
    profile: analysis.model.profile,
    completeness: analysis.model.objects.completeness,
    level: scene.level,
    ...(namespace === undefined ? {} : { namespace }),
    ...(workload === undefined ? {} : { workload }),
    ...(q === '' ? {} : { filter: q }),
    gapsOnly: only === 'gaps',
    ...(hide === '' ? {} : { hidden: hide.split('\n') }),
    nodes: scene.nodes
      .filter(({ type }) => type !== 'zone')
      .map(({ id, type, parent, label, namespace: own, kind, count, dataClass, basis, fence, gaps, sentence }) => ({
        ...{ id, type, parent, label, namespace: own, kind, count, dataClass, basis, fence, gaps, sentence },
      })),
    edges: scene.edges.map(({ from, to, state, severity, gaps, allow, some, depends, reasons, count }) => ({
      ...{ from, to, allow, some, depends, reasons, state, severity, gaps, standsFor: count },
    })),
    omitted: notes,
  };
}

function markdownOf({ scene, sentence, notes }: Exported): string {
  const name = sceneEndName(scene);
  const cell = (words: readonly string[]) => (words.length === 0 ? '' : markdownCode(words.join(', ')));
  const rows = scene.edges.map((edge) => [
    ...[markdownCode(name(edge.from)), markdownCode(name(edge.to)), verdictOf(edge)],
    cell(portsOf(edge)),
    cell(edge.gaps),
  ]);
  const table = rows.length === 0 ? `${MAP_EXPORT.noLines}\n` : markdownTable(MAP_EXPORT.heads, rows);
  return [plain(sentence), '', table, ...notes.map((note) => `${plain(note)}\n`)].join('\n');
}

/** A sentence of ours that holds a name or a filter of somebody's: nothing in it is markup. */
const plain = (sentence: string) => terminalText(sentence).replace(/[\\`*_{}[\]<>()#|!&~]/g, '\\$&');

function verdictOf({ allow, some }: SceneEdge): string {
  if (!portsAreEmpty(allow)) return MAP_EXPORT.allowed;
  return some === undefined || portsAreEmpty(some) ? MAP_EXPORT.depends : MAP_EXPORT.some;
}

function portsOf({ allow, some, depends }: SceneEdge): readonly string[] {
  const certain = [...portWords(allow), ...(some === undefined ? [] : portWords(some))];
  return certain.length > 0 ? certain : portWords(depends);
}

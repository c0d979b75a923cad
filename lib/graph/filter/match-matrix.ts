import type { MatrixEntry, MatrixGap, MatrixRelation } from '../matrix/types.ts';
import { edgeLabel } from '../port-label.ts';
import type { Scene, SceneEdge, SceneNode } from '../types.ts';
import type { Filter } from './filter-language.ts';
import { boxHolds, isMember } from './match-box.ts';
import { type AnsweredBoxes, excludedBoxes, isAnswered } from './match-filter.ts';
import { isLineKey, isNarrowing, lineHolds, lineNarrowed } from './match-line.ts';

/** What of a matrix stays bright. No line moves and none goes: a filter is no order. */
export interface MatrixMatch {
  /** Whether the filter names the line, by its place. */
  line(place: number): boolean;
  cell(row: number, column: number, relation: MatrixRelation, gap: MatrixGap | undefined): boolean;
  readonly found: number;
  readonly of: number;
  readonly unanswered: Filter['terms'];
}

/** The outside that an open egress leads to, as the filter of the map looks for it. */
const OUTSIDE = 'internet';

/**
 * The filter of the map, over lines and cells instead of boxes and lines: the same grammar, the same rules. Undefined:
 * no filter.
 */
export function matchMatrix(
  level: Scene['level'],
  entries: readonly MatrixEntry[],
  filter: Filter,
  answer?: AnsweredBoxes,
): MatrixMatch | undefined {
  if (filter.terms.length === 0) return undefined;
  const scene = matrixScene(level, entries);
  const unanswered = filter.terms.filter((term) => !isAnswered(scene, term, answer));
  const terms = filter.terms.filter((term) => !unanswered.includes(term));
  const boxTerms = terms.filter(({ key }) => !isLineKey(key));
  const lineTerms = terms.filter(({ key }) => isLineKey(key));
  const answered = boxTerms.length === 0 ? undefined : answer;
  // which checks a line has gaps of only the server knows; until it answers the cells alone tell
  const toldByLines = answered === undefined ? boxTerms.filter(({ key }) => key !== 'check') : boxTerms;
  // of neighbours that are one line each the server was not asked: their own names tell
  const isOfLevel = ({ type }: SceneNode) => type === (level === 'namespaces' ? 'tile' : 'workload');
  const named = scene.nodes.map((node) =>
    answered !== undefined && isOfLevel(node)
      ? answered.boxes.has(node.id)
      : toldByLines.every((term) => boxHolds(scene, node, term)),
  );
  const excluded = excludedBoxes(scene, toldByLines, answered);
  const isOut = scene.nodes.map(({ id }) => excluded.has(id));
  const edges = new Map<string, boolean>();
  const holds = (relation: MatrixRelation, gap: MatrixGap | undefined): boolean => {
    if (lineTerms.length === 0 && !boxTerms.some(({ key }) => isNarrowing(key))) return true;
    const key = `${JSON.stringify(relation)} ${gap?.severity ?? ''} ${gap?.checks.join() ?? ''}`;
    let known = edges.get(key);
    if (known === undefined) {
      const edge = edgeOf(relation, gap);
      known =
        edge !== undefined &&
        lineTerms.every((term) => lineHolds(edge, term)) &&
        boxTerms.every((term) => lineNarrowed(edge, term));
      edges.set(key, known);
    }
    return known;
  };
  return {
    line: (place) => named[place] === true,
    cell: (row, column, relation, gap) =>
      (named[row] === true || named[column] === true) &&
      isOut[row] !== true &&
      isOut[column] !== true &&
      holds(relation, gap),
    found: scene.nodes.filter((node, place) => isMember(node) && named[place] === true).length,
    of: scene.nodes.filter(isMember).length,
    unanswered,
  };
}

/** The lines as boxes, in their order; those that may start connections to the internet have a line to it. */
export function matrixScene(level: Scene['level'], entries: readonly MatrixEntry[]): Scene {
  const place = { x: 0, y: 0, width: 0, height: 0, sentence: '' };
  const nodes = entries.map(
    ({ id, type, label, namespace, kind, dataClass, basis, fence, gaps }): SceneNode => ({
      ...place,
      id,
      type,
      label,
      name: label,
      ...(namespace === undefined ? {} : { namespace }),
      ...(kind === undefined ? {} : { kind }),
      ...(dataClass === undefined ? {} : { dataClass }),
      ...(basis === undefined ? {} : { basis }),
      // whether it reaches the internet is known for each line: the lines below say it
      fence: { ingress: fence?.ingress ?? CLOSED, egress: CLOSED },
      ...(gaps === undefined ? {} : { gaps }),
      ...(id === OUTSIDE ? { routable: true } : {}),
    }),
  );
  const edges = entries.flatMap(({ id, reachesInternet }) =>
    reachesInternet === true ? [{ ...NO_EDGE, id: `${id}→${OUTSIDE}`, from: id, to: OUTSIDE }] : [],
  );
  return { level, restLevel: level, width: 0, height: 0, nodes, edges, omitted: [] };
}

const CLOSED = { isolated: 1 };
const NO_PORTS = { TCP: [], UDP: [], SCTP: [] };
const NO_EDGE: Omit<SceneEdge, 'id' | 'from' | 'to'> = {
  state: 'allowed',
  gaps: [],
  allow: NO_PORTS,
  depends: NO_PORTS,
  reasons: [],
  label: '',
  count: 1,
  sentence: '',
};

/** A cell as the line that the map would draw; undefined where it would draw none. */
function edgeOf(relation: MatrixRelation, gap: MatrixGap | undefined): SceneEdge | undefined {
  if (relation.type !== 'relation' && gap === undefined) return undefined;
  const ports = relation.type === 'relation' ? relation : { allow: NO_PORTS, depends: NO_PORTS };
  return {
    ...NO_EDGE,
    id: '',
    from: '',
    to: '',
    allow: ports.allow,
    ...('some' in ports && ports.some !== undefined ? { some: ports.some } : {}),
    depends: ports.depends,
    label: edgeLabel(ports.allow),
    state: gap === undefined ? 'allowed' : 'gap',
    ...(gap === undefined ? {} : { severity: gap.severity, gaps: gap.checks }),
  };
}

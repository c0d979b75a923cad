import type { Scene } from '../types.ts';
import type { Filter } from './filter-language.ts';
import { isMember } from './match-box.ts';
import { type AnsweredBoxes, matchFilter } from './match-filter.ts';
import { isLineKey } from './match-line.ts';

export interface WithoutHidden<S extends Scene> {
  /** The same picture with what is hidden taken out: nothing moves. */
  readonly scene: S;
  readonly boxes: number;
  readonly lines: number;
  /** Open gaps of the boxes and lines that are hidden: somebody must be told. */
  readonly gaps: number;
}

/**
 * The picture without what a filter names. Terms about connections hide connections and leave their ends; without one,
 * boxes go, with every connection at them, and the frame of a namespace with the last of its boxes. A filter that cannot
 * be answered here hides nothing.
 */
export function hideMatches<S extends Scene>(scene: S, filter: Filter, answer?: AnsweredBoxes): WithoutHidden<S> {
  const match = matchFilter(scene, filter, answer);
  if (match === undefined || match.unanswered.length > 0) return { scene, boxes: 0, lines: 0, gaps: 0 };
  const hidesLines = filter.terms.some(({ key }) => isLineKey(key));
  const gone = new Set<string>();
  if (!hidesLines) {
    for (const { id, type } of scene.nodes) if (match.nodes.has(id) && type !== 'namespace') gone.add(id);
    for (const frame of scene.nodes) {
      const inside = scene.nodes.filter(({ parent }) => parent === frame.id);
      const isEmptied = inside.length > 0 && inside.every(({ id }) => gone.has(id));
      if (frame.type === 'namespace' && (isEmptied || (inside.length === 0 && match.nodes.has(frame.id)))) {
        gone.add(frame.id);
      }
    }
  }
  const isGone = ({ id, from, to }: Scene['edges'][number]) =>
    hidesLines ? match.edges.has(id) : gone.has(from) || gone.has(to);
  const lines = scene.edges.filter(isGone);
  const boxes = scene.nodes.filter((node) => isMember(node) && gone.has(node.id));
  return {
    scene: {
      ...scene,
      nodes: scene.nodes.filter(({ id }) => !gone.has(id)),
      edges: scene.edges.filter((edge) => !isGone(edge)),
    },
    boxes: boxes.length,
    lines: lines.length,
    gaps: hidesLines
      ? new Set(lines.flatMap(({ gaps }) => gaps)).size
      : boxes.reduce((sum, { gaps }) => sum + (gaps?.count ?? 0), 0),
  };
}

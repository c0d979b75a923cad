import type { Scene } from '../types.ts';
import type { Filter, FilterTerm } from './filter-language.ts';
import { boxHolds, isMember } from './match-box.ts';
import { isLineKey, lineHolds, lineNarrowed } from './match-line.ts';

export interface FilterMatch {
  /** Boxes and lines that stay bright. */
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Workloads, pods or tiles that the filter names, the far ends of lines not counted, of how many. */
  readonly found: number;
  readonly of: number;
  /** Terms that this picture cannot answer, left out of the match. */
  readonly unanswered: readonly FilterTerm[];
}

/**
 * What stays bright. Undefined: no filter. All terms must hold. Terms about boxes choose boxes, and the lines at them
 * stay; terms about lines choose lines, and their ends stay. A line is dropped where one of its ends is excluded.
 */
export function matchFilter(scene: Scene, filter: Filter): FilterMatch | undefined {
  if (filter.terms.length === 0) return undefined;
  const unanswered = filter.terms.filter((term) => !isAnswered(scene, term));
  const terms = filter.terms.filter((term) => !unanswered.includes(term));
  const boxTerms = terms.filter((term) => !isLineKey(term.key));
  const lineTerms = terms.filter((term) => isLineKey(term.key));
  const members = scene.nodes.filter(isMember);

  const own = new Set(
    scene.nodes.filter((node) => boxTerms.every((term) => boxHolds(scene, node, term))).map(({ id }) => id),
  );
  const excluded = excludedBoxes(scene, boxTerms);
  const edges = scene.edges.filter(
    (edge) =>
      lineTerms.every((term) => lineHolds(edge, term)) &&
      boxTerms.every((term) => lineNarrowed(edge, term)) &&
      (own.has(edge.from) || own.has(edge.to)) &&
      !excluded.has(edge.from) &&
      !excluded.has(edge.to),
  );
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const named = members.filter(({ id }) => own.has(id) && (lineTerms.length === 0 || ends.has(id)));
  return {
    nodes: lineTerms.length === 0 ? own : ends,
    edges: new Set(edges.map(({ id }) => id)),
    found: named.length,
    of: members.length,
    unanswered,
  };
}

/** What the table lists: the filter, and of it only what has a gap where only gaps are wanted. */
export function matchGapsOnly(scene: Scene, match: FilterMatch | undefined, gapsOnly: boolean) {
  if (!gapsOnly) return match;
  const kept = (set: ReadonlySet<string> | undefined, id: string) => set === undefined || set.has(id);
  return {
    nodes: new Set(scene.nodes.flatMap(({ id, gaps }) => (gaps !== undefined && kept(match?.nodes, id) ? [id] : []))),
    edges: new Set(scene.edges.flatMap(({ id, state }) => (state === 'gap' && kept(match?.edges, id) ? [id] : []))),
  };
}

/** Boxes that a term with `-` in front names: no line to or from them stays. */
export function excludedBoxes(scene: Scene, terms: readonly FilterTerm[]): ReadonlySet<string> {
  const negated = terms.filter((term) => term.negated);
  return new Set(
    scene.nodes
      .filter((node) =>
        negated.some((term) => (node.type !== 'namespace' || term.key === 'ns') && !boxHolds(scene, node, term)),
      )
      .map(({ id }) => id),
  );
}

/** A tile has no kind, and pairs that are denied are never drawn: better no answer than a wrong one. */
export function isAnswered(scene: Scene, { key, value }: FilterTerm): boolean {
  if (key === 'kind') return scene.level !== 'namespaces';
  return key !== 'verdict' || value.toLowerCase() !== 'denied';
}

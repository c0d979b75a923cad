import type { Scene, SceneNode } from '../types.ts';
import { type Filter, type FilterTerm, REACHES_INTERNET, valuesOfTerm } from './filter-language.ts';
import { boxHolds, isMember } from './match-box.ts';
import { asksForDenied, isLineKey, lineHolds, lineNarrowed } from './match-line.ts';

/** What the server says of a filter that the picture alone cannot answer. */
export interface AnsweredBoxes {
  /** Workloads, pods or tiles of which every term about boxes holds; of a tile: of something inside. */
  readonly boxes: ReadonlySet<string>;
  /** Tiles inside of which a connection has every term about lines. */
  readonly inside: ReadonlySet<string>;
  /** Of the boxes those that only what is undecided keeps. */
  readonly depends?: ReadonlySet<string>;
}

/** Whether the picture alone cannot answer it: labels, policies and checks are not in it, and tiles hide what they hold. */
export function needsServer(scene: Scene, { terms }: Filter): boolean {
  const asked = terms.filter((term) => !asksForDenied(term));
  return scene.level === 'namespaces'
    ? asked.some(({ key }) => key !== 'ns')
    : asked.some(({ key }) => key === 'label' || key === 'policy' || key === 'check' || key === 'reaches');
}

export interface FilterMatch {
  /** Boxes and lines that stay bright. */
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  /** Workloads, pods or tiles that the filter names, the far ends of lines not counted, of how many. */
  readonly found: number;
  readonly of: number;
  /** How many of those found only what is undecided keeps; absent where that was not asked. */
  readonly depends?: number;
  /** Terms that this picture cannot answer, left out of the match. */
  readonly unanswered: readonly FilterTerm[];
}

/**
 * What stays bright. Undefined: no filter. All terms must hold. Terms about boxes choose boxes, and the lines at them
 * stay; terms about lines choose lines, and their ends stay. A line is dropped where one of its ends is excluded.
 */
export function matchFilter(scene: Scene, filter: Filter, answer?: AnsweredBoxes): FilterMatch | undefined {
  if (filter.terms.length === 0) return undefined;
  const unanswered = filter.terms.filter((term) => !isAnswered(scene, term, answer));
  const terms = filter.terms.filter((term) => !unanswered.includes(term));
  const boxTerms = terms.filter((term) => !isLineKey(term.key));
  const lineTerms = terms.filter((term) => isLineKey(term.key));
  const members = scene.nodes.filter(isMember);

  const answered = boxTerms.length === 0 ? undefined : answer;
  const isOwn = (node: SceneNode) =>
    answered !== undefined && isMember(node)
      ? answered.boxes.has(node.id)
      : boxTerms.every((term) => boxHolds(scene, node, term));
  const own = new Set(scene.nodes.filter(isOwn).map(({ id }) => id));
  const excluded = excludedBoxes(scene, boxTerms, answered);
  const edges = scene.edges.filter(
    (edge) =>
      lineTerms.every((term) => lineHolds(edge, term)) &&
      boxTerms.every((term) => lineNarrowed(edge, term)) &&
      (own.has(edge.from) || own.has(edge.to)) &&
      !excluded.has(edge.from) &&
      !excluded.has(edge.to),
  );
  const inside = members.flatMap(({ id }) => (own.has(id) && answer?.inside.has(id) === true ? [id] : []));
  const ends = new Set([...edges.flatMap(({ from, to }) => [from, to]), ...inside]);
  const named = members.filter(({ id }) => own.has(id) && (lineTerms.length === 0 || ends.has(id)));
  const undecided = answer?.depends;
  return {
    nodes: lineTerms.length === 0 ? own : ends,
    edges: new Set(edges.map(({ id }) => id)),
    found: named.length,
    of: members.length,
    ...(undecided === undefined ? {} : { depends: named.filter(({ id }) => undecided.has(id)).length }),
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
export function excludedBoxes(
  scene: Scene,
  terms: readonly FilterTerm[],
  answered: AnsweredBoxes | undefined,
): ReadonlySet<string> {
  const negated = terms.filter((term) => term.negated);
  const isExcluded = (node: SceneNode): boolean => {
    // of what the server told, all terms are known together: a tile is left out where nothing inside is left
    if (answered !== undefined && isMember(node) && negated.length === terms.length)
      return !answered.boxes.has(node.id);
    return negated.some((term) => (node.type !== 'namespace' || term.key === 'ns') && !boxHolds(scene, node, term));
  };
  return new Set(scene.nodes.filter(isExcluded).map(({ id }) => id));
}

/** A tile does not tell what it holds, a picture tells no labels: better no answer than a wrong one. */
export function isAnswered(scene: Scene, term: FilterTerm, answer: AnsweredBoxes | undefined): boolean {
  if (asksForDenied(term)) return false;
  if (answer !== undefined) return true;
  if (term.key === 'kind') return scene.level !== 'namespaces';
  if (term.key === 'reaches') return valuesOfTerm(term).every((value) => value.toLowerCase() === REACHES_INTERNET);
  return term.key !== 'label' && term.key !== 'policy';
}

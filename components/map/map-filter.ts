import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';
import { badFilterKey, badFilterValue } from '#lib/text/en/map.ts';

const CLASSES: readonly string[] = ['none', 'personal', 'pseudonymised', 'special', 'criminal', 'children', 'unknown'];
const LINES: readonly string[] = ['allowed', 'depends', 'gap'];
const KEYS: readonly string[] = ['ns', 'class', 'gap', 'kind', 'name', 'line'];
const KEY_VALUE = /^([a-z]+):(.*)$/i;

export interface MapFilter {
  readonly text: string;
  /** The parts that could be read; all of them must hold. */
  readonly terms: readonly { readonly key: string; readonly value: string }[];
  /** What could not be read, as a sentence. The map then ignores that part only. */
  readonly error?: string;
}

/** `crm class:special gap:critical`: words and `key:value`, all of which must hold. */
export function parseMapFilter(text: string): MapFilter {
  const terms: { key: string; value: string }[] = [];
  let error: string | undefined;
  for (const word of text.trim().split(/\s+/)) {
    if (word === '') continue;
    const match = KEY_VALUE.exec(word);
    const key = match?.[1]?.toLowerCase();
    const value = (match?.[2] ?? word).toLowerCase();
    if (key === undefined) terms.push({ key: 'text', value });
    else if (!KEYS.includes(key)) error ??= badFilterKey(key, KEYS);
    else if (value === '')
      continue; // still being typed
    else if (key === 'class' && !CLASSES.includes(value)) error ??= badFilterValue(key, value, CLASSES);
    else if (key === 'line' && !LINES.includes(value)) error ??= badFilterValue(key, value, LINES);
    else terms.push({ key, value });
  }
  return error === undefined ? { text, terms } : { text, terms, error };
}

export interface FilterMatch {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** What stays bright. Undefined: no filter. Ends of a matching edge stay; so do edges between matching boxes. */
export function matchFilter(scene: Scene, filter: MapFilter): FilterMatch | undefined {
  if (filter.terms.length === 0) return undefined;
  const nodeTerms = filter.terms.filter(({ key }) => key !== 'line');
  const lines = filter.terms.filter(({ key }) => key === 'line');
  const own = new Set(
    scene.nodes.filter((node) => nodeTerms.every((term) => holds(node, term.key, term.value))).map(({ id }) => id),
  );
  const edges = scene.edges.filter((edge) => {
    if (!lines.every(({ value }) => edge.state === value)) return false;
    return nodeTerms.length === 0 || own.has(edge.from) || own.has(edge.to) || edgeHolds(edge, nodeTerms);
  });
  const nodes = nodeTerms.length === 0 ? new Set<string>() : own;
  if (lines.length > 0) for (const edge of edges) nodes.add(edge.from).add(edge.to);
  return { nodes, edges: new Set(edges.map(({ id }) => id)) };
}

/** What the table lists: the filter, and of it only what has a gap where only gaps are wanted. */
export function tableMatch(scene: Scene, match: FilterMatch | undefined, gapsOnly: boolean): FilterMatch | undefined {
  if (!gapsOnly) return match;
  const kept = (set: ReadonlySet<string> | undefined, id: string) => set === undefined || set.has(id);
  return {
    nodes: new Set(scene.nodes.flatMap(({ id, gaps }) => (gaps !== undefined && kept(match?.nodes, id) ? [id] : []))),
    edges: new Set(scene.edges.flatMap(({ id, state }) => (state === 'gap' && kept(match?.edges, id) ? [id] : []))),
  };
}

function holds(node: SceneNode, key: string, value: string): boolean {
  const lower = (text: string | undefined) => text?.toLowerCase() ?? '';
  switch (key) {
    case 'ns':
      return glob(lower(node.namespace), value);
    case 'class':
      return node.dataClass === value;
    case 'kind':
      return lower(node.kind).startsWith(value);
    case 'name':
      return glob(lower(node.name ?? node.label), value);
    case 'gap':
      return value === 'any' || SEVERITIES.some((severity) => severity === value)
        ? node.gaps !== undefined && (value === 'any' || node.gaps.worst === value)
        : false;
    default:
      return [node.label, node.name, node.namespace, node.kind, node.detail].some((text) =>
        lower(text).includes(value),
      );
  }
}

/** A gap's id or check stands on the edge, not on the boxes. */
function edgeHolds(edge: SceneEdge, terms: MapFilter['terms']): boolean {
  return terms.every(
    ({ key, value }) =>
      key === 'gap' && (edge.severity === value || edge.gaps.some((gap) => gap.toLowerCase().startsWith(value))),
  );
}

/** `crm*` and `*-db`; without a star the whole name. */
function glob(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  const [first = '', ...rest] = pattern.split('*');
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    if (index === rest.length - 1) return text.length - part.length >= at && text.endsWith(part);
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

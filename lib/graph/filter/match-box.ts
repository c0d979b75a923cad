import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { Scene, SceneNode } from '../types.ts';
import { type FilterTerm, KIND_ALIASES } from './filter-language.ts';

/** What a filter counts: boxes that stand for pods, not the hub, the outside or what is folded. */
export const isMember = (node: SceneNode) => node.type === 'workload' || node.type === 'pod' || node.type === 'tile';

/** Whether a term about boxes holds for this one, `-` taken into account. */
export function boxHolds(scene: Scene, node: SceneNode, { key, value, negated }: FilterTerm): boolean {
  // the frame round others has neither class nor kind of its own: it stays with what is in it
  if (node.type === 'namespace' && key !== 'ns' && key !== 'text') return false;
  if (node.type === 'zone') return false;
  return names(scene, node, key, value.toLowerCase()) !== negated;
}

function names(scene: Scene, node: SceneNode, key: FilterTerm['key'], value: string): boolean {
  switch (key) {
    case 'ns':
      return glob(lower(node.namespace), value);
    case 'kind':
      return lower(node.kind) === (KIND_ALIASES[value] ?? value);
    case 'name':
      return glob(lower(node.name ?? node.label), value);
    case 'class':
      return isMember(node) && (node.dataClass ?? 'unknown') === value;
    case 'gap':
      return node.gaps !== undefined && (value === 'any' || isAtLeast(node.gaps.worst, value));
    case 'reaches':
      return reachesInternet(scene, node);
    case 'text':
      return [node.label, node.name, node.namespace, node.kind, node.detail].some((text) =>
        lower(text).includes(value),
      );
    case 'check':
    case 'port':
    case 'verdict':
      return true; // about lines
  }
}

/** `gap:high`: high or worse. */
export const isAtLeast = (severity: Severity, least: string) =>
  SEVERITIES.indexOf(severity) <= WORST_FIRST.indexOf(least);
const WORST_FIRST: readonly string[] = SEVERITIES;

/**
 * It may start connections to the internet: its egress is open (which draws no line), policies may not hold on its
 * host's network, or a line leads to addresses that are routable. What depends counts: leaving it out would hide it.
 */
function reachesInternet(scene: Scene, node: SceneNode): boolean {
  if (!isMember(node)) return false;
  const egress = node.fence?.egress;
  const drawsLines = egress?.isolated === 1 || egress?.partly === true;
  if (egress === undefined || !drawsLines || egress.depends === true) return true;
  const outside = new Set(scene.nodes.flatMap((each) => (each.routable === true ? [each.id] : [])));
  return scene.edges.some((edge) => edge.from === node.id && outside.has(edge.to));
}

const lower = (text: string | undefined) => text?.toLowerCase() ?? '';

/** `crm*` and `*-db`; without a star the whole name. */
export function glob(text: string, pattern: string): boolean {
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

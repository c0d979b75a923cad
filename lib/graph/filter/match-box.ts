import type { Scene, SceneNode } from '../types.ts';
import type { FilterKey, FilterTerm } from './filter-language.ts';
import { type FilterSubject, gapValues, termHolds } from './filter-subject.ts';

/** What a filter counts: boxes that stand for pods, not the hub, the outside or what is folded. */
export const isMember = (node: SceneNode) => node.type === 'workload' || node.type === 'pod' || node.type === 'tile';

/** Whether a term about boxes holds for this one, as far as the picture tells, `-` taken into account. */
export function boxHolds(scene: Scene, node: SceneNode, term: FilterTerm): boolean {
  // the frame round others has neither class nor kind of its own: it stays with what is in it
  if (node.type === 'namespace' && term.key !== 'ns' && term.key !== 'text') return false;
  if (node.type === 'zone') return false;
  return termHolds(boxSubject(scene, node), term);
}

function boxSubject(scene: Scene, node: SceneNode): FilterSubject {
  const { label, name, namespace, kind, detail } = node;
  return {
    text: [label, name, namespace, kind, detail].join('\n').toLowerCase(),
    values: (key) => valuesOfBox(scene, node, key),
  };
}

function valuesOfBox(scene: Scene, node: SceneNode, key: FilterKey): readonly string[] {
  switch (key) {
    case 'ns':
      return one(node.namespace);
    case 'kind':
      return one(node.kind);
    case 'name':
      return one(node.name ?? node.label);
    case 'class':
      return isMember(node) ? [node.dataClass ?? 'unknown'] : [];
    case 'gap':
      return gapValues(node.gaps?.worst);
    case 'check':
      return scene.edges.filter(({ from, to }) => from === node.id || to === node.id).flatMap(({ gaps }) => gaps);
    case 'reaches':
      return reachesInternet(scene, node) ? ['internet'] : [];
    case 'label':
    case 'policy':
    case 'port':
    case 'verdict':
    case 'state':
    case 'since':
    case 'from':
    case 'to':
      return []; // not in the picture, or said of lines
  }
}

const one = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

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

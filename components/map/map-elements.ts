import type { ElementDefinition } from 'cytoscape';
import { plateAround } from '#lib/graph/place-plates.ts';
import { shorten, shortenStart } from '#lib/graph/svg-text.ts';
import type { SceneTheme } from '#lib/graph/theme.ts';
import type { Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';
import { edgePath } from './edge-path.ts';
import { badgeImage, hasBadge, nodeImage } from './node-images.ts';

/** Width of a text in pixels at a font size and weight. */
export type Measure = (text: string, size: number, weight: number) => number;

interface LabelPlace {
  /** Where the label starts, from the left edge. */
  readonly left: number;
  /** What it must leave free at the right: second text, class glyph, badge. */
  readonly right: number;
  readonly size: number;
  readonly weight: number;
}
const LABELS: Readonly<Partial<Record<SceneNode['type'], LabelPlace>>> = {
  namespace: { left: 12, right: 98, size: 12, weight: 600 },
  tile: { left: 7, right: 5, size: 11, weight: 500 },
  zone: { left: 0, right: 0, size: 11.5, weight: 600 },
  workload: { left: 26, right: 6, size: 11.5, weight: 500 },
  pod: { left: 26, right: 6, size: 11.5, weight: 500 },
};

const GLYPH_WIDTH = 16;
/** Nothing on the map is moved or selected by the canvas; whoever drags moves the map, whatever lies under the pointer. */
const STILL = { selectable: false, grabbable: false, pannable: true } as const;

type Part = SceneNode | SceneEdge;

/**
 * The scene as Cytoscape takes it. Namespaces are plain boxes below the rest: their size is the scene's, exactly. What
 * `isDrawn` already, its ends too, is left out.
 */
export function mapElements(
  scene: Scene,
  theme: SceneTheme,
  measure: Measure,
  isDrawn: (part: Part) => boolean = () => false,
): ElementDefinition[] {
  const at = new Map(scene.nodes.map((node) => [node.id, node]));
  const nodes = scene.nodes.filter((node) => !isDrawn(node));
  const worstLast = scene.edges.toReversed().flatMap((edge) => {
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (from === undefined || to === undefined || from === to) return [];
    return isDrawn(edge) && isDrawn(from) && isDrawn(to) ? [] : [{ edge, from, to }];
  });
  return [
    ...nodes.map((node) => nodeElement(node, theme, measure)),
    ...nodes.flatMap((node) => badgeElement(node, theme)),
    ...worstLast.map(({ edge, from, to }) => edgeElement(edge, from, to)),
    ...worstLast.flatMap(({ edge }) => plateElement(edge)),
  ];
}

/** The ids of all that stands on the canvas for a scene. */
export function elementIds({ nodes, edges }: Scene): ReadonlySet<string> {
  return new Set([...nodes, ...edges].flatMap(partIds));
}

/** The ids of what stands on the canvas for a box with its badge, or a line with its plate. */
export function partIds(part: Part): readonly string[] {
  if ('from' in part) return part.plate === undefined ? [part.id] : [part.id, plateId(part.id)];
  return hasBadge(part) ? [part.id, badgeId(part.id)] : [part.id];
}

/** Theirs stand at every zoom at which any does. */
function platesOf(edge: SceneEdge): readonly string[] {
  return asksForAttention(edge) ? [`flow-plate-${edge.traffic?.state}`] : [edge.state];
}

/** Id of the badge that belongs to a box. */
export const badgeId = (node: string) => `badge:${node}`;

function nodeElement(node: SceneNode, theme: SceneTheme, measure: Measure): ElementDefinition {
  const place = LABELS[node.type];
  const times = node.type === 'workload' && (node.count ?? 1) !== 1 ? 26 : 0;
  const label = place === undefined ? outerLabel(node) : labelInside(node, place, times, measure);
  const labelEnd = place === undefined ? 0 : place.left + measure(label, place.size, place.weight);
  return {
    group: 'nodes',
    data: {
      id: node.id,
      label,
      width: node.width,
      height: node.height,
      // a label "at the right" starts at the right edge: moved back so that it starts inside
      shift: (place?.left ?? 0) - node.width,
      image: nodeImage(node, theme, labelEnd),
    },
    position: { x: node.x + node.width / 2, y: node.y + node.height / 2 },
    classes: [
      node.type,
      node.basis === 'inferred' || node.basis === 'unknown' ? `basis-${node.basis}` : '',
      node.platform === true ? 'platform' : '',
    ].filter((name) => name !== ''),
    ...STILL,
  };
}

/** Lies over the lines, does not fade, and lets the pointer through to its box. */
function badgeElement(node: SceneNode, theme: SceneTheme): ElementDefinition[] {
  const badge = badgeImage(node, theme);
  if (badge === undefined) return [];
  const { box, image } = badge;
  return [
    {
      group: 'nodes',
      data: { id: badgeId(node.id), label: '', shift: 0, image, width: box.width, height: box.height },
      position: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
      classes: ['badge'],
      ...STILL,
    },
  ];
}

function labelInside(node: SceneNode, place: LabelPlace, extra: number, measure: Measure): string {
  const hasGlyph = node.dataClass !== undefined && node.dataClass !== 'none' && node.type !== 'tile';
  const room = node.width - place.left - place.right - extra - (hasGlyph ? GLYPH_WIDTH : 0);
  if (measure(node.label, place.size, place.weight) <= room) return node.label;
  return (node.type === 'tile' ? shortenStart : shorten)(node.label, room, place.size);
}

function outerLabel(node: SceneNode): string {
  if (node.detail === undefined) return node.label;
  return node.height >= 34 ? `${node.label}\n${node.detail}` : `${node.label}  ${node.detail}`;
}

function edgeElement(edge: SceneEdge, from: SceneNode, to: SceneNode): ElementDefinition {
  const path = edgePath(from, to, edge.via);
  const { traffic } = edge;
  const platform =
    edge.state !== 'gap' &&
    edge.change === undefined &&
    traffic === undefined &&
    (from.platform === true || to.platform === true);
  return {
    group: 'edges',
    data: {
      id: edge.id,
      source: edge.from,
      target: edge.to,
      ...path,
      ...(edge.dashOffset === undefined ? {} : { dashOffset: edge.dashOffset }),
      ...(traffic === undefined ? {} : widthOf(traffic)),
    },
    classes: [
      edge.change ?? (edge.state === 'gap' ? `gap-${edge.severity ?? 'info'}` : edge.state),
      ...(traffic === undefined ? [] : trafficClasses(edge.state, traffic)),
      platform ? 'platform' : '',
      path === undefined ? '' : 'via',
      path?.sourceEnd === undefined ? '' : 'via-source',
      path?.targetEnd === undefined ? '' : 'via-target',
      edge.dashOffset === undefined ? '' : 'dash-offset',
    ].filter((name) => name !== ''),
    ...STILL,
  };
}

/** What passed although denied, and what did not pass, is told of the platform too. */
const asksForAttention = ({ traffic }: SceneEdge) => traffic?.state === 'seen-denied' || traffic?.state === 'denied';

type Traffic = NonNullable<SceneEdge['traffic']>;

const widthOf = ({ width }: Traffic) => (width === undefined ? {} : { width });

/** A gap keeps its line, dash and colour: only its thickness tells that it is used. */
function trafficClasses(drawnAs: SceneEdge['state'], { state, width }: Traffic): readonly string[] {
  return [
    drawnAs === 'gap'
      ? state === undefined || state === 'unused' || state === 'not-enough-seen'
        ? 'flow-quiet'
        : ''
      : `flow-${state ?? 'none'}`,
    width === undefined ? '' : 'flow-width',
  ];
}

/** Id of the plate that belongs to an edge. */
export const plateId = (edge: string) => `plate:${edge}`;

/** A label lies over all lines, so it is an element of its own; the pointer goes through it to its line. */
function plateElement(edge: SceneEdge): ElementDefinition[] {
  if (edge.plate === undefined) return [];
  const { width, height } = plateAround(edge.label, edge.plate);
  return [
    {
      group: 'nodes',
      data: { id: plateId(edge.id), label: edge.label, shift: 0, width, height },
      position: { ...edge.plate },
      classes: ['plate', ...platesOf(edge)],
      ...STILL,
    },
  ];
}

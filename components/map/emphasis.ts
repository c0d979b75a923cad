import type { FilterMatch } from '#lib/graph/filter/match-filter.ts';
import { ASKED_LINES, busiestLines, firstLines, linesAround, worstLines } from '#lib/graph/tile-lines.ts';
import type { Scene, SceneEdge } from '#lib/graph/types.ts';

/** What is chosen and what narrows the view. Nothing of it moves a box. */
export interface MapView {
  readonly selected?: string | undefined;
  readonly selectedEdge?: string | undefined;
  /** A gap chosen in the list: its edges and its subject stay bright. */
  readonly gap?: { readonly id: string; readonly subject: string } | undefined;
  readonly filter?: Pick<FilterMatch, 'nodes' | 'edges'> | undefined;
  readonly gapsOnly: boolean;
}

export interface Emphasis {
  /** Classes per element id; elements without entry are drawn plainly. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  /** Ids of the lines that are not drawn now: between tiles they would be a thicket. */
  readonly hidden: ReadonlySet<string>;
  /** Of the chosen tile: how many lines lead in and out. */
  readonly counts?: { readonly id: string; readonly in: number; readonly out: number };
}

/**
 * Which elements are chosen and which step back: `selected`, `faded` (selection and filter), `dim` (gaps only).
 * A namespace box stays bright while one of its boxes does.
 */
export function emphasisOf(scene: Scene, view: MapView): Emphasis {
  const bright = brightElements(scene, view);
  const tiles = scene.level === 'namespaces' ? tileView(scene, view) : undefined;
  const hidden = new Set(tiles === undefined ? [] : scene.edges.flatMap(({ id }) => (tiles.lines.has(id) ? [] : [id])));
  const classes = new Map<string, readonly string[]>();
  for (const element of [...scene.nodes, ...scene.edges]) {
    if (hidden.has(element.id)) continue;
    const own: string[] = [];
    if (element.id === view.selected || element.id === view.selectedEdge) own.push('selected');
    if (view.gap !== undefined && element.id === view.gap.subject) own.push('selected');
    const isOtherGap = tiles?.counts !== undefined && 'state' in element && element.state === 'gap';
    const isHeading = 'type' in element && element.type === 'zone';
    if (bright !== undefined && !bright.has(element.id) && !isOtherGap && !isHeading) own.push('faded');
    if (view.gapsOnly && !hasGap(element)) own.push('dim');
    const frame = tiles?.frames?.get(element.id);
    if (frame !== undefined) own.push(`end-${frame}`);
    if (own.length > 0) classes.set(element.id, own);
  }
  return { classes, hidden, ...(tiles?.counts === undefined ? {} : { counts: tiles.counts }) };
}

/** The scene without the lines that are not drawn now. */
export function shownScene(scene: Scene, { hidden }: Emphasis): Scene {
  return hidden.size === 0 ? scene : { ...scene, edges: scene.edges.filter(({ id }) => !hidden.has(id)) };
}

interface TileView {
  /** Ids of the lines that are drawn. */
  readonly lines: ReadonlySet<string>;
  readonly frames?: ReturnType<typeof linesAround>['frames'];
  readonly counts?: Emphasis['counts'];
}

/** Between tiles: the lines of the worst gaps, and those that are asked for; the ends of the chosen tile's lines are framed. */
function tileView(scene: Scene, view: MapView): TileView {
  const lines = new Set(linesBetweenTiles(scene, view).map(({ id }) => id));
  const chosen = scene.nodes.find(({ id, type }) => id === view.selected && type === 'tile');
  if (chosen === undefined) return { lines };
  const { lines: own, frames, ...counts } = linesAround(scene.edges, chosen.id);
  for (const { id } of own) lines.add(id);
  return { lines, frames, counts: { id: chosen.id, ...counts } };
}

function linesBetweenTiles({ edges }: Scene, view: MapView): readonly SceneEdge[] {
  const { selectedEdge, gap, filter } = view;
  const asked = edges.filter((edge) => edge.id === selectedEdge || (gap !== undefined && edge.gaps.includes(gap.id)));
  const busiest = busiestLines(edges, ASKED_LINES);
  if (busiest.length > 0 && filter === undefined) return [...asked, ...busiest];
  const filtered = filter === undefined ? undefined : edges.filter(({ id }) => filter.edges.has(id));
  if (filtered !== undefined) return [...asked, ...firstLines(filtered, ASKED_LINES)];
  if (view.gapsOnly) return [...asked, ...firstLines(edges.filter(hasGap), ASKED_LINES)];
  return [...asked, ...worstLines(edges)];
}

/** Undefined: everything is. */
function brightElements(scene: Scene, view: MapView): ReadonlySet<string> | undefined {
  const bright = new Set<string>();
  const keep = (edge: Scene['edges'][number]): void => void bright.add(edge.id).add(edge.from).add(edge.to);
  const ids = new Set([...scene.nodes, ...scene.edges].map(({ id }) => id));
  const chosen = [view.selected, view.selectedEdge].find((id) => id !== undefined && ids.has(id));
  if (chosen !== undefined) {
    bright.add(chosen);
    const inside = new Set(scene.nodes.filter(({ parent }) => parent === chosen).map(({ id }) => id));
    for (const id of inside) bright.add(id);
    for (const edge of scene.edges) {
      const touches = (id: string) => id === chosen || inside.has(id);
      if (edge.id === chosen || touches(edge.from) || touches(edge.to)) keep(edge);
    }
  } else if (view.gap !== undefined) {
    const { id, subject } = view.gap;
    if (ids.has(subject)) bright.add(subject);
    for (const edge of scene.edges) if (edge.gaps.includes(id)) keep(edge);
    if (bright.size === 0) return undefined; // nothing of it is drawn at this level
  } else if (view.filter !== undefined) {
    for (const id of view.filter.nodes) bright.add(id);
    for (const edge of scene.edges) if (view.filter.edges.has(edge.id)) bright.add(edge.id);
  } else return undefined;
  for (const node of scene.nodes) if (node.parent !== undefined && bright.has(node.id)) bright.add(node.parent);
  return bright;
}

function hasGap(element: Scene['nodes'][number] | Scene['edges'][number]): boolean {
  return 'state' in element ? element.state === 'gap' : element.gaps !== undefined;
}

import ELK, { type ElkNode } from 'elkjs/lib/elk.bundled.js';

/** One box inside a namespace; width and height in scene pixels. */
export interface LayoutItem {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}
export interface PlacedItem {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}
export interface PlacedGroup {
  readonly width: number;
  readonly height: number;
  readonly items: readonly PlacedItem[];
}

const elk = new ELK();

const ELK_OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '14',
  'elk.spacing.componentComponent': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.aspectRatio': '2.2',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.randomSeed': '1',
};

/** Layouts kept by structure, so that selecting, filtering and an unrelated change never ask ELK again. */
const cache = new Map<string, PlacedGroup>();
const CACHE_ENTRIES = 2_000; // a namespace each; about 1 kB

/**
 * Places the boxes of one namespace, relative to the inside of its frame. The same items and edges give the same
 * places. Without inner edges the boxes stand in columns, in the order given.
 */
export async function layoutNamespace(
  items: readonly LayoutItem[],
  edges: readonly { readonly from: string; readonly to: string }[],
): Promise<PlacedGroup> {
  if (edges.length === 0) return inColumns(items);
  const key = JSON.stringify([items.map((item) => [item.id, item.width]), edges.map((edge) => [edge.from, edge.to])]);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const placed = await withElk(items, edges);
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(key, placed);
  return placed;
}

async function withElk(
  items: readonly LayoutItem[],
  edges: readonly { readonly from: string; readonly to: string }[],
): Promise<PlacedGroup> {
  // ELK ids are indices: names come from strangers, and ELK treats some characters as ports of a node.
  const index = new Map(items.map((item, position) => [item.id, position]));
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: ELK_OPTIONS,
    children: items.map((item, position) => ({ id: `n${position}`, width: item.width, height: item.height })),
    edges: edges.map((edge, position) => ({
      id: `e${position}`,
      sources: [`n${index.get(edge.from)}`],
      targets: [`n${index.get(edge.to)}`],
    })),
  };
  const result = await elk.layout(graph);
  const children = result.children ?? [];
  return {
    width: result.width ?? 0,
    height: result.height ?? 0,
    items: items.map((item, position) => {
      const child = children[position];
      return { id: item.id, x: Math.round(child?.x ?? 0), y: Math.round(child?.y ?? 0) };
    }),
  };
}

const COLUMN_GAP = 12;
const ROW_GAP = 14;

function inColumns(items: readonly LayoutItem[]): PlacedGroup {
  const first = items[0];
  if (first === undefined) return { width: 0, height: 0, items: [] };
  const columns = items.length <= 1 ? 1 : items.length <= 12 ? 2 : Math.ceil(Math.sqrt(items.length / 2.5));
  const placed = items.map((item, position) => ({
    id: item.id,
    x: (position % columns) * (first.width + COLUMN_GAP),
    y: Math.floor(position / columns) * (first.height + ROW_GAP),
  }));
  const rows = Math.ceil(items.length / columns);
  const used = Math.min(columns, items.length);
  return {
    width: used * first.width + (used - 1) * COLUMN_GAP,
    height: rows * first.height + (rows - 1) * ROW_GAP,
    items: placed,
  };
}

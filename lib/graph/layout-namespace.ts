import type { ELK, ElkNode } from 'elkjs/lib/elk.bundled.js';

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

/** Loaded when a box is first laid out: it takes a tenth of a second, and many a picture has no lines inside of a box. */
let elk: Promise<ELK> | undefined;
async function loadElk(): Promise<ELK> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  return new Elk();
}

/** Has it loaded and begun once before somebody waits for a layout: the first takes twice as long as the next. */
export async function prepareLayout(): Promise<void> {
  const box = { width: 1, height: 1 };
  await withElk(
    [
      { id: 'a', ...box },
      { id: 'b', ...box },
    ],
    [{ from: 'a', to: 'b' }],
  );
}

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

/** Up to this many boxes stand in `columns` columns; more keep the layers that ELK gives them. */
const COLUMN_ITEMS = 12;

/**
 * Places the boxes of one namespace, relative to the inside of its frame. ELK says who stands before whom along the
 * connections; a small namespace is then folded into columns, so that a chain does not become a long thin box. The same
 * items and edges give the same places. Without inner edges the boxes stand in columns, in the order given.
 */
export async function layoutNamespace(
  items: readonly LayoutItem[],
  edges: readonly { readonly from: string; readonly to: string }[],
  columns: number,
): Promise<PlacedGroup> {
  if (edges.length === 0) return inRows(items, items.length <= COLUMN_ITEMS ? columns : columnsFor(items.length));
  const key = JSON.stringify([
    columns,
    items.map((item) => [item.id, item.width]),
    edges.map((edge) => [edge.from, edge.to]),
  ]);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const layered = await withElk(items, edges);
  const placed = items.length <= COLUMN_ITEMS ? inColumnsByLayer(items, layered, columns) : layered;
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(key, placed);
  return placed;
}

/** Sources in the first column, what they lead to in the next; each column from its top. */
function inColumnsByLayer(items: readonly LayoutItem[], layered: PlacedGroup, columns: number): PlacedGroup {
  const at = new Map(layered.items.map((item) => [item.id, item]));
  const byLayer = [...items].sort(
    (a, b) => (at.get(a.id)?.x ?? 0) - (at.get(b.id)?.x ?? 0) || (at.get(a.id)?.y ?? 0) - (at.get(b.id)?.y ?? 0),
  );
  const rows = Math.ceil(items.length / columns);
  const [first] = items;
  if (first === undefined) return { width: 0, height: 0, items: [] };
  const used = Math.ceil(items.length / rows);
  return {
    width: used * first.width + (used - 1) * COLUMN_GAP,
    height: rows * first.height + (rows - 1) * ROW_GAP,
    items: byLayer.map((item, position) => ({
      id: item.id,
      x: Math.floor(position / rows) * (first.width + COLUMN_GAP),
      y: (position % rows) * (first.height + ROW_GAP),
    })),
  };
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
  elk ??= loadElk();
  const result = await (await elk).layout(graph);
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

const COLUMN_GAP = 20; // an arrow fits between two boxes
const ROW_GAP = 14;

const columnsFor = (count: number) => Math.ceil(Math.sqrt(count / 2.5));

function inRows(items: readonly LayoutItem[], columns: number): PlacedGroup {
  const first = items[0];
  if (first === undefined) return { width: 0, height: 0, items: [] };
  const used = Math.min(columns, items.length);
  const rows = Math.ceil(items.length / used);
  return {
    width: used * first.width + (used - 1) * COLUMN_GAP,
    height: rows * first.height + (rows - 1) * ROW_GAP,
    items: items.map((item, position) => ({
      id: item.id,
      x: (position % used) * (first.width + COLUMN_GAP),
      y: Math.floor(position / used) * (first.height + ROW_GAP),
    })),
  };
}

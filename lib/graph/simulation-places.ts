import {
  addressSentence,
  anyAddressLabel,
  anyAddressSentence,
  internetLabel,
  internetSentence,
} from '#lib/text/en/scene.ts';
import { newNamespaceDetail } from '#lib/text/en/simulate.ts';
import { ANY_ADDRESS } from './scene-edges.ts';
import type { Scene, SceneEdge, SceneNode } from './types.ts';

const GAP = 48;
const OUTER = { width: 116, height: 38 };
const INTERNET = { width: 86, height: 30 };
const PADDING = 12;
const HEAD = 28;
const COLUMNS = 2;
const ROW_GAP = 10;
const BOXES_APART = 24;
/** Blocks that a rule names, beside the picture. */
const MAX_ADDRESSES = 6;

/**
 * Places for what the first state does not show: workloads that come into being, in boxes below the picture, and what is
 * outside, at its sides. Nothing that has a place is moved.
 * @param wanted ids that lines need and that have no place.
 */
export function placeNewNodes(
  placed: readonly SceneNode[],
  wanted: ReadonlySet<string>,
  after: Scene,
  edges: readonly SceneEdge[],
): readonly SceneNode[] {
  const known = new Set(placed.map(({ id }) => id));
  const fresh = after.nodes.filter(({ id }) => !known.has(id));
  const inside = placeWorkloads(placed, fresh);
  return [...inside, ...placeOuter([...placed, ...inside], wanted, fresh, edges)];
}

/** A box a namespace, in a row below everything; a namespace that is there already has a second box for what is new. */
function placeWorkloads(placed: readonly SceneNode[], fresh: readonly SceneNode[]): SceneNode[] {
  const members = Map.groupBy(
    fresh.filter(({ type }) => type === 'workload' || type === 'tile'),
    ({ namespace }) => namespace ?? '',
  );
  const top = Math.max(0, ...placed.map(({ y, height }) => y + height)) + GAP;
  let left = Math.min(0, ...placed.map(({ x }) => x)) + (placed.length > 0 ? GAP : 0);
  const nodes: SceneNode[] = [];
  for (const [namespace, own] of members) {
    if (own[0]?.type === 'tile') {
      for (const tile of own) {
        nodes.push({ ...tile, x: left, y: top, only: 'after' });
        left += tile.width + BOXES_APART;
      }
      continue;
    }
    const { width = 0, height = 0 } = own[0] ?? {};
    const columns = Math.min(COLUMNS, own.length);
    const rows = Math.ceil(own.length / COLUMNS);
    const box = {
      id: `new:${namespace}`,
      x: left,
      y: top,
      width: columns * width + (columns - 1) * ROW_GAP + 2 * PADDING,
      height: HEAD + rows * (height + ROW_GAP) - ROW_GAP + PADDING,
    };
    const frame = fresh.find((node) => node.type === 'namespace' && node.namespace === namespace);
    nodes.push({
      ...(frame ?? { type: 'namespace', label: namespace, namespace, sentence: newNamespaceDetail }),
      ...box,
      detail: newNamespaceDetail,
      only: 'after',
    });
    for (const [index, node] of own.entries()) {
      nodes.push({
        ...node,
        parent: box.id,
        x: left + PADDING + (index % COLUMNS) * (width + ROW_GAP),
        y: top + HEAD + Math.floor(index / COLUMNS) * (height + ROW_GAP),
        only: 'after',
      });
    }
    left += box.width + BOXES_APART;
  }
  return nodes;
}

function placeOuter(
  placed: readonly SceneNode[],
  wanted: ReadonlySet<string>,
  fresh: readonly SceneNode[],
  edges: readonly SceneEdge[],
): SceneNode[] {
  const known = new Set(placed.map(({ id }) => id));
  const found = new Map(fresh.map((node) => [node.id, node]));
  const heightOf = neighbourHeights(edges, placed);
  const leftmost = Math.min(0, ...placed.map(({ x }) => x));
  const right = Math.max(0, ...placed.map(({ x, width }) => x + width)) + GAP;
  const missing = [...new Set([...wanted, ...found.keys()])].filter((id) => !known.has(id) && isOuter(id)).sort();
  const nodes: SceneNode[] = [];
  if (missing.includes('internet')) {
    const y = heightOf('internet') - INTERNET.height / 2;
    const node = found.get('internet') ?? outerNode('internet');
    nodes.push({ ...node, ...INTERNET, x: leftmost - GAP - INTERNET.width, y });
  }
  const others = missing.filter((id) => id !== 'internet').sort((a, b) => heightOf(a) - heightOf(b));
  let bottom = Math.max(Number.NEGATIVE_INFINITY, ...placed.filter(({ x }) => x >= right - GAP).map(({ y }) => y));
  for (const id of others.slice(0, MAX_ADDRESSES)) {
    const y = Math.max(heightOf(id) - OUTER.height / 2, bottom);
    bottom = y + OUTER.height + 14;
    const node = found.get(id) ?? outerNode(id);
    nodes.push({ ...node, ...(node.type === 'any-pod' ? {} : OUTER), x: right, y });
  }
  return nodes;
}

const isOuter = (id: string) => id === 'any-pod' || id === 'internet' || id === ANY_ADDRESS || id.startsWith('addr:');

function outerNode(id: string): SceneNode {
  const place = { x: 0, y: 0, ...OUTER };
  if (id === 'internet') return { id, type: 'internet', ...place, label: internetLabel, sentence: internetSentence };
  if (id === ANY_ADDRESS) {
    return { id, type: 'address', ...place, label: anyAddressLabel, detail: '0.0.0.0/0', sentence: anyAddressSentence };
  }
  const block = id.slice('addr:'.length);
  return { id, type: 'address', ...place, label: block, sentence: addressSentence(block) };
}

/** The middle height of what an outer box is connected with. */
function neighbourHeights(edges: readonly SceneEdge[], placed: readonly SceneNode[]): (id: string) => number {
  const at = new Map(placed.map((node) => [node.id, node]));
  return (id) => {
    const near = edges.flatMap(({ from, to }) => {
      const other = from === id ? at.get(to) : to === id ? at.get(from) : undefined;
      return other === undefined ? [] : [other.y + other.height / 2];
    });
    return near.length === 0 ? 0 : Math.round(near.reduce((sum, y) => sum + y, 0) / near.length);
  };
}

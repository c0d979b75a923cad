import type { KnownPlaces, Rectangle } from './known-places.ts';
import { layoutGrid } from './layout-grid.ts';
import { layoutNamespace } from './layout-namespace.ts';
import { INTERNET, OUTER_GAP } from './outer-nodes.ts';
import { freePlace, HEAD, PADDING, placeBeside, type Space } from './place-beside.ts';
import type { Zone } from './zones.ts';

const MIN_WIDTH = 154;
const MIN_ROW = 26;
/** Room between the namespaces and the platform, for the hub, a row more, and the labels on its lines. */
const HUB_BAND = 112;
/** Between a new namespace and those that stand. */
const NEW_APART = 48;

/** A namespace to be placed, with what is in it. */
export interface WantedSpace extends Space {
  readonly namespace: string;
  readonly zone: Zone;
  /** Steps from the outside; undefined where nothing leads there. */
  readonly depth: number | undefined;
  /** Connections inside it. */
  readonly inner: readonly { readonly from: string; readonly to: string }[];
}

/** Where namespaces and their boxes stand, in scene pixels. */
export interface Spaces {
  readonly frames: ReadonlyMap<string, Rectangle>;
  /** By id of the box. */
  readonly items: ReadonlyMap<string, Rectangle>;
  /** Boxes without room of their own, and the box in which each stands. */
  readonly without: ReadonlyMap<string, string>;
  readonly left: number;
  readonly right: number;
  /** The gutter above the platform begins here. */
  readonly mainBottom: number;
  /** Places of an earlier picture were kept. */
  readonly isKnown: boolean;
}

interface Surroundings {
  readonly hub: boolean;
  readonly internet: boolean;
}

/**
 * Namespaces with known places stay, and so do their boxes; what is new finds room beside them. Where fewer than half are
 * known, or there is no room at all, everything is laid out anew: boxes inside a namespace by ELK, namespaces in a grid.
 */
export async function placeSpaces(
  wanted: readonly WantedSpace[],
  around: Surroundings,
  known: KnownPlaces,
): Promise<Spaces> {
  const old = wanted.filter(({ frame }) => known.has(frame)).length;
  if (old === 0 || old * 2 < wanted.length) return placeAnew(wanted, around);
  return (await placeAmongKnown(wanted, known)) ?? placeAnew(wanted, around);
}

async function placeAnew(wanted: readonly WantedSpace[], { hub, internet }: Surroundings): Promise<Spaces> {
  const laid = await Promise.all(wanted.map(async (space) => ({ space, ...(await layoutSpace(space)) })));
  const grid = layoutGrid(
    laid.map(({ space, width, height }) => ({ id: space.frame, zone: space.zone, depth: space.depth, width, height })),
    hub ? HUB_BAND : 0,
  );
  const left = internet ? INTERNET.width + OUTER_GAP : 0;
  const frames = new Map<string, Rectangle>();
  const items = new Map<string, Rectangle>();
  for (const { space, width, height, boxes } of laid) {
    const { x, y } = grid.places.get(space.frame) ?? { x: 0, y: 0 };
    const frame = { x: left + x, y, width, height };
    frames.set(space.namespace, frame);
    for (const box of boxes) items.set(box.id, inside(frame, box, space));
  }
  return {
    frames,
    items,
    without: new Map(),
    left,
    right: left + grid.width,
    mainBottom: grid.mainBottom,
    isKnown: false,
  };
}

/** The size of a frame, and the boxes in it relative to its inside. */
async function layoutSpace({ items, size, inner, zone }: WantedSpace) {
  const group = await layoutNamespace(
    items.map((id) => ({ id, ...size })),
    inner,
    zone === 'edge' ? 1 : 2,
  );
  return {
    width: Math.max(MIN_WIDTH, group.width + 2 * PADDING),
    height: HEAD + Math.max(group.height, MIN_ROW) + PADDING,
    boxes: group.items,
  };
}

const inside = (frame: Rectangle, { x, y }: { readonly x: number; readonly y: number }, { size }: WantedSpace) => ({
  x: frame.x + PADDING + x,
  y: frame.y + HEAD + y,
  ...size,
});

async function placeAmongKnown(wanted: readonly WantedSpace[], known: KnownPlaces): Promise<Spaces | undefined> {
  const frames = new Map<string, Rectangle>();
  for (const { namespace, frame } of wanted) {
    const place = known.get(frame);
    if (place !== undefined) frames.set(namespace, place);
  }
  const outer = [...known].filter(([id]) => isOuter(id)).map(([, place]) => place);
  const items = new Map<string, Rectangle>();
  const without = new Map<string, string>();
  for (const space of wanted) {
    if (!frames.has(space.namespace)) continue;
    const others = [...[...frames].filter(([name]) => name !== space.namespace).map(([, frame]) => frame), ...outer];
    const placed = placeBeside(space, known, others);
    if (placed === undefined) return undefined;
    frames.set(space.namespace, placed.frame);
    for (const [id, place] of placed.items) items.set(id, place);
    for (const id of placed.without) without.set(id, space.rest);
  }
  const columns = [...new Set([...frames.values()].map(({ x }) => x))].sort((a, b) => a - b);
  for (const space of wanted) {
    if (frames.has(space.namespace)) continue;
    const { width, height, boxes } = await layoutSpace(space);
    const frame = freePlace({ width, height }, columns, [...frames.values(), ...outer], NEW_APART);
    frames.set(space.namespace, frame);
    for (const box of boxes) items.set(box.id, inside(frame, box, space));
  }
  const all = [...frames.values()];
  const main = wanted.filter(({ zone }) => zone !== 'platform').flatMap(({ namespace }) => frames.get(namespace) ?? []);
  return {
    frames,
    items,
    without,
    left: Math.min(...all.map(({ x }) => x)),
    right: Math.max(...all.map(({ x, width }) => x + width)),
    mainBottom: Math.max(0, ...main.map(({ y, height }) => y + height)),
    isKnown: true,
  };
}

/** Hub, internet, addresses and folded neighbours: whatever stands outside the frames. */
function isOuter(id: string): boolean {
  return /^(any-pod|internet|any-address|unreadable)$|^(addr|group):/.test(id);
}

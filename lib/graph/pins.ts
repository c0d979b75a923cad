import { hashOf } from './hash-of.ts';
import { HEAD, PADDING } from './place-beside.ts';
import type { Scene, SceneEdge, SceneNode } from './types.ts';

/** How far a person moved a box from where it was laid out, in scene pixels. */
export interface Pin {
  readonly dx: number;
  readonly dy: number;
}
/** By a hash of view and box: a link must stay short. */
export type Pins = ReadonlyMap<string, Pin>;

/** More would make the link too long to send. */
export const PINS_MAX = 80;
/** Boxes come to rest on a grid, so that hands can line them up. */
const GRID = 4;

const BETWEEN_PINS = '~';
const BETWEEN_PARTS = '.';

/** `1q2w3e.5.-a~…`: hash, and the distance in steps of the grid, all to the base of 36. What cannot be read is left out. */
export function parsePins(text: string): Pins {
  const pins = new Map<string, Pin>();
  for (const part of text.split(BETWEEN_PINS).slice(0, PINS_MAX)) {
    const [, key, dx = '', dy = ''] = /^([0-9a-z]{1,7})\.(-?[0-9a-z]{1,4})\.(-?[0-9a-z]{1,4})$/.exec(part) ?? [];
    if (key !== undefined) pins.set(key, { dx: Number.parseInt(dx, 36) * GRID, dy: Number.parseInt(dy, 36) * GRID });
  }
  return pins;
}

export function printPins(pins: Pins): string {
  const steps = (distance: number) => Math.round(distance / GRID).toString(36);
  return [...pins]
    .filter(([, { dx, dy }]) => Math.round(dx / GRID) !== 0 || Math.round(dy / GRID) !== 0)
    .map(([key, { dx, dy }]) => [key, steps(dx), steps(dy)].join(BETWEEN_PARTS))
    .join(BETWEEN_PINS);
}

/** The key of a box's pin: what is moved at one level stays where it is at another. */
export function pinKey({ level, namespace = '', workload = '' }: Scene, id: string): string {
  return hashOf([level, namespace, workload, id].join('\n'));
}

/** The pins with one box moved from where it is drawn now; undefined where there is no room for one more. */
export function movePin(pins: Pins, scene: Scene, id: string, by: Pin): Pins | undefined {
  const key = pinKey(scene, id);
  const before = pins.get(key) ?? { dx: 0, dy: 0 };
  if (!pins.has(key) && pins.size >= PINS_MAX) return undefined;
  return new Map(pins).set(key, { dx: before.dx + by.dx, dy: before.dy + by.dy });
}

/** The pins without those of this picture. */
export function withoutPinsOf(pins: Pins, { nodes, ...scene }: Scene): Pins {
  const own = new Set(nodes.map(({ id }) => pinKey({ nodes, ...scene }, id)));
  return new Map([...pins].filter(([key]) => !own.has(key)));
}

/** Whether a person may move the box. Tiles stand in a grid. */
export function isMovable({ type }: SceneNode): boolean {
  return type !== 'tile' && type !== 'zone';
}

/**
 * The scene with its pinned boxes moved: what is in a namespace moves with it and stays inside it. Lines follow, straight
 * where an end has moved.
 */
export function pinScene<View extends Scene>(scene: View, pins: Pins): View {
  if (pins.size === 0) return scene;
  const pinOf = (id: string) => pins.get(pinKey(scene, id)) ?? { dx: 0, dy: 0 };
  const before = new Map(scene.nodes.map((node) => [node.id, node]));
  const moved = new Map<string, SceneNode>();
  const nodes = scene.nodes.map((node) => {
    if (!isMovable(node)) return node;
    const own = pinOf(node.id);
    const frame = node.parent === undefined ? undefined : before.get(node.parent);
    const within = frame === undefined || !pins.has(pinKey(scene, node.id)) ? own : insideOf(frame, node, own);
    const carried = node.parent === undefined ? { dx: 0, dy: 0 } : pinOf(node.parent);
    const [dx, dy] = [within.dx + carried.dx, within.dy + carried.dy];
    if (dx === 0 && dy === 0) return node;
    const next = { ...node, x: node.x + dx, y: node.y + dy };
    moved.set(node.id, next);
    return next;
  });
  if (moved.size === 0) return scene;
  const at = new Map(nodes.map((node) => [node.id, node]));
  return { ...scene, nodes, edges: scene.edges.map((edge) => followed(edge, moved, at)) };
}

/** As far as the frame allows. */
function insideOf(frame: SceneNode, node: SceneNode, { dx, dy }: Pin): Pin {
  const between = (value: number, least: number, most: number) =>
    Math.max(least, Math.min(value, Math.max(least, most)));
  return {
    dx: between(dx, frame.x + PADDING - node.x, frame.x + frame.width - PADDING - node.width - node.x),
    dy: between(dy, frame.y + HEAD - node.y, frame.y + frame.height - PADDING - node.height - node.y),
  };
}

function followed(
  edge: SceneEdge,
  moved: ReadonlyMap<string, SceneNode>,
  at: ReadonlyMap<string, SceneNode>,
): SceneEdge {
  if (!moved.has(edge.from) && !moved.has(edge.to)) return edge;
  const { via: _, dashOffset: __, plate, ...straight } = edge;
  const [from, to] = [at.get(edge.from), at.get(edge.to)];
  if (plate === undefined || from === undefined || to === undefined) return straight;
  const middle = (node: SceneNode) => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });
  const [a, b] = [middle(from), middle(to)];
  return { ...straight, plate: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } };
}

import type { Point } from './edge-points.ts';
import { badgeWidth } from './svg-glyphs.ts';
import { textWidth } from './svg-text.ts';
import type { SceneNode } from './types.ts';

/** What a line should not run over, in scene pixels. */
export interface Obstacle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 1: a whole namespace. */
  readonly weight: number;
  /** What lies in it, and is met only where it is. */
  readonly inner?: readonly Obstacle[];
}

/** What the ends' own namespaces have in their heads: name and count, and the badge. */
const HEAD = { height: 28, padding: 12, weight: 0.3 };
/** The boxes in a namespace count beside it. */
const BOX_WEIGHT = 0.5;

/** All that lines may cross, read once for a picture. */
export interface Obstacles {
  /** Everything but the two ends, what holds them and what they hold; of what holds them the words in its head. */
  between(from: SceneNode, to: SceneNode): readonly Obstacle[];
}

export function readObstacles(nodes: readonly SceneNode[]): Obstacles {
  const solid = nodes.filter(({ type }) => type !== 'zone');
  const ids = new Set(solid.map(({ id }) => id));
  const inner = Map.groupBy(solid, ({ parent }) => (parent !== undefined && ids.has(parent) ? parent : undefined));
  const within = (id: string) => inner.get(id) ?? [];
  const outer = (inner.get(undefined) ?? []).map((node) => {
    const members = within(node.id);
    return { node, whole: { ...obstacleOf(node), inner: members.map(obstacleOf) } };
  });
  const heads = new Map(nodes.map((node) => [node.id, node.type === 'namespace' ? headOf(node) : []]));
  return {
    between(from, to) {
      return outer.flatMap(({ node, whole }) => {
        if (node === from || node === to) return [];
        if (node.id !== from.parent && node.id !== to.parent) return [whole];
        const others = within(node.id).filter((member) => member !== from && member !== to);
        return [...others.map(obstacleOf), ...(heads.get(node.id) ?? [])];
      });
    },
  };
}

/** How much of what it should not run over a line meets, each once; not counted on where it is `most` or more. */
export function crossedWeight(
  line: readonly Point[],
  obstacles: readonly Obstacle[],
  most = Number.POSITIVE_INFINITY,
): number {
  let weight = 0;
  for (const box of obstacles) {
    if (weight >= most) break;
    if (!isMet(line, box)) continue;
    weight += box.weight;
    for (const member of box.inner ?? []) if (isMet(line, member)) weight += member.weight;
  }
  return weight;
}

/** Whether a line runs over a box, or touches it. */
export function isMet(line: readonly Point[], box: Omit<Obstacle, 'weight'>): boolean {
  for (let index = 1; index < line.length; index++) {
    const [start, end] = [line[index - 1], line[index]];
    if (start !== undefined && end !== undefined && crosses(start, end, box)) return true;
  }
  return false;
}

function obstacleOf({ type, x, y, width, height }: SceneNode): Obstacle {
  return { x, y, width, height, weight: type === 'namespace' || type === 'group' ? 1 : BOX_WEIGHT };
}

function headOf({ x, y, width, label, detail = '', gaps }: SceneNode): readonly Obstacle[] {
  const { height, padding, weight } = HEAD;
  const words = textWidth(label, 12) + textWidth(detail, 11) + padding;
  const badge = gaps === undefined ? 0 : badgeWidth(gaps);
  return [
    { x: x + padding, y, width: Math.min(words, width - 2 * padding - badge), height, weight },
    ...(gaps === undefined ? [] : [{ x: x + width - padding - badge, y, width: badge, height, weight }]),
  ];
}

/**
 * Whether the segment meets the box. Most miss most boxes, and one along an axis meets it where their extents meet; else it
 * is clipped against the four sides in turn (Liang and Barsky).
 */
function crosses(start: Point, end: Point, box: Omit<Obstacle, 'weight'>): boolean {
  if (start.x < box.x && end.x < box.x) return false;
  if (start.y < box.y && end.y < box.y) return false;
  const right = box.x + box.width;
  if (start.x > right && end.x > right) return false;
  const bottom = box.y + box.height;
  if (start.y > bottom && end.y > bottom) return false;
  if (start.x === end.x || start.y === end.y) return true;
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  let enter = 0;
  let leave = 1;
  for (const [slope, distance] of [
    [-dx, start.x - box.x],
    [dx, right - start.x],
    [-dy, start.y - box.y],
    [dy, bottom - start.y],
  ] as const) {
    if (slope === 0) {
      if (distance < 0) return false;
      continue;
    }
    const t = distance / slope;
    if (slope < 0) enter = Math.max(enter, t);
    else leave = Math.min(leave, t);
    if (enter > leave) return false;
  }
  return true;
}

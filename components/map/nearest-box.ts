import type { SceneNode } from '#lib/graph/types.ts';

export type ArrowDirection = 'left' | 'right' | 'up' | 'down';

/** What lies sideways counts more than what lies ahead: an arrow goes along a row before it changes rows. */
const SIDEWAYS_WEIGHT = 2.5;

/** The nearest box that way, by the middles of the boxes. Zones are headings and never reached. */
export function nearestBox(
  nodes: readonly SceneNode[],
  from: SceneNode,
  direction: ArrowDirection,
): SceneNode | undefined {
  const start = middle(from);
  let best: SceneNode | undefined;
  let cost = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    if (node.id === from.id || node.type === 'zone') continue;
    const end = middle(node);
    const [ahead, sideways] = along(end.x - start.x, end.y - start.y, direction);
    if (ahead <= 1) continue;
    const own = ahead + SIDEWAYS_WEIGHT * Math.abs(sideways);
    if (own < cost) [best, cost] = [node, own];
  }
  return best;
}

const middle = (node: SceneNode) => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });

function along(dx: number, dy: number, direction: ArrowDirection): readonly [number, number] {
  switch (direction) {
    case 'right':
      return [dx, dy];
    case 'left':
      return [-dx, dy];
    case 'down':
      return [dy, dx];
    case 'up':
      return [-dy, dx];
  }
}

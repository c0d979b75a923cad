import type { SceneNode } from '#lib/graph/types.ts';
import { TABLE } from '#lib/text/en/map.ts';

type End = Pick<SceneNode, 'type' | 'count'>;

const isOutside = ({ type }: End): boolean => type === 'address' || type === 'internet';

/** Of which ends only some may connect: pods; addresses where the other end is a single pod; else pairs of both. */
export function someWords(from: End, to: End): string {
  if (!isOutside(from) && !isOutside(to)) return TABLE.some;
  const inside = isOutside(from) ? to : from;
  return inside.type === 'pod' || inside.count === 1 ? TABLE.someAddresses : TABLE.somePairs;
}

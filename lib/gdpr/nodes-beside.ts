import { UNPLACED } from '#lib/policy/paths/places.ts';

/** Of some nodes those that may be the node of a pod: its own, and where nobody is placed yet. */
export function nodesBeside(byNode: ReadonlyMap<string, unknown>, node: string): readonly string[] {
  return node === UNPLACED ? [...byNode.keys()] : [node, UNPLACED];
}

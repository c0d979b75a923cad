/** The node of a pod that is on none yet: it may come to any. */
export const UNPLACED = '';

/** Of some nodes those that may be the node of a pod: its own, and where nobody is placed yet. */
export function nodesBeside(byNode: ReadonlyMap<string, unknown>, node: string): readonly string[] {
  return node === UNPLACED ? [...byNode.keys()] : [node, UNPLACED];
}

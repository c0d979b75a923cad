import type { PolicyModel } from '#lib/policy/model.ts';
import { unreadLabel, unreadSentence } from '#lib/text/en/scene.ts';
import type { KnownPlaces, Rectangle } from './known-places.ts';
import type { SceneNode } from './types.ts';

const ID = 'unreadable';
const SIZE = { width: 262, height: 30 };
const BELOW = 28;

/** The namespaces whose pods may not be read, as one box below the rest; nothing where there is none. */
export function unreadNamespaces(
  model: PolicyModel,
  placed: readonly Rectangle[],
  known: KnownPlaces,
): readonly SceneNode[] {
  const pods = model.objects.completeness.kinds.find(({ resource }) => resource === 'pods');
  const count = pods?.state === 'partial' ? (pods.deniedNamespaces?.length ?? 0) : 0;
  if (count === 0 || placed.length === 0) return [];
  const { x, y } = known.get(ID) ?? {
    x: Math.min(...placed.map((each) => each.x)),
    y: Math.max(...placed.map((each) => each.y + each.height)) + BELOW,
  };
  return [
    { id: ID, type: 'unreadable', x, y, ...SIZE, label: unreadLabel(count), count, sentence: unreadSentence(count) },
  ];
}

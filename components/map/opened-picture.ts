import type { SceneQuestion } from '#components/api/queries.ts';
import type { Scene, SceneNode } from '#lib/graph/types.ts';
import { openableNamespace } from './scene-end.ts';

/** The picture that opening a box of a scene leads to; undefined where the box is opened already, or holds nothing. */
export function openedPicture(
  node: SceneNode,
  { namespace: shown, workload }: Pick<Scene, 'namespace' | 'workload'>,
): SceneQuestion | undefined {
  if (node.type === 'workload' && node.id !== workload) return { workload: node.id };
  if (node.id.startsWith('same:') && node.namespace !== undefined)
    return { namespace: node.namespace, unfold: node.id };
  const namespace = openableNamespace(node);
  return namespace !== undefined && (namespace !== shown || workload !== undefined) ? { namespace } : undefined;
}

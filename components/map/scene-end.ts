import { MORE_BLOCKS } from '#lib/graph/more-blocks.ts';
import type { SceneNode } from '#lib/graph/types.ts';

/** A box as `explain` and the pod pages take it; undefined where no single question can be asked about it. */
export function askableEnd(id: string): string | undefined {
  if (id === 'internet' || id === 'any-address') return 'internet';
  if (id === MORE_BLOCKS) return undefined;
  if (id.startsWith('addr:')) return id.slice('addr:'.length);
  if (id.startsWith('pod:')) return id.slice('pod:'.length);
  return id.split('/').length === 3 ? id : undefined;
}

/** The namespace that a double click opens: of a box, a tile or a folded group. */
export function openableNamespace(node: SceneNode): string | undefined {
  return node.type === 'namespace' || node.type === 'tile' || node.type === 'group' ? node.namespace : undefined;
}

/** The end whose page belongs to a box, if it has one. */
export function pageEnd(node: SceneNode): string {
  return node.type === 'pod' ? `${node.namespace}/${node.name}` : node.id;
}

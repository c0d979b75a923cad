import { podQuery, workloadQuery } from '#components/api/queries.ts';
import type { SceneNode } from '#lib/graph/types.ts';

/** What the panel of a box asks, and what is asked already while the pointer is on it; undefined for a mere group. */
export function nodeQuery(cluster: string, node: SceneNode) {
  if (node.type === 'pod') return podQuery(cluster, node.namespace ?? '', node.name ?? '');
  if (node.type !== 'workload') return undefined;
  const [namespace = '', kind = '', name = ''] = node.id.split('/');
  return workloadQuery(cluster, namespace, kind, name);
}

import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import type { ClusterAnalysis } from './analysis/cluster-analysis.ts';

/** A cluster as lists show it, now. */
export function clusterListItem(analysis: ClusterAnalysis): ClusterListItem {
  const { id, name } = analysis.spec;
  return { id, name, source: analysis.status(), revision: analysis.revision() };
}

import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { Scene, SceneNode } from '#lib/graph/types.ts';

const HOLDS: ReadonlySet<SceneNode['type']> = new Set(['namespace', 'tile', 'group']);

/** The box that a window too small for the whole picture begins with: what is opened, else where the worst gaps are. */
export function firstLooked({ nodes, namespace, workload }: Scene): string | undefined {
  const opened = new Set([workload, namespace === undefined ? undefined : `ns:${namespace}`]);
  const found = nodes.find(({ id }) => opened.has(id));
  if (found !== undefined) return found.id;
  const byWorst = nodes
    .filter(({ type }) => HOLDS.has(type))
    .map(({ id, gaps }) => ({
      id,
      rank: gaps === undefined ? SEVERITIES.length : SEVERITIES.indexOf(gaps.worst),
      count: gaps?.count ?? 0,
    }))
    .sort((a, b) => a.rank - b.rank || b.count - a.count);
  return (byWorst[0] ?? nodes[0])?.id;
}

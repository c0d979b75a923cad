import { clusterHref } from '#components/shell/cluster-href.ts';
import type { TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';

export type WindowName = keyof typeof TRAFFIC_WINDOWS;
export const WINDOW_NAMES = ['1h', '24h', '7d', '30d'] as const satisfies readonly WindowName[];

/** The traffic page, narrowed by a filter, with one row chosen. */
export function trafficHref(
  cluster: string,
  { q, window, edge }: { readonly q?: string; readonly window?: WindowName; readonly edge?: string } = {},
): string {
  const query = new URLSearchParams();
  if (q !== undefined && q !== '') query.set('q', q);
  if (window !== undefined) query.set('window', window);
  if (edge !== undefined) query.set('edge', edge);
  return `${clusterHref(cluster, 'traffic')}${query.size === 0 ? '' : `?${query}`}`;
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

/**
 * The map with its traffic: the line between two workloads, or the workload where the other end is outside or a node.
 * Undefined where the map has neither end.
 */
export function mapOfFlow(cluster: string, { from, to }: Ends, window: WindowName): string | undefined {
  const [workload, other] = [from, to].filter(isWorkload);
  if (workload === undefined) return undefined;
  const query = new URLSearchParams({ traffic: window === '1h' ? '1h' : '24h' });
  if (other === undefined) query.set('select', workload);
  else query.set('edge', `${from}→${to}`);
  return `${clusterHref(cluster, 'map')}?${query}`;
}

/** `ns/Kind/name`: every other end of a flow has a colon, or is one word. */
function isWorkload(end: string): boolean {
  return end.includes('/') && !end.includes(':');
}

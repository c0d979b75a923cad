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

/** The map with its traffic, and the line of a flow chosen. */
export function mapOfFlow(cluster: string, { from, to }: { readonly from: string; readonly to: string }): string {
  const query = new URLSearchParams({ traffic: '24h', edge: `${from}→${to}` });
  return `${clusterHref(cluster, 'map')}?${query}`;
}

export type ConsolePage =
  | 'map'
  | 'pods'
  | 'gaps'
  | 'checks'
  | 'policies'
  | 'traffic'
  | 'data'
  | 'snapshots'
  | 'simulate'
  | 'settings';

/** The address of a page of a cluster; the map unless another is named. */
export const clusterHref = (cluster: string, page: ConsolePage = 'map') => `/${encodeURIComponent(cluster)}/${page}`;

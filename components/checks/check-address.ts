import { clusterHref } from '#components/shell/cluster-href.ts';

/** The page of one check: `/demo/checks/ISO-001`. */
export function checkHref(cluster: string, check: string): string {
  return `${clusterHref(cluster, 'checks')}/${encodeURIComponent(check)}`;
}

/** The check of an address; undefined where it names none. */
export function checkOfPath(path: string): string | undefined {
  const part = path.split('/')[3];
  return part === undefined || part === '' ? undefined : decodeURIComponent(part);
}

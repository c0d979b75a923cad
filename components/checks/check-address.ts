import { clusterHref } from '#components/shell/cluster-href.ts';

/** The page of one check: `/demo/checks/ISO-001`. */
export function checkHref(cluster: string, check: string): string {
  return `${clusterHref(cluster, 'checks')}/${encodeURIComponent(check)}`;
}

/** The check of an address; undefined where it names none, or in a way that nobody can decode. */
export function checkOfPath(path: string): string | undefined {
  const part = path.split('/')[3];
  if (part === undefined || part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** What two pods are compared as: two senders to one target, or two targets of one sender. */
export interface ComparedPods {
  readonly a: string;
  readonly b?: string;
  readonly to?: string;
  readonly from?: string;
  /** `TCP/5432` */
  readonly port?: string;
}

/** The page of two pods side by side; what is not given yet is asked for there. */
export function compareHref(cluster: string, pods: ComparedPods): string {
  const query = new URLSearchParams(
    Object.entries(pods).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])),
  );
  return `/${encodeURIComponent(cluster)}/compare?${query}`;
}

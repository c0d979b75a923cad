/** The page of one pod. */
export function podHref(cluster: string, namespace: string, name: string): string {
  return `/${[cluster, 'pods', namespace, name].map(encodeURIComponent).join('/')}`;
}

/** The page of a workload without pods: `ns/Kind/name` as the contract writes it. */
export function workloadHref(cluster: string, workload: string): string {
  return `/${[cluster, 'workloads', ...workload.split('/')].map(encodeURIComponent).join('/')}`;
}

/** The page of an end as the contract writes it, where it has one: a pod (`ns/name`) or a workload (`ns/Kind/name`). */
export function endHref(cluster: string, end: string): string | undefined {
  const parts = end.split('/');
  const [namespace, name] = parts;
  // A range such as 10.20.0.0/24 is no pod: the name of a namespace holds neither dots nor colons.
  if (namespace === undefined || name === undefined || name.startsWith('?') || /[.:]/.test(namespace)) return undefined;
  return parts.length === 3 ? workloadHref(cluster, end) : podHref(cluster, namespace, name);
}

const CLUSTER_DOMAIN = 'cluster.local';

/** Under any domain of a cluster, the names of Services and of pods have one of these labels. */
const KINDS_OF_NAMES = new Set(['svc', 'pod']);

/**
 * Whether a domain name of a policy can be one that the DNS of the cluster gives to pods or headless Services (rows A18,
 * C12). The domain of a cluster is not to be seen in its objects: `cluster.local` is taken for one, and any name with
 * `svc` or `pod` among its labels.
 * @param name may begin with `*.`, which stands for one or more labels.
 */
export function mayNamePods(name: string): boolean {
  const written = name.toLowerCase().replace(/\.$/, '');
  const isWildcard = written.startsWith('*.');
  const suffix = isWildcard ? written.slice(2) : written;
  if (suffix.split('.').some((label) => KINDS_OF_NAMES.has(label))) return true;
  return isOrLiesUnder(suffix, CLUSTER_DOMAIN) || (isWildcard && isOrLiesUnder(CLUSTER_DOMAIN, suffix));
}

function isOrLiesUnder(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

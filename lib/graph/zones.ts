/** The bands in which namespaces stand: outside traffic enters at the top left, the platform rests at the bottom. */
export type Zone = 'edge' | 'apps' | 'data' | 'platform';
export const ZONES: readonly Zone[] = ['edge', 'apps', 'data', 'platform'];

const PLATFORM_NAMES = new Set([
  'cert-manager',
  'external-dns',
  'external-secrets',
  'flux-system',
  'gatekeeper-system',
  'istio-system',
  'kyverno',
  'linkerd',
  'local-path-storage',
  'logging',
  'longhorn-system',
  'metallb-system',
  'monitoring',
  'observability',
  'rook-ceph',
  'tigera-operator',
  'velero',
]);
const PLATFORM_PREFIXES = ['kube-', 'openshift', 'cattle-', 'calico-', 'cilium', 'gke-', 'gmp-', 'azure-', 'aws-'];
const EDGE_NAMES = /^(ingress|gateway|edge|waf|cdn)(-|$)|-(ingress|gateway)$/;

/** Namespaces that carry the cluster itself: dimmed as a layer, never removed. By well-known names only. */
export function isPlatformNamespace(namespace: string): boolean {
  return PLATFORM_NAMES.has(namespace) || PLATFORM_PREFIXES.some((prefix) => namespace.startsWith(prefix));
}

/**
 * The band of a namespace: `edge` where the internet is let in or the name says so, `data` where most workloads hold
 * data at rest, `platform` by well-known names, else `apps`. It places; it never judges.
 */
export function zoneOf(
  namespace: string,
  facts: { readonly entered: boolean; readonly workloads: number; readonly stores: number },
): Zone {
  if (isPlatformNamespace(namespace)) return 'platform';
  if (EDGE_NAMES.test(namespace) || facts.entered) return 'edge';
  if (facts.workloads > 0 && facts.stores * 2 > facts.workloads) return 'data';
  return 'apps';
}

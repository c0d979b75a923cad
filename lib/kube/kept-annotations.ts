import { isInternalBalancerKey } from './internal-balancer.ts';

/** Annotations that we keep; all others may hold anything, personal data too (gdpr.md §5.7). */
const KEPT: ReadonlySet<string> = new Set([
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
  'argocd.argoproj.io/tracking-id',
  'kubernetes.io/description',
  // Which controller serves an Ingress: the older way to say it, and the class for those that say nothing.
  'kubernetes.io/ingress.class',
  'ingressclass.kubernetes.io/is-default-class',
  // What network plugins write on their nodes: they show which one runs there (lib/kube/detect-plugin.ts).
  'projectcalico.org/IPv4Address',
  'projectcalico.org/IPv6Address',
  'io.cilium.network.ipv4-cilium-host',
  'network.cilium.io/ipv4-cilium-host',
  'network.cilium.io/ipv6-cilium-host',
  'k8s.ovn.org/node-chassis-id',
  'k8s.ovn.org/node-subnets',
  'node.antrea.io/mac-address',
  'kube-router.io/pod-cidr',
  'flannel.alpha.coreos.com/backend-type',
]);
const KEPT_PREFIX = 'ringfence.dev/';

/** Whether an annotation of this key is kept at ingest. Load balancers say by annotation that they are internal. */
export function isKeptAnnotation(key: string): boolean {
  return KEPT.has(key) || key.startsWith(KEPT_PREFIX) || isInternalBalancerKey(key);
}

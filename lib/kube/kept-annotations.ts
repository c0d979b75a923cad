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

/**
 * Last parts of keys, without a prefix of some company, by which other vocabularies speak of a workload's data (gdpr.md
 * §4.1): what an alias of a DataMap or a sign may name. No owners: an annotation often names a person.
 */
const OF_DATA: ReadonlySet<string> = new Set([
  ...['data-class', 'data-classification', 'dataclassification', 'classification', 'data-categories', 'data-category'],
  ...['contains-pii', 'pii', 'personal-data', 'gdpr', 'data-at-rest', 'data-residency', 'residency', 'data-retention'],
  ...['retention', 'data-subjects', 'data-purposes', 'data-purpose', 'purpose', 'data-role', 'data-controller'],
  ...['controller', 'environment', 'env', 'record', 'ropa', 'record-id'],
]);
/** As long and as plain as a label may be: a word, no text that somebody wrote. */
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/** Whether an annotation is kept at ingest. Load balancers say by annotation that they are internal. */
export function isKeptAnnotation(key: string, value: unknown): boolean {
  if (KEPT.has(key) || key.startsWith(KEPT_PREFIX) || isInternalBalancerKey(key)) return true;
  const word = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  return OF_DATA.has(word) && typeof value === 'string' && LABEL_VALUE.test(value);
}

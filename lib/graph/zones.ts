import { labelValue } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

/** The bands in which namespaces stand: outside traffic enters at the top left, the platform rests at the bottom. */
export type Zone = 'edge' | 'apps' | 'other' | 'data' | 'partners' | 'platform';
export const ZONES: readonly Zone[] = ['edge', 'apps', 'other', 'data', 'partners', 'platform'];

/** Label of a namespace that says in which band it stands: `ringfence.dev/zone: partners`. */
export const ZONE_LABEL = 'ringfence.dev/zone';

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
/** Words of names that are not what customers use: stages before production, tries, and what is left of yesterday. */
const OTHER_WORDS =
  /(^|-)(dev|develop|development|test|testing|qa|uat|stage|staging|sandbox|preview|poc|tmp|temp|legacy|playground)(-|$)/;
const PARTNER_WORDS = /(^|-)(partner|partners|b2b|edi|sepa|supplier|suppliers|vendor|vendors|third-party)(-|$)/;
const EDGE_NAMES = /^(ingress|gateway|edge|waf|cdn)(-|$)|-(ingress|gateway)$/;

/** Namespaces that carry the cluster itself: dimmed as a layer, never removed. By well-known names only. */
export function isPlatformNamespace(namespace: string): boolean {
  return PLATFORM_NAMES.has(namespace) || PLATFORM_PREFIXES.some((prefix) => namespace.startsWith(prefix));
}

/**
 * The band of a namespace: what its label says, else `platform` by well-known names, `edge` where the internet is let in
 * or the name says so, `other` and `partners` by words of the name, `data` where most workloads hold data at rest, else
 * `apps`. It places; it never judges.
 */
export function zoneOf(
  namespace: string,
  facts: {
    readonly entered: boolean;
    readonly workloads: number;
    readonly stores: number;
    /** The value of `ZONE_LABEL`; a word that is no band says nothing. */
    readonly label?: string | undefined;
  },
): Zone {
  const said = ZONES.find((zone) => zone === facts.label);
  if (said !== undefined) return said;
  if (isPlatformNamespace(namespace)) return 'platform';
  if (EDGE_NAMES.test(namespace) || facts.entered) return 'edge';
  if (OTHER_WORDS.test(namespace)) return 'other';
  if (PARTNER_WORDS.test(namespace)) return 'partners';
  if (facts.workloads > 0 && facts.stores * 2 > facts.workloads) return 'data';
  return 'apps';
}

/** What the label of a namespace says; undefined where it says nothing. */
export function zoneLabelOf(model: PolicyModel, namespace: string): string | undefined {
  return labelValue(model.objects.namespaces.get(namespace)?.metadata.labels, ZONE_LABEL);
}

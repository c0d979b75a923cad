import { labelValue, type Service } from './objects.ts';

/**
 * Annotations by which a Service asks its cloud for a load balancer that only the private network can reach, with the
 * values that mean it. `any`: the mere presence means it (the value names a subnet).
 */
const INTERNAL: ReadonlyMap<string, readonly string[] | 'any'> = new Map<string, readonly string[] | 'any'>([
  ['service.beta.kubernetes.io/aws-load-balancer-internal', ['true', '0.0.0.0/0']],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', ['internal']],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', ['true']],
  ['networking.gke.io/load-balancer-type', ['internal']],
  ['cloud.google.com/load-balancer-type', ['internal']],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', ['true']],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', ['true']],
  ['oci-network-load-balancer.oraclecloud.com/internal', ['true']],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', ['intranet']],
  ['service.beta.kubernetes.io/alicloud-loadbalancer-address-type', ['intranet']],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', ['private']],
  ['service.kubernetes.io/qcloud-loadbalancer-internal-subnetid', 'any'],
  ['service.beta.kubernetes.io/cce-load-balancer-internal-vpc', ['true']],
  ['service.beta.kubernetes.io/scw-loadbalancer-private', ['true']],
  ['service.beta.kubernetes.io/do-loadbalancer-network', ['internal']],
  ['load-balancer.hetzner.cloud/disable-public-network', ['true']],
]);
/** What other clouds call theirs (gdpr.md, EXP-001): `true` means it. */
const PREFIX = 'service.beta.kubernetes.io/';
const SUFFIX = '-internal';

/** Whether the key speaks of an internal load balancer, whatever its value says. */
export function isInternalBalancerKey(key: string): boolean {
  return INTERNAL.has(key) || (key.startsWith(PREFIX) && key.endsWith(SUFFIX));
}

/** The annotation by which the Service asks for an internal load balancer; undefined where it does not. */
export function internalBalancerKey({ metadata }: Pick<Service, 'metadata'>): string | undefined {
  return Object.keys(metadata.annotations ?? {})
    .sort()
    .find((key) => {
      if (!isInternalBalancerKey(key)) return false;
      const value = labelValue(metadata.annotations, key) ?? '';
      const meant = INTERNAL.get(key) ?? ['true'];
      return meant === 'any' ? value !== '' : meant.includes(value.toLowerCase());
    });
}

import type { PodSpec } from '#lib/kube/objects.ts';
import { isImageOf } from '#lib/policy/image-path.ts';
import { KNOWN_PLUGINS } from '#lib/policy/known-plugins.ts';
import type { SYSTEM_AGENT_REASONS } from '#lib/text/en/checks/enf.ts';

/** A program that has to run on the host network, with the reason why. */
export interface SystemAgent {
  readonly id: keyof typeof SYSTEM_AGENT_REASONS;
  /** The image ends so, without registry, tag and digest. */
  readonly images: readonly string[];
}

/** Curated (gdpr.md §3, ENF-002). Only what cannot do its work elsewhere; a store is none, whatever it stores. */
const SYSTEM_AGENTS: readonly SystemAgent[] = [
  { id: 'network-plugin', images: [...new Set(KNOWN_PLUGINS.flatMap(({ images }) => images))] },
  { id: 'kube-proxy', images: ['kube-proxy'] },
  { id: 'control-plane', images: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-vip/kube-vip'] },
  { id: 'node-metrics', images: ['prom/node-exporter', 'prometheus/node-exporter', 'bitnami/node-exporter'] },
  { id: 'node-dns', images: ['k8s-dns-node-cache', 'dns/k8s-dns-node-cache'] },
  {
    id: 'cloud-agent',
    images: ['cloud-controller-manager', 'aws-cloud-controller-manager', 'openstack-cloud-controller-manager'],
  },
  {
    id: 'storage-driver',
    images: ['aws-ebs-csi-driver', 'azuredisk-csi', 'gcp-compute-persistent-disk-csi-driver', 'cephcsi/cephcsi'],
  },
  { id: 'load-balancer', images: ['metallb/speaker', 'kube-vip/kube-vip-cloud-provider'] },
  { id: 'node-problems', images: ['node-problem-detector/node-problem-detector', 'node-problem-detector'] },
];

/** Which curated agent every container of the pod belongs to; undefined where one of them belongs to none. */
export function systemAgentOf(spec: Pick<PodSpec, 'containers'>): SystemAgent | undefined {
  const [main] = spec.containers;
  if (main === undefined) return undefined;
  return SYSTEM_AGENTS.find(({ images }) => isImageOf(main.image ?? '', images));
}

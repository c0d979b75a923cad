/** A kind of infrastructure that runs in many clusters and keeps no data of its own. Ids are permanent. */
export interface InfrastructureRule {
  readonly id: string;
  readonly reason: string;
  /** Ends of image paths, whole parts: `coredns`, `ingress-nginx/controller`. */
  readonly images: readonly string[];
}

/**
 * Workloads all of whose images are on this list need nobody's answer to what data they hold (CLS-001). Their class
 * stays unknown: only a person declares `none`. What keeps objects of the cluster (etcd), logs or metrics is not on it.
 */
export const NO_OWN_DATA: readonly InfrastructureRule[] = [
  {
    id: 'N-01',
    reason: 'part of Kubernetes itself',
    images: [
      ...['kube-proxy', 'kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'cloud-controller-manager'],
      ...['coredns', 'k8s-dns-node-cache', 'pause', 'metrics-server', 'cluster-autoscaler', 'descheduler', 'karpenter'],
    ],
  },
  {
    id: 'N-02',
    reason: 'network plugin',
    images: [
      ...['cilium/cilium', 'cilium/operator', 'cilium/operator-generic', 'calico/node', 'calico/kube-controllers'],
      ...['calico/typha', 'calico/cni', 'antrea/antrea-agent-ubuntu', 'antrea/antrea-controller-ubuntu', 'flannel'],
      ...['kube-router', 'multus-cni', 'ovn-kubernetes', 'amazon-k8s-cni', 'aws-network-policy-agent'],
    ],
  },
  {
    id: 'N-03',
    reason: 'service mesh',
    images: [
      ...['istio/pilot', 'istio/proxyv2', 'istio/ztunnel', 'istio/install-cni', 'linkerd/controller', 'linkerd/proxy'],
      ...['linkerd/policy-controller', 'linkerd/proxy-init', 'envoyproxy/gateway'],
    ],
  },
  {
    id: 'N-04',
    reason: 'storage driver',
    images: [
      ...['csi-provisioner', 'csi-attacher', 'csi-resizer', 'csi-snapshotter', 'csi-node-driver-registrar'],
      ...['livenessprobe', 'snapshot-controller', 'aws-ebs-csi-driver', 'aws-efs-csi-driver', 'gcp-pd-csi-driver'],
      'azuredisk-csi',
    ],
  },
  {
    id: 'N-05',
    reason: 'certificates, names and secrets of the platform',
    images: [
      ...['cert-manager-controller', 'cert-manager-webhook', 'cert-manager-cainjector', 'external-dns'],
      ...['external-secrets', 'sealed-secrets-controller', 'trust-manager', 'reloader'],
    ],
  },
  {
    id: 'N-06',
    reason: 'policy engine or delivery',
    images: [
      ...['kyverno', 'background-controller', 'cleanup-controller', 'reports-controller', 'gatekeeper'],
      ...['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller', 'argocd'],
    ],
  },
  {
    id: 'N-07',
    reason: 'measures of nodes and objects',
    images: ['node-exporter', 'kube-state-metrics', 'node-problem-detector', 'k8s-device-plugin', 'dcgm-exporter'],
  },
  {
    id: 'N-08',
    reason: 'entry to the cluster, which passes data on',
    images: [
      'ingress-nginx/controller',
      'kube-webhook-certgen',
      'traefik',
      'contour',
      'metallb/speaker',
      'metallb/controller',
    ],
  },
];

/** Operators manage other workloads; their images are named so. */
export const OPERATOR_RULE = { id: 'N-09', reason: 'operator', image: /(?:^|[-_/])operator$/ } as const;

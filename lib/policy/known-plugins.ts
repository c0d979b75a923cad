import type { Labels } from '#lib/kube/objects.ts';
import type { ProfileName } from './types.ts';

/** By what a network plugin is known: its agents, what they write on nodes, the API groups that it brings. */
export interface KnownPlugin {
  readonly plugin: string;
  /** The preset that reads policies as it does; absent: none does. */
  readonly profile?: ProfileName;
  /**
   * Whether it enforces NetworkPolicy where its agent runs, as far as its documentation says; `unknown`: a setting that
   * is not read decides. Nothing tests it.
   */
  readonly enforces: 'yes' | 'no' | 'unknown';
  /** One of these sets of labels on the agent's pods, as its own manifests have them. */
  readonly labels: readonly Labels[];
  /** The agent's image ends so, without registry, tag and digest. */
  readonly images: readonly string[];
  /** Only agents with a container of that name. */
  readonly container?: string;
  /** Only agents without a container of that name. */
  readonly withoutContainer?: string;
  /** Annotations of nodes. */
  readonly annotations: readonly string[];
  readonly groups: readonly string[];
}

const NOTHING = { labels: [], images: [], annotations: [], groups: [] } as const;

/** The first that fits an agent counts: the more special stand before the more general. */
export const KNOWN_PLUGINS: readonly KnownPlugin[] = [
  {
    ...NOTHING,
    ...{ plugin: 'GKE Dataplane V2', profile: 'cilium', enforces: 'yes' },
    labels: [{ 'k8s-app': 'cilium', name: 'anetd' }, { 'k8s-app': 'anetd' }],
    images: ['anetd', 'gke.gcr.io/cilium/cilium', 'gke-release/cilium/cilium'],
  },
  {
    ...{ plugin: 'Cilium', profile: 'cilium', enforces: 'yes' },
    labels: [{ 'k8s-app': 'cilium' }],
    images: ['cilium/cilium'],
    annotations: [
      'network.cilium.io/ipv4-cilium-host',
      'network.cilium.io/ipv6-cilium-host',
      'io.cilium.network.ipv4-cilium-host',
    ],
    groups: ['cilium.io'],
  },
  {
    ...NOTHING,
    ...{ plugin: 'Canal', profile: 'calico', enforces: 'yes' },
    labels: [{ 'k8s-app': 'canal' }],
  },
  {
    ...{ plugin: 'Calico', profile: 'calico', enforces: 'yes' },
    labels: [{ 'k8s-app': 'calico-node' }],
    images: ['calico/node'],
    annotations: ['projectcalico.org/IPv4Address', 'projectcalico.org/IPv6Address'],
    groups: ['crd.projectcalico.org', 'projectcalico.org'],
  },
  {
    ...{ plugin: 'Antrea', profile: 'antrea', enforces: 'yes' },
    labels: [{ app: 'antrea', component: 'antrea-agent' }],
    images: ['antrea/antrea-agent-ubuntu', 'antrea/antrea-ubuntu', 'antrea/antrea-agent-ubi'],
    annotations: ['node.antrea.io/mac-address'],
    groups: ['crd.antrea.io'],
  },
  {
    ...{ plugin: 'OVN-Kubernetes', profile: 'ovn-kubernetes', enforces: 'yes' },
    labels: [{ app: 'ovnkube-node' }],
    images: ['ovn-kubernetes/ovn-kube-ubuntu', 'ovn-kubernetes/ovn-kube-fedora'],
    annotations: ['k8s.ovn.org/node-subnets', 'k8s.ovn.org/node-chassis-id'],
    groups: ['k8s.ovn.org'],
  },
  {
    ...NOTHING,
    ...{ plugin: 'kube-router', enforces: 'yes' },
    labels: [{ 'k8s-app': 'kube-router' }],
    images: ['cloudnativelabs/kube-router'],
    annotations: ['kube-router.io/pod-cidr'],
  },
  {
    ...NOTHING,
    ...{ plugin: 'Weave Net', enforces: 'yes', container: 'weave-npc' },
    labels: [{ name: 'weave-net' }],
    images: ['weaveworks/weave-kube'],
  },
  {
    ...NOTHING,
    ...{ plugin: 'Weave Net without its policy controller', enforces: 'no' },
    labels: [{ name: 'weave-net' }],
    images: ['weaveworks/weave-kube'],
  },
  {
    ...NOTHING,
    ...{ plugin: 'Azure Network Policy Manager', enforces: 'yes' },
    labels: [{ 'k8s-app': 'azure-npm' }],
    images: ['azure-npm'],
  },
  {
    ...NOTHING,
    // The agent is there since version 1.14; whether it is switched on is in its arguments, which are not kept.
    ...{ plugin: 'AWS VPC CNI with its policy agent', enforces: 'unknown', container: 'aws-eks-nodeagent' },
    labels: [{ 'k8s-app': 'aws-node' }],
    images: ['amazon-k8s-cni'],
  },
  {
    ...NOTHING,
    ...{ plugin: 'AWS VPC CNI', enforces: 'no', withoutContainer: 'aws-eks-nodeagent' },
    labels: [{ 'k8s-app': 'aws-node' }],
    images: ['amazon-k8s-cni'],
  },
  {
    ...NOTHING,
    // Versions since 2024 enforce, older ones do not, and their tags are dates.
    ...{ plugin: 'kindnet', enforces: 'unknown' },
    labels: [{ 'k8s-app': 'kindnet' }, { app: 'kindnet' }],
    images: ['kindest/kindnetd'],
  },
  {
    ...NOTHING,
    ...{ plugin: 'Flannel', enforces: 'no' },
    labels: [{ app: 'flannel' }, { 'k8s-app': 'flannel' }],
    images: ['flannel/flannel', 'flannel-io/flannel', 'coreos/flannel', 'rancher/mirrored-flannelcni-flannel'],
    annotations: ['flannel.alpha.coreos.com/backend-type'],
  },
];

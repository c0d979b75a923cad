import type { NetworkPolicyPeer, PodSpec } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { namespaceNamed } from './fixes.ts';
import { selectorLabels } from './identity-labels.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** One place that answers DNS: a workload's class, or a link-local address. */
export interface Resolver {
  readonly end: SingleEnd;
  readonly workload?: WorkloadFacts;
  /** On the pod, after Service translation (row 47). */
  readonly port: number;
}

export interface Resolvers {
  readonly all: readonly Resolver[];
  /** Nothing in the input answers DNS: the usual pods are assumed. */
  readonly assumed: boolean;
  /** For sentences: "kube-system/coredns". */
  readonly name: string;
}

const DNS_PORT = 53;
/** Where NodeLocal DNSCache listens on every node that runs it. */
const NODE_LOCAL_DNS = '169.254.20.10';
/** Where GKE's Cloud DNS listens. */
export const CLOUD_DNS = '169.254.169.254';
const ASSUMED_LABELS = { 'k8s-app': 'kube-dns' } as const;
const ASSUMED_NAMESPACE = 'kube-system';

/** The resolvers of the cluster (the `dns` set of gdpr.md §2.1), by the labels that every distribution puts on them. */
export function findResolvers(context: CheckContext): Resolvers {
  let resolvers = found.get(context);
  if (resolvers === undefined) {
    resolvers = lookForResolvers(context);
    found.set(context, resolvers);
  }
  return resolvers;
}

/** Every fix for egress names them. */
const found = new WeakMap<CheckContext, Resolvers>();

function lookForResolvers(context: CheckContext): Resolvers {
  const all: Resolver[] = [];
  const names: string[] = [];
  for (const workload of context.workloads.values()) {
    if (isNodeLocal(workload)) {
      all.push({ end: linkLocal(NODE_LOCAL_DNS), port: DNS_PORT });
      names.push(`${workload.namespace}/${workload.name}`);
    } else if (isClusterDns(workload)) {
      const port = dnsPort(workload);
      for (const id of workload.classes) all.push({ end: classEnd(id), workload, port });
      names.push(`${workload.namespace}/${workload.name}`);
    }
  }
  if (all.length > 0) return { all, assumed: false, name: names.join(', ') };
  const end: SingleEnd = { type: 'hypothetical', namespace: ASSUMED_NAMESPACE, labels: ASSUMED_LABELS };
  return { all: [{ end, port: DNS_PORT }], assumed: true, name: 'kube-dns in kube-system' };
}

export function isResolver(workload: WorkloadFacts): boolean {
  return isNodeLocal(workload) || isClusterDns(workload);
}

/** Peers and port of a rule that lets a pod ask every resolver. */
export function dnsPeers(
  resolvers: Resolvers,
  context: CheckContext,
): { peers: readonly NetworkPolicyPeer[]; port: number } {
  const peers = new Map<string, NetworkPolicyPeer>();
  for (const { end, workload } of resolvers.all) {
    if (end.type === 'address') peers.set(end.first, { ipBlock: { cidr: `${end.first}/32` } });
    else if (end.type === 'hypothetical' || workload === undefined) {
      peers.set('assumed', {
        namespaceSelector: namespaceNamed(ASSUMED_NAMESPACE),
        podSelector: { matchLabels: ASSUMED_LABELS },
      });
    } else {
      const labels = selectorLabels(workload, context);
      peers.set(workload.key, {
        namespaceSelector: namespaceNamed(workload.namespace),
        ...(labels === undefined ? {} : { podSelector: { matchLabels: labels } }),
      });
    }
  }
  return { peers: [...peers.values()], port: resolvers.all[0]?.port ?? DNS_PORT };
}

export function linkLocal(address: string): SingleEnd {
  return { type: 'address', family: 'IPv4', first: address, last: address };
}

function isNodeLocal({ labels, name }: WorkloadFacts): boolean {
  return labelValue(labels, 'k8s-app') === 'node-local-dns' || name === 'node-local-dns';
}

function isClusterDns({ labels }: WorkloadFacts): boolean {
  const app = labelValue(labels, 'k8s-app');
  return (
    app === 'kube-dns' ||
    app === 'coredns' ||
    labelValue(labels, 'app.kubernetes.io/name') === 'coredns' ||
    labelValue(labels, 'dns.operator.openshift.io/daemonset-dns') === 'default'
  );
}

function dnsPort({ controller, pods }: WorkloadFacts): number {
  const spec: PodSpec | undefined = pods[0]?.spec ?? controller?.spec.template.spec;
  const udp = (spec?.containers ?? [])
    .flatMap((container) => container.ports ?? [])
    .filter((port) => port.protocol === 'UDP');
  const port =
    udp.find(({ containerPort }) => containerPort === DNS_PORT) ?? udp.find(({ name }) => name?.startsWith('dns'));
  return port?.containerPort ?? DNS_PORT;
}

import type { ApiEgressRule, NetworkPolicyPeer, Protocol, Service } from '#lib/kube/objects.ts';
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
  readonly ports: DnsPorts;
}

/** On the pod, after Service translation (row 47). Ascending, at least one each; UDP and TCP need not agree. */
export interface DnsPorts {
  readonly UDP: readonly number[];
  readonly TCP: readonly number[];
}

export interface Resolvers {
  readonly all: readonly Resolver[];
  /** Nothing in the input answers DNS: the usual pods are assumed. */
  readonly assumed: boolean;
  /** For sentences: "kube-system/coredns". */
  readonly name: string;
}

const DNS_PORT = 53;
const USUAL_PORTS: DnsPorts = { UDP: [DNS_PORT], TCP: [DNS_PORT] };
/** Where NodeLocal DNSCache listens on every node that runs it. */
const NODE_LOCAL_DNS = '169.254.20.10';
/** Where GKE's Cloud DNS listens. */
export const CLOUD_DNS = '169.254.169.254';
const ASSUMED_LABELS = { 'k8s-app': 'kube-dns' } as const;
const ASSUMED_NAMESPACE = 'kube-system';

/** The resolvers of the cluster (the `dns` set of gdpr.md §2.1), by the labels that every distribution puts on them. */
export function findResolvers(context: CheckContext): Resolvers {
  const all: Resolver[] = [];
  const names: string[] = [];
  for (const workload of context.workloads.values()) {
    if (isNodeLocal(workload)) {
      all.push({ end: linkLocal(NODE_LOCAL_DNS), ports: USUAL_PORTS });
      names.push(`${workload.namespace}/${workload.name}`);
    } else if (isClusterDns(workload)) {
      const ports = dnsPorts(workload, context);
      for (const id of workload.classes) all.push({ end: classEnd(id), workload, ports });
      names.push(`${workload.namespace}/${workload.name}`);
    }
  }
  if (all.length > 0) return { all, assumed: false, name: names.join(', ') };
  const end: SingleEnd = { type: 'hypothetical', namespace: ASSUMED_NAMESPACE, labels: ASSUMED_LABELS };
  return { all: [{ end, ports: USUAL_PORTS }], assumed: true, name: 'kube-dns in kube-system' };
}

export function isResolver(workload: WorkloadFacts): boolean {
  return isNodeLocal(workload) || isClusterDns(workload);
}

/** The rules that let a pod ask every resolver, each on its own ports; resolvers on the same ports share one. */
export function dnsRules(resolvers: Resolvers, context: CheckContext): readonly ApiEgressRule[] {
  const peersByPorts = new Map<string, { readonly ports: DnsPorts; readonly peers: Map<string, NetworkPolicyPeer> }>();
  for (const resolver of resolvers.all) {
    const key = JSON.stringify(resolver.ports);
    const group = peersByPorts.get(key) ?? { ports: resolver.ports, peers: new Map() };
    peersByPorts.set(key, group);
    const [name, peer] = namedPeer(resolver, context);
    group.peers.set(name, peer);
  }
  return [...peersByPorts.values()].map(({ ports, peers }) => ({
    to: [...peers.values()],
    ports: (['UDP', 'TCP'] as const).flatMap((protocol) => ports[protocol].map((port) => ({ protocol, port }))),
  }));
}

function namedPeer({ end, workload }: Resolver, context: CheckContext): readonly [string, NetworkPolicyPeer] {
  if (end.type === 'address') return [end.first, { ipBlock: { cidr: `${end.first}/32` } }];
  if (workload === undefined) {
    return [
      'assumed',
      { namespaceSelector: namespaceNamed(ASSUMED_NAMESPACE), podSelector: { matchLabels: ASSUMED_LABELS } },
    ];
  }
  const labels = selectorLabels(workload, context);
  const namespaceSelector = namespaceNamed(workload.namespace);
  return [
    workload.key,
    labels === undefined ? { namespaceSelector } : { namespaceSelector, podSelector: { matchLabels: labels } },
  ];
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

/**
 * Where a Service translates port 53 to; without one the container port 53, else one that is named after DNS. A resolver
 * that tells nothing of TCP is taken to answer on the port that it has for UDP.
 */
function dnsPorts(workload: WorkloadFacts, context: CheckContext): DnsPorts {
  const services = [...context.model.objects.services.values()].filter((service) => selects(service, workload));
  const udp = portsFor('UDP', workload, services);
  const tcp = portsFor('TCP', workload, services);
  const UDP = udp.length > 0 ? udp : [DNS_PORT];
  return { UDP, TCP: tcp.length > 0 ? tcp : UDP };
}

function portsFor(protocol: Protocol, workload: WorkloadFacts, services: readonly Service[]): readonly number[] {
  const { controller, pods } = workload;
  const spec = pods[0]?.spec ?? controller?.spec.template.spec;
  const declared = (spec?.containers ?? [])
    .flatMap((container) => container.ports ?? [])
    .filter((port) => (port.protocol ?? 'TCP') === protocol);
  const targets = services
    .flatMap(({ spec: { ports } }) => ports ?? [])
    .filter(({ port, protocol: of = 'TCP' }) => port === DNS_PORT && of === protocol)
    .flatMap(({ port, targetPort = port }) =>
      typeof targetPort === 'number'
        ? [targetPort]
        : declared.filter(({ name }) => name === targetPort).map(({ containerPort }) => containerPort),
    );
  if (targets.length > 0) return [...new Set(targets)].sort((a, b) => a - b);
  const port =
    declared.find(({ containerPort }) => containerPort === DNS_PORT) ??
    declared.find(({ name }) => name?.startsWith('dns'));
  return port === undefined ? [] : [port.containerPort];
}

function selects({ metadata, spec: { selector = {} } }: Service, { namespace, labels }: WorkloadFacts): boolean {
  const keys = Object.keys(selector);
  return (
    (metadata.namespace ?? 'default') === namespace &&
    keys.length > 0 &&
    keys.every((key) => labelValue(labels, key) === labelValue(selector, key))
  );
}

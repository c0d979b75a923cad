import { type Labels, labelValue, type PodSpec, type Protocol, type Service } from '#lib/kube/objects.ts';
import type { SingleEnd } from './model.ts';

/** One place that answers DNS: a workload's class, or a link-local address. */
export interface DnsResolver {
  readonly end: SingleEnd;
  /** `ns/Kind/name`, where it is one of the input. */
  readonly workload?: string;
  readonly ports: DnsPorts;
}

/** On the pod, after Service translation (row 47). Ascending, at least one each; UDP and TCP need not agree. */
export interface DnsPorts {
  readonly UDP: readonly number[];
  readonly TCP: readonly number[];
}

export interface DnsResolvers {
  readonly all: readonly DnsResolver[];
  /** Nothing in the input answers DNS: the usual pods are assumed. */
  readonly assumed: boolean;
}

const DNS_PORT = 53;
export const USUAL_DNS_PORTS: DnsPorts = { UDP: [DNS_PORT], TCP: [DNS_PORT] };
/** Where NodeLocal DNSCache listens on every node that runs it. */
export const NODE_LOCAL_DNS = '169.254.20.10';
/** Where resolvers are assumed, with which labels, when the input holds none. */
export const ASSUMED_RESOLVER = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } as const;

/** What a workload is to DNS, by the labels that every distribution puts on its resolvers (gdpr.md §2.1). */
export function resolverKind(labels: Labels | undefined, name: string): 'cluster' | 'node-local' | undefined {
  const app = labelValue(labels, 'k8s-app');
  if (app === 'node-local-dns' || name === 'node-local-dns') return 'node-local';
  const isCluster =
    app === 'kube-dns' ||
    app === 'coredns' ||
    labelValue(labels, 'app.kubernetes.io/name') === 'coredns' ||
    labelValue(labels, 'dns.operator.openshift.io/daemonset-dns') === 'default';
  return isCluster ? 'cluster' : undefined;
}

/**
 * Where a Service translates port 53 to; without one the container port 53, else one that is named after DNS. A resolver
 * that tells nothing of TCP is taken to answer on the port that it has for UDP.
 */
export function dnsPorts(resolver: ResolverPod, services: Iterable<Service>): DnsPorts {
  const own = [...services].filter((service) => selects(service, resolver));
  const udp = portsFor('UDP', resolver.spec, own);
  const tcp = portsFor('TCP', resolver.spec, own);
  const UDP = udp.length > 0 ? udp : [DNS_PORT];
  return { UDP, TCP: tcp.length > 0 ? tcp : UDP };
}

/** A pod of a resolver, or the template of one. */
export interface ResolverPod {
  readonly namespace: string;
  readonly labels: Labels | undefined;
  readonly spec: PodSpec | undefined;
}

function portsFor(protocol: Protocol, spec: PodSpec | undefined, services: readonly Service[]): readonly number[] {
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

function selects({ metadata, spec: { selector = {} } }: Service, { namespace, labels }: ResolverPod): boolean {
  if ((metadata.namespace ?? 'default') !== namespace) return false;
  const keys = Object.keys(selector);
  return keys.length > 0 && keys.every((key) => labelValue(labels, key) === labelValue(selector, key));
}

export function linkLocal(address: string): SingleEnd {
  return { type: 'address', family: 'IPv4', first: address, last: address };
}

/** A workload as DNS sees it: labels and ports of its template, else of one of its pods. */
export interface ResolverCandidate {
  readonly workload: string;
  readonly labels: Labels | undefined;
  readonly spec: PodSpec | undefined;
  readonly classes: Iterable<number>;
}

/** The resolvers among all workloads of one state. */
export function dnsResolvers(candidates: Iterable<ResolverCandidate>, services: readonly Service[]): DnsResolvers {
  const all: DnsResolver[] = [];
  for (const { workload, labels, spec, classes } of candidates) {
    const kind = resolverKind(labels, workload.slice(workload.lastIndexOf('/') + 1));
    if (kind === 'node-local') all.push({ end: linkLocal(NODE_LOCAL_DNS), workload, ports: USUAL_DNS_PORTS });
    if (kind !== 'cluster') continue;
    const namespace = workload.slice(0, workload.indexOf('/'));
    const ports = dnsPorts({ namespace, labels, spec }, services);
    for (const id of classes) all.push({ end: { type: 'class', class: id }, workload, ports });
  }
  if (all.length > 0) return { all, assumed: false };
  return { all: [{ end: { type: 'hypothetical', ...ASSUMED_RESOLVER }, ports: USUAL_DNS_PORTS }], assumed: true };
}

import type { ApiEgressRule, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import {
  ASSUMED_RESOLVER,
  type DnsPorts,
  dnsPorts,
  linkLocal,
  NODE_LOCAL_DNS,
  resolverKind,
  USUAL_DNS_PORTS,
} from '#lib/policy/dns-resolvers.ts';
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

export interface Resolvers {
  readonly all: readonly Resolver[];
  /** Nothing in the input answers DNS: the usual pods are assumed. */
  readonly assumed: boolean;
  /** For sentences: "kube-system/coredns". */
  readonly name: string;
}

/** Where GKE's Cloud DNS listens. */
export const CLOUD_DNS = '169.254.169.254';

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
    const kind = resolverKind(workload.labels, workload.name);
    if (kind === 'node-local') {
      all.push({ end: linkLocal(NODE_LOCAL_DNS), ports: USUAL_DNS_PORTS });
      names.push(`${workload.namespace}/${workload.name}`);
    } else if (kind === 'cluster') {
      const { namespace, labels, pods, controller } = workload;
      const spec = pods[0]?.spec ?? controller?.spec.template.spec;
      const ports = dnsPorts({ namespace, labels, spec }, context.model.objects.services.values());
      for (const id of workload.classes) all.push({ end: classEnd(id), workload, ports });
      names.push(`${workload.namespace}/${workload.name}`);
    }
  }
  if (all.length > 0) return { all, assumed: false, name: names.join(', ') };
  const end: SingleEnd = { type: 'hypothetical', ...ASSUMED_RESOLVER };
  return { all: [{ end, ports: USUAL_DNS_PORTS }], assumed: true, name: 'kube-dns in kube-system' };
}

export function isResolver(workload: WorkloadFacts): boolean {
  return resolverKind(workload.labels, workload.name) !== undefined;
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
      {
        namespaceSelector: namespaceNamed(ASSUMED_RESOLVER.namespace),
        podSelector: { matchLabels: ASSUMED_RESOLVER.labels },
      },
    ];
  }
  const labels = selectorLabels(workload, context);
  const namespaceSelector = namespaceNamed(workload.namespace);
  return [
    workload.key,
    labels === undefined ? { namespaceSelector } : { namespaceSelector, podSelector: { matchLabels: labels } },
  ];
}

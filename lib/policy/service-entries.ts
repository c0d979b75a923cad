import { internalBalancerKey } from '#lib/kube/internal-balancer.ts';
import type { Service } from '#lib/kube/objects.ts';
import { type Reach, reachOfAddresses, reachOfBalancer, reachOfNodes, reachOfRanges } from './address-reach.ts';
import { type Entry, type EntryFacts, entriesOf } from './entry.ts';
import type { PolicyModel } from './model.ts';
import { type ServicePort, serviceTable } from './service-table.ts';

/** Ways in that a Service opens by itself: a load balancer, a port on every node, addresses routed to the nodes. */
export function serviceEntries(model: PolicyModel): readonly Entry[] {
  const nodes = reachOfNodes(model.objects);
  const table = serviceTable(model);
  const entries: Entry[] = [];
  for (const service of model.objects.services.values()) {
    if (!opensToOutside(service)) continue;
    for (const [index, port] of (service.spec.ports ?? []).entries()) {
      const backends = table.allBackends(service, port);
      for (const facts of waysIn(service, port, index, nodes)) entries.push(...entriesOf(model, backends, facts));
    }
  }
  return entries;
}

/** Row 82: an ExternalName is a name in DNS, whatever else it says. */
function opensToOutside({ spec }: Service): boolean {
  if (spec.type === 'ExternalName') return false;
  return spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.externalIPs?.length ?? 0) > 0;
}

function* waysIn(service: Service, port: ServicePort, index: number, nodes: Reach): Generator<EntryFacts> {
  const { spec, metadata } = service;
  const base = {
    object: { kind: 'Service', namespace: metadata.namespace ?? 'default', name: metadata.name },
    // Row 80: with `Cluster`, the default, a node may send the connection on under its own address.
    source: spec.externalTrafficPolicy === 'Local' ? 'client' : 'may-be-rewritten',
    sourceRanges: [],
  } as const;
  if (spec.type === 'LoadBalancer') {
    yield {
      ...base,
      ...{ via: 'LoadBalancer', path: 'spec.type', reach: reachOfService(service), outsidePort: port.port },
      sourceRanges: spec.loadBalancerSourceRanges ?? [],
    };
  }
  // A load balancer's Service gets ports on the nodes too, which its source ranges do not guard.
  const onNodes =
    spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  if (onNodes && (spec.type === 'NodePort' || port.nodePort !== undefined)) {
    const path = port.nodePort === undefined ? 'spec.type' : `spec.ports[${index}].nodePort`;
    yield { ...base, via: 'NodePort', path, reach: nodes, ...withPort(port.nodePort) };
  }
  if ((spec.externalIPs?.length ?? 0) > 0) {
    const reach = reachOfAddresses(spec.externalIPs ?? []);
    yield { ...base, via: 'externalIPs', path: 'spec.externalIPs', reach, outsidePort: port.port };
  }
}

function withPort(outsidePort: number | undefined): { readonly outsidePort?: number } {
  return outsidePort === undefined ? {} : { outsidePort };
}

/**
 * A load balancer is public unless it says otherwise, as every cloud makes it: by annotation, by clients limited to
 * private ranges, or by the addresses that it got.
 */
function reachOfService(service: Service): Reach {
  if (internalBalancerKey(service) !== undefined) return 'private';
  if (reachOfRanges(service.spec.loadBalancerSourceRanges ?? []) === 'private') return 'private';
  return reachOfBalancer(service.status) === 'private' ? 'private' : 'internet';
}

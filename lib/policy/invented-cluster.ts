import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import {
  type ClusterPolicy,
  type Labels,
  type Namespace,
  type NetworkPolicy,
  type Node,
  objectKey,
  type Pod,
  type Workload,
  workloadKey,
} from '#lib/kube/objects.ts';

/** The objects of a cluster that exists nowhere, for measurements and tests. */
export function inventedCluster(
  namespaces: readonly Namespace[],
  pods: readonly Pod[],
  networkPolicies: readonly NetworkPolicy[],
  more: {
    readonly nodes?: readonly Node[];
    readonly workloads?: readonly Workload[];
    readonly clusterPolicies?: readonly ClusterPolicy[];
  } = {},
): ClusterObjects {
  return {
    namespaces: keyed(namespaces),
    pods: keyed(pods),
    nodes: keyed(more.nodes ?? []),
    networkPolicies: keyed(networkPolicies),
    clusterPolicies: new Map((more.clusterPolicies ?? []).map((each) => [`${each.kind}/${each.metadata.name}`, each])),
    workloads: new Map((more.workloads ?? []).map((object) => [workloadKey(object.kind, object.metadata), object])),
    services: new Map(),
    endpointSlices: new Map(),
    ingresses: new Map(),
    ingressClasses: new Map(),
    gatewayClasses: new Map(),
    gateways: new Map(),
    routes: new Map(),
    referenceGrants: new Map(),
    serviceEntries: new Map(),
    unevaluated: new Map(),
    completeness: { kinds: [], unread: [], notes: [] },
  };
}

function keyed<Kept extends { readonly metadata: Namespace['metadata'] }>(
  list: readonly Kept[],
): ReadonlyMap<string, Kept> {
  return new Map(list.map((object) => [objectKey(object.metadata), object]));
}

/** Labels as projection makes them: without a prototype. */
export function labels(entries: Readonly<Record<string, string>>): Labels {
  return Object.assign(Object.create(null), entries);
}

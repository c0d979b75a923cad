import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { NamespacedMap } from '#lib/kube/namespaced-map.ts';
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

/** The objects of a cluster that exists nowhere, for measurements and tests; kept as sources keep theirs. */
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
    pods: byNamespace(pods, ({ metadata }) => objectKey(metadata)),
    nodes: keyed(more.nodes ?? []),
    networkPolicies: keyed(networkPolicies),
    clusterPolicies: new Map((more.clusterPolicies ?? []).map((each) => [`${each.kind}/${each.metadata.name}`, each])),
    workloads: byNamespace(more.workloads ?? [], ({ kind, metadata }) => workloadKey(kind, metadata)),
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

function byNamespace<Kept extends Pod | Workload>(
  list: readonly Kept[],
  key: (object: Kept) => string,
): ReadonlyMap<string, Kept> {
  const map = new NamespacedMap<Kept>();
  for (const object of list) map.set(key(object), object);
  return map;
}

/** Labels as projection makes them: without a prototype. */
export function labels(entries: Readonly<Record<string, string>>): Labels {
  return Object.assign(Object.create(null), entries);
}

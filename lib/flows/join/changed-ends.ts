import { getOr } from '#lib/get-or.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { changedParts, changedPieces, partOfNamespace, partsByNamespace } from '#lib/kube/namespaced-map.ts';
import { digestOfObject } from '#lib/kube/object-digest.ts';
import {
  type EndpointSlice,
  type KeptObject,
  type Labels,
  labelValue,
  type Pod,
  type Workload,
} from '#lib/kube/objects.ts';
import { workloadOfPod } from '#lib/kube/workload-of-pod.ts';
import { parseAddress } from '#lib/policy/address.ts';
import { isFinished } from '#lib/policy/classes.ts';
import { POLICIES, placeOf, REMOVED } from './end-changes.ts';
import { type NamedByPolicies, namedBy } from './named-by-policies.ts';

/**
 * Of whom policies may say something else from one state to the next, as `EndChange` names them: ends that policies see
 * differently, and namespaces whose policies are others. Whoever is new is not among them: nothing was said of him before.
 * A namespace, Service or node that goes is: it may come back as another.
 * @param gone what was seen last of workloads whose pods are all gone, and of Services with none behind them, kept from
 *   call to call: a CronJob has none now and then, and a StatefulSet of one none while it restarts.
 * @param at when `now` was read, milliseconds since 1970.
 */
export function changedEnds(
  before: ClusterObjects,
  now: ClusterObjects,
  gone: Map<string, EndGone>,
  at: number,
): readonly string[] {
  return [
    ...changedPolicies(before, now),
    ...changedNamespaces(before, now),
    ...changedWorkloads(before, now, gone, at),
    ...changedServices(before, now, gone, at),
    ...changedNodes(before, now),
  ];
}

/** Texts that are equal where it is: what policies see of a workload's pods, or whose pods are behind a Service. */
interface EndSeen {
  readonly faces: string;
  /** Where a workload's pods run. */
  readonly nodes: string;
}

/** With when it was seen to be gone, milliseconds since 1970. */
export interface EndGone extends EndSeen {
  readonly at: number;
}

/** What it was seen as last, and is now; undefined where nothing of it is there to be compared. Notes that it went. */
function sinceLast(
  end: string,
  was: EndSeen | undefined,
  is: EndSeen | undefined,
  gone: Map<string, EndGone>,
  at: number,
): readonly [EndSeen, EndSeen] | undefined {
  if (is === undefined) {
    if (was !== undefined) gone.set(end, { ...was, at });
    return undefined;
  }
  const last = was ?? gone.get(end);
  gone.delete(end);
  return last === undefined ? undefined : [last, is];
}

/**
 * Drops those that are gone for longest, beyond so many. Returns when the last of them went: whether what was seen before
 * is still so, nobody can say when they come back. Undefined: none had to be dropped.
 */
export function dropLongestGone(gone: Map<string, EndGone>, most: number): number | undefined {
  let last: number | undefined;
  for (const [workload, { at }] of gone) {
    if (gone.size <= most) break;
    gone.delete(workload);
    last = Math.max(last ?? at, at);
  }
  return last;
}

const POLICY_KINDS = ['networkPolicies', 'clusterPolicies', 'unevaluated'] as const;

function changedPolicies(before: ClusterObjects, now: ClusterObjects): readonly string[] {
  const changed = new Set<string>();
  for (const kind of POLICY_KINDS) {
    const [old, next] = [before[kind], now[kind]] as readonly ReadonlyMap<string, KeptObject>[];
    if (old === undefined || next === undefined || old === next) continue;
    for (const [key, policy] of next) {
      const known = old.get(key);
      const isSame = known === policy || (known !== undefined && digestOfObject(known) === digestOfObject(policy));
      if (!isSame) changed.add(POLICIES + namespaceOf(policy));
    }
    for (const [key, policy] of old) {
      if (next.has(key)) continue;
      changed.add(POLICIES + namespaceOf(policy));
      changed.add(REMOVED + namespaceOf(policy));
    }
  }
  return [...changed];
}

function namespaceOf({ metadata }: KeptObject): string {
  return metadata.namespace ?? '';
}

function changedNamespaces(before: ClusterObjects, now: ClusterObjects): readonly string[] {
  if (before.namespaces === now.namespaces) return [];
  const { keys } = namedBy(now);
  const changed = [...now.namespaces].flatMap(([name, namespace]) => {
    const old = before.namespaces.get(name);
    if (old === undefined || old === namespace) return [];
    return labelsText(old.metadata.labels, keys) === labelsText(namespace.metadata.labels, keys)
      ? []
      : [`namespace:${name}`];
  });
  return [...changed, ...goneOf(before.namespaces, now.namespaces).map((name) => `namespace:${name}`)];
}

/** Whoever comes back by the same name may be somebody else: that he went is the change. */
function goneOf(before: ReadonlyMap<string, unknown>, now: ReadonlyMap<string, unknown>): readonly string[] {
  return [...before.keys()].filter((key) => !now.has(key));
}

function changedWorkloads(
  before: ClusterObjects,
  now: ClusterObjects,
  gone: Map<string, EndGone>,
  at: number,
): readonly string[] {
  if (before.pods === now.pods && before.workloads === now.workloads) return [];
  const touched = new Set<string>();
  const parts = new Set([...changedParts(before.pods, now.pods), ...changedParts(before.workloads, now.workloads)]);
  for (const [key, pod] of podsIn(now, parts)) {
    const old = before.pods.get(key);
    if (old === pod && workloadOf(pod, before) === workloadOf(pod, now)) continue;
    touched.add(workloadOf(pod, now));
    if (old !== undefined) touched.add(workloadOf(old, before));
  }
  for (const [key, pod] of podsIn(before, parts)) if (!now.pods.has(key)) touched.add(workloadOf(pod, before));
  if (touched.size === 0) return [];
  const names = namedBy(now);
  const [old, next] = [seenOf(before, parts, touched, names), seenOf(now, parts, touched, names)];
  return [...touched].flatMap((workload) => {
    const compared = sinceLast(workload, old.get(workload), next.get(workload), gone, at);
    if (compared === undefined) return [];
    const [was, is] = compared;
    return [...(was.faces === is.faces ? [] : [workload]), ...(was.nodes === is.nodes ? [] : [placeOf(workload)])];
  });
}

/** A workload and all its pods are of one namespace, and so of one part. */
function* podsIn({ pods }: ClusterObjects, parts: ReadonlySet<string>): Generator<[string, Pod]> {
  for (const part of parts) yield* partsByNamespace(pods).get(part) ?? [];
}

const owners = new WeakMap<object, WeakMap<Pod, string>>();
const NO_WORKLOADS: ReadonlyMap<string, Workload> = new Map();

/** A pod may come before its controller does: whose it is holds for the workloads of its namespace as they are. */
function workloadOf(pod: Pod, objects: ClusterObjects): string {
  const known = getOr(owners, controllersBeside(pod, objects), () => new WeakMap<Pod, string>());
  return getOr(known, pod, () => workloadOfPod(pod, objects.workloads));
}

function controllersBeside({ metadata }: Pod, { workloads }: ClusterObjects): ReadonlyMap<string, Workload> {
  return partsByNamespace(workloads).get(partOfNamespace(metadata.namespace)) ?? NO_WORKLOADS;
}

/** Of the workloads asked for that have pods with addresses: without one a pod has no connections. */
function seenOf(
  objects: ClusterObjects,
  parts: ReadonlySet<string>,
  asked: ReadonlySet<string>,
  names: NamedByPolicies,
): ReadonlyMap<string, EndSeen> {
  const found = new Map<string, { readonly faces: Set<string>; readonly nodes: Set<string> }>();
  for (const [, pod] of podsIn(objects, parts)) {
    const workload = workloadOf(pod, objects);
    if (!asked.has(workload) || isFinished(pod) || addressesOf(pod).length === 0) continue;
    const seen = getOr(found, workload, () => ({ faces: new Set<string>(), nodes: new Set<string>() }));
    seen.faces.add(faceOf(pod, names));
    seen.nodes.add(pod.spec.nodeName ?? '');
  }
  const text = (set: ReadonlySet<string>) => [...set].sort().join('\n');
  return new Map(
    [...found].map(([workload, { faces, nodes }]) => [workload, { faces: text(faces), nodes: text(nodes) }]),
  );
}

/** All that a policy in force can see of a pod (see `ClassKeys`), but for its namespace. */
function faceOf(pod: Pod, { keys, ports, blocks }: NamedByPolicies): string {
  const { spec, metadata } = pod;
  const named = [...spec.containers, ...(spec.initContainers ?? [])].flatMap((container) =>
    (container.ports ?? []).flatMap(({ name, containerPort, protocol = 'TCP' }) =>
      name !== undefined && ports.has(name) ? [`${protocol}/${name}=${containerPort}`] : [],
    ),
  );
  const addresses = addressesOf(pod);
  const within = blocks.flatMap((block, index) =>
    addresses.some(({ family, value }) => family === block.family && block.first <= value && value <= block.last)
      ? [index]
      : [],
  );
  const host = spec.hostNetwork === true ? `host ${spec.nodeName ?? ''}` : '';
  return [labelsText(metadata.labels, keys), [...new Set(named)].sort().join(), within.join(), host].join('|');
}

function addressesOf({ status }: Pod) {
  const all = status?.podIPs?.map(({ ip }) => ip) ?? (status?.podIP === undefined ? [] : [status.podIP]);
  return all.flatMap((text) => parseAddress(text) ?? []);
}

function labelsText(labels: Labels | undefined, keys: ReadonlySet<string>): string {
  const own = [...keys].flatMap((key) => {
    const value = labelValue(labels, key);
    return value === undefined ? [] : [[key, value]];
  });
  return JSON.stringify(own);
}

function changedServices(
  before: ClusterObjects,
  now: ClusterObjects,
  gone: Map<string, EndGone>,
  at: number,
): readonly string[] {
  const changed = new Set<string>();
  for (const [key, service] of before.services === now.services ? [] : now.services) {
    const old = before.services.get(key);
    if (old === undefined || old === service) continue;
    if (JSON.stringify(old.spec) !== JSON.stringify(service.spec)) changed.add(`service:${key}`);
  }
  if (before.services !== now.services) {
    for (const key of goneOf(before.services, now.services)) {
      changed.add(`service:${key}`);
      gone.delete(`service:${key}`);
    }
  }
  const services = servicesOfChangedSlices(before, now);
  const [old, next] = [slicesOf(services, before), slicesOf(services, now)];
  for (const key of services) {
    const end = `service:${key}`;
    const [was, is] = [workloadsBehindSlices(old.get(key), before), workloadsBehindSlices(next.get(key), now)];
    // its pods went before its slices said so: who they were is not known any more
    const isUnknown = was === undefined && old.has(key) && !gone.has(end);
    const compared = sinceLast(end, was, is, gone, at);
    if (is !== undefined && isUnknown) changed.add(end);
    if (compared !== undefined && compared[0].faces !== compared[1].faces) changed.add(end);
  }
  return [...changed];
}

/** `ns/name` of those of which a slice came, went or is another. */
function servicesOfChangedSlices(before: ClusterObjects, now: ClusterObjects): ReadonlySet<string> {
  const services = new Set<string>();
  for (const [earlier, later] of changedPieces(before.endpointSlices, now.endpointSlices)) {
    for (const [one, other] of [
      [earlier, later],
      [later, earlier],
    ] as const) {
      for (const [key, slice] of one) {
        const service = other.get(key) === slice ? undefined : serviceOf(slice);
        if (service !== undefined) services.add(service);
      }
    }
  }
  return services;
}

function serviceOf({ metadata }: EndpointSlice): string | undefined {
  const service = labelValue(metadata.labels, 'kubernetes.io/service-name');
  return service === undefined ? undefined : `${metadata.namespace}/${service}`;
}

/** Of Services `ns/name`; a slice is in the namespace of its Service. */
function slicesOf(services: ReadonlySet<string>, { endpointSlices }: ClusterObjects) {
  const found = new Map<string, EndpointSlice[]>();
  const parts = partsByNamespace(endpointSlices);
  for (const part of new Set([...services].map((key) => partOfNamespace(key.slice(0, key.indexOf('/')))))) {
    for (const slice of parts.get(part)?.values() ?? []) {
      const service = serviceOf(slice);
      if (service !== undefined && services.has(service)) getOr(found, service, () => []).push(slice);
    }
  }
  return found;
}

/** Undefined: nobody is behind them. */
function workloadsBehindSlices(
  slices: readonly EndpointSlice[] | undefined,
  objects: ClusterObjects,
): EndSeen | undefined {
  const workloads = (slices ?? []).flatMap(({ metadata, endpoints = [] }) =>
    endpoints.flatMap(({ targetRef }) => {
      if (targetRef === undefined) return ['an address'];
      const pod = objects.pods.get(`${targetRef.namespace ?? metadata.namespace}/${targetRef.name}`);
      return pod === undefined ? [] : [workloadOf(pod, objects)];
    }),
  );
  return workloads.length === 0 ? undefined : { faces: [...new Set(workloads)].sort().join(), nodes: '' };
}

function changedNodes(before: ClusterObjects, now: ClusterObjects): readonly string[] {
  if (before.nodes === now.nodes) return [];
  const { keys } = namedBy(now);
  const text = (node: ReturnType<typeof now.nodes.get>) =>
    JSON.stringify([labelsText(node?.metadata.labels, keys), node?.status?.addresses, node?.spec?.podCIDRs]);
  const changed = [...now.nodes].flatMap(([name, node]) => {
    const old = before.nodes.get(name);
    return old === undefined || old === node || text(old) === text(node) ? [] : [`host:${name}`];
  });
  return [...changed, ...goneOf(before.nodes, now.nodes).map((name) => `host:${name}`)];
}

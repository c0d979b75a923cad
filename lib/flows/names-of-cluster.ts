import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { labelValue, type Pod, type PodSpec, type Service, type Workload } from '#lib/kube/objects.ts';
import { workloadOfPod } from '#lib/kube/workload-of-pod.ts';
import { type Family, parseAddress } from '#lib/policy/address.ts';
import { isFinished, podAddresses } from '#lib/policy/address-holders.ts';
import { type ClusterNames, isIn, parseRanges } from './flow-ends.ts';
import {
  createNameHistory,
  type ListeningPort,
  type NameChange,
  type NameHolder,
  type ServicePort,
} from './name-history.ts';

const PROTOCOLS: Readonly<Record<string, number>> = { TCP: 6, UDP: 17, SCTP: 132 };

export interface HeldName {
  readonly holder: NameHolder;
  /** Milliseconds since 1970 when its object was made; undefined: nobody says. */
  readonly since: number | undefined;
}

type NamedObjects = Pick<ClusterObjects, 'pods' | 'nodes' | 'services' | 'endpointSlices' | 'workloads'>;

/**
 * Addresses and names of pods, with who has them. Of several with one address: the pod that was made last, else a node,
 * else a Service. Pods on the host's network have their node's address, which is the host's.
 */
export function namesOfCluster(objects: NamedObjects): ReadonlyMap<string, HeldName> {
  const names = new Map<string, HeldName>();
  for (const service of objects.services.values()) {
    const held = { holder: serviceHolder(service, objects), since: madeAt(service) };
    for (const address of serviceAddresses(service)) names.set(address, held);
  }
  for (const [node, object] of objects.nodes) {
    const held: HeldName = { holder: { type: 'host', node }, since: madeAt(object) };
    for (const { address } of object.status?.addresses ?? []) if (isAddress(address)) names.set(address, held);
  }
  const pods: Pod[] = [];
  for (const pod of objects.pods.values()) {
    if (isFinished(pod)) continue;
    const { hostNetwork, nodeName } = pod.spec;
    if (hostNetwork !== true) pods.push(pod);
    else if (nodeName !== undefined)
      for (const address of podAddresses(pod))
        if (names.get(address)?.holder.type !== 'host')
          names.set(address, { holder: { type: 'host', node: nodeName }, since: undefined });
    names.set(podName(pod), { holder: podHolder(pod, objects.workloads), since: madeAt(pod) });
  }
  for (const pod of pods) {
    const held = names.get(podName(pod)) as HeldName;
    for (const address of podAddresses(pod)) {
      const other = names.get(address);
      if (other?.holder.type === 'pod' && (other.since ?? 0) > (held.since ?? 0)) continue;
      names.set(address, held);
    }
  }
  return names;
}

/** Who had which address at any time, as far as the objects of one moment say. */
export function clusterNamesOf(objects: ClusterObjects): ClusterNames {
  const history = createNameHistory();
  for (const [name, { holder, since = null }] of namesOfCluster(objects)) history.change({ name, at: since, holder });
  const podRanges = parseRanges(podRangesOf(objects));
  return { history, podRanges, elsewhere: podsElsewhere(objects), knownSince: Number.POSITIVE_INFINITY };
}

/** The blocks that the nodes give their pods' addresses from. */
export function podRangesOf({ nodes }: Pick<ClusterObjects, 'nodes'>): readonly string[] {
  return [...new Set([...nodes.values()].flatMap(({ spec }) => spec?.podCIDRs ?? []))].sort();
}

/** Families in which some pod has an address that is of no block of its node's; none where no node tells any. */
export function podsElsewhere({ nodes, pods }: Pick<ClusterObjects, 'nodes' | 'pods'>): readonly Family[] {
  const blocks = new Map([...nodes].map(([name, { spec }]) => [name, parseRanges(spec?.podCIDRs ?? [])]));
  const found = new Set<Family>();
  if ([...blocks.values()].every(({ length }) => length === 0)) return [];
  for (const pod of pods.values()) {
    if (pod.spec.hostNetwork === true || isFinished(pod)) continue;
    const own = blocks.get(pod.spec.nodeName ?? '') ?? [];
    for (const text of podAddresses(pod)) {
      const address = parseAddress(text);
      if (address !== undefined && !own.some((block) => isIn(address, block))) found.add(address.family);
    }
  }
  return [...found].sort();
}

/**
 * What is different. A name that nobody had is its holder's since that was made; one that passes on does so `now`.
 * @param before undefined: nothing was told yet.
 */
export function changedNames(
  before: ReadonlyMap<string, HeldName> | undefined,
  after: ReadonlyMap<string, HeldName>,
  now: number,
): readonly NameChange[] {
  const changes: NameChange[] = [];
  for (const [name, { holder, since }] of after) {
    const known = before?.get(name);
    if (known === undefined) changes.push({ name, at: since ?? null, holder });
    else if (known.holder !== holder && !isEqual(known.holder, holder)) changes.push({ name, at: now, holder });
  }
  for (const name of before?.keys() ?? []) if (!after.has(name)) changes.push({ name, at: now, holder: null });
  return changes;
}

function podName({ metadata: { namespace = 'default', name } }: Pod): string {
  return `${namespace}/${name}`;
}

function madeAt({ metadata: { creationTimestamp } }: Pick<Pod, 'metadata'>): number | undefined {
  const at = creationTimestamp === undefined ? Number.NaN : Date.parse(creationTimestamp);
  return Number.isNaN(at) ? undefined : at;
}

/** A revision shares the pods that did not change, so that their holders are computed once. */
const known = new WeakMap<Pod, { readonly workloads: ReadonlyMap<string, Workload>; readonly holder: NameHolder }>();

function podHolder(pod: Pod, workloads: ReadonlyMap<string, Workload>): NameHolder {
  const before = known.get(pod);
  if (before?.workloads === workloads) return before.holder;
  const holder: NameHolder = { type: 'pod', workload: workloadOfPod(pod, workloads), listens: listensOf(pod.spec) };
  known.set(pod, { workloads, holder });
  return holder;
}

function listensOf({ containers, initContainers = [] }: PodSpec): readonly ListeningPort[] {
  return [...containers, ...initContainers].flatMap(({ ports = [] }) =>
    ports.map(({ containerPort: port, protocol = 'TCP' }) => ({ protocol: PROTOCOLS[protocol] ?? 255, port })),
  );
}

function serviceAddresses({ spec, status }: Service): readonly string[] {
  const balancer = (status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip);
  return [spec.clusterIP, ...(spec.clusterIPs ?? []), ...(spec.externalIPs ?? []), ...balancer].filter(isAddress);
}

/** "None" is no address. */
function isAddress(text: string | undefined): text is string {
  return text !== undefined && /^[\d.]+$|:/.test(text);
}

function serviceHolder(service: Service, objects: NamedObjects): NameHolder {
  const { namespace = 'default', name } = service.metadata;
  const ports = (service.spec.ports ?? []).map((port): ServicePort => {
    const { protocol = 'TCP', targetPort = port.port } = port;
    return {
      protocol: PROTOCOLS[protocol] ?? 255,
      port: port.port,
      backend: typeof targetPort === 'number' ? targetPort : namedBackend(service, port.name, objects),
    };
  });
  return { type: 'service', service: `${namespace}/${name}`, ports };
}

/** What the name of a target port stands for at the pods: the slices tell, where they agree. */
function namedBackend({ metadata }: Service, portName: string | undefined, objects: NamedObjects): number | null {
  const found = new Set<number>();
  for (const { metadata: slice, ports = [] } of objects.endpointSlices.values()) {
    if (slice.namespace !== metadata.namespace) continue;
    if (labelValue(slice.labels, 'kubernetes.io/service-name') !== metadata.name) continue;
    for (const { name = '', port } of ports) if (name === (portName ?? '') && port !== undefined) found.add(port);
  }
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

function isEqual(a: NameHolder, b: NameHolder): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { readByNamespace } from '#lib/kube/namespaced-map.ts';
import {
  type Container,
  type EndpointSlice,
  type Labels,
  labelValue,
  type Pod,
  type Protocol,
  type Service,
} from '#lib/kube/objects.ts';
import { isFinished } from './address-holders.ts';
import { carriesLabels } from './carries-labels.ts';
import type { PolicyModel } from './model.ts';

/** One end that a Service leads to, and the port that the Service's port is there (row 47). */
export interface Backend {
  /** Pod key, workload key (of a workload without pods), or an address outside. */
  readonly type: 'pod' | 'podless' | 'address';
  readonly key: string;
  /** Absent where no port of the Service was asked for. */
  readonly port?: { readonly protocol: Protocol; readonly port: number };
  /** Whether the Service sends it connections now. */
  readonly ready: boolean;
}

export type ServicePort = NonNullable<Service['spec']['ports']>[number];

/** A pod, or a workload without pods, as Services see it. */
interface Member {
  readonly type: 'pod' | 'podless';
  readonly key: string;
  readonly labels: Labels | undefined;
  readonly ready: boolean;
  readonly containers: () => readonly Container[];
}

const FEW = 32;

const known = new WeakMap<PolicyModel, ServiceTable>();

/** The index of a revision, built once. */
export function serviceTable(model: PolicyModel): ServiceTable {
  let table = known.get(model);
  if (table === undefined) {
    table = new ServiceTable(model);
    known.set(model, table);
  }
  return table;
}

/**
 * Which Services lead to which pods and ports: by EndpointSlices, which a controller or a person wrote (row 83), or by
 * the Service's selector.
 */
export class ServiceTable {
  readonly #model: PolicyModel;
  readonly #slices: ReadonlyMap<string, readonly EndpointSlice[]>;
  readonly #members: ReadonlyMap<string, readonly Member[]>;
  /** Namespace and label key → value → who has it: filled as selectors ask. */
  readonly #byLabel = new Map<string, ReadonlyMap<string, readonly Member[]>>();

  constructor(model: PolicyModel) {
    this.#model = model;
    this.#slices = slicesByService(model.objects);
    this.#members = membersByNamespace(model);
  }

  hasSlices(service: Service): boolean {
    return this.#slices.has(serviceKey(service));
  }

  /** Those of its EndpointSlices; sorted. An endpoint that names no pod of the input is an address. */
  sliceBackends(service: Service, servicePort: ServicePort | undefined): readonly Backend[] {
    const found = new Map<string, Backend>();
    for (const slice of this.#slices.get(serviceKey(service)) ?? []) {
      const entry = slice.ports?.find((port) => (port.name ?? '') === (servicePort?.name ?? ''));
      const number = entry?.port ?? (typeof servicePort?.targetPort === 'number' ? servicePort.targetPort : undefined);
      if (servicePort !== undefined && number === undefined) continue;
      const port =
        servicePort === undefined ? undefined : { protocol: protocolOf(servicePort), port: number as number };
      for (const endpoint of slice.endpoints ?? []) {
        const ready = endpoint.ready !== false; // absent: unknown, which the API tells to read as ready
        const { targetRef } = endpoint;
        const pod =
          targetRef?.kind === 'Pod' ? `${targetRef.namespace ?? slice.metadata.namespace}/${targetRef.name}` : '';
        if (this.#model.classOf(pod) !== undefined) {
          found.set(`pod ${pod} ${port?.port}`, { type: 'pod', key: pod, port, ready });
        } else {
          for (const key of endpoint.addresses) {
            found.set(`address ${key} ${port?.port}`, { type: 'address', key, port, ready });
          }
        }
      }
    }
    return [...found.keys()].sort().map((key) => found.get(key) as Backend);
  }

  /** Those that its selector selects; sorted. Without a selector, or with an empty one, none (row 83). */
  selectorBackends(service: Service, servicePort: ServicePort | undefined): readonly Backend[] {
    const { selector, publishNotReadyAddresses } = service.spec;
    if (selector === undefined) return [];
    const found: Backend[] = [];
    for (const member of this.selected(service.metadata.namespace ?? 'default', selector)) {
      const ready = member.ready || publishNotReadyAddresses === true;
      for (const port of targetPorts(servicePort, member.containers)) {
        found.push({ type: member.type, key: member.key, port, ready });
      }
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  }

  /** Everybody whom the Service may lead to, ready or not: what may be entered does not hang on a probe. */
  allBackends(service: Service, servicePort: ServicePort | undefined): readonly Backend[] {
    const both = [...this.sliceBackends(service, servicePort), ...this.selectorBackends(service, servicePort)];
    return [
      ...new Map(both.map((backend) => [`${backend.type} ${backend.key} ${backend.port?.port}`, backend])).values(),
    ];
  }

  /** Pods, and workloads without pods, of the namespace that carry all these labels. An empty selector selects none. */
  selected(namespace: string, selector: Labels): readonly Pick<Member, 'type' | 'key' | 'ready' | 'containers'>[] {
    const keys = Object.keys(selector);
    let fewest: readonly Member[] | undefined;
    for (const key of keys) {
      const those = this.#withLabel(namespace, key).get(labelValue(selector, key) ?? '') ?? [];
      if (fewest === undefined || those.length < fewest.length) fewest = those;
      if (fewest.length <= FEW) break; // asking each is cheaper than an index of one more label
    }
    const wanted = keys.map((key) => [key, labelValue(selector, key) ?? ''] as const);
    return (fewest ?? []).filter(({ labels }) => carriesLabels(labels, wanted));
  }

  #withLabel(namespace: string, key: string): ReadonlyMap<string, readonly Member[]> {
    const index = `${namespace}/${key}`;
    const built = this.#byLabel.get(index);
    if (built !== undefined) return built;
    const byValue = new Map<string, Member[]>();
    for (const member of this.#members.get(namespace) ?? []) {
      const value = labelValue(member.labels, key);
      if (value === undefined) continue;
      const list = byValue.get(value);
      if (list === undefined) byValue.set(value, [member]);
      else list.push(member);
    }
    this.#byLabel.set(index, byValue);
    return byValue;
  }
}

/** A port of a Service without a protocol is TCP. */
export function protocolOf(port: ServicePort): Protocol {
  return port.protocol ?? 'TCP';
}

/** The port of that number or name; of two that differ in their protocol the asked one, else TCP. */
export function findServicePort(
  service: Service,
  port: number | string,
  protocol: Protocol | undefined,
): ServicePort | undefined {
  const named = (service.spec.ports ?? []).filter((entry) => entry.port === port || entry.name === port);
  const wanted = protocol ?? (named.some((entry) => protocolOf(entry) === 'TCP') ? 'TCP' : undefined);
  return named.find((entry) => wanted === undefined || protocolOf(entry) === wanted);
}

/** Containers and init containers: sidecars serve ports too (row 53). */
export function allContainers(spec: {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}): readonly Container[] {
  return [...spec.containers, ...(spec.initContainers ?? [])];
}

/** The numbers behind a port name, each once, ascending (rows 48, 49, 52). */
export function namedPortNumbers(
  containers: readonly Container[],
  name: string,
  protocol: Protocol,
): readonly number[] {
  const numbers = containers
    .flatMap(({ ports }) => ports ?? [])
    .filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)
    .map(({ containerPort }) => containerPort);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** A named target port that the backend does not have leads nowhere: no entry. */
function targetPorts(
  servicePort: ServicePort | undefined,
  containers: () => readonly Container[],
): readonly Backend['port'][] {
  if (servicePort === undefined) return [undefined];
  const { targetPort = servicePort.port } = servicePort;
  const protocol = protocolOf(servicePort);
  const numbers = typeof targetPort === 'number' ? [targetPort] : namedPortNumbers(containers(), targetPort, protocol);
  return numbers.map((port) => ({ protocol, port }));
}

function serviceKey({ metadata }: Service): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

function slicesByService(objects: ClusterObjects): ReadonlyMap<string, readonly EndpointSlice[]> {
  const slices = new Map<string, EndpointSlice[]>();
  for (const slice of objects.endpointSlices.values()) {
    const service = labelValue(slice.metadata.labels, 'kubernetes.io/service-name');
    if (service === undefined) continue;
    const key = `${slice.metadata.namespace ?? 'default'}/${service}`;
    const list = slices.get(key);
    if (list === undefined) slices.set(key, [slice]);
    else list.push(slice);
  }
  return slices;
}

function membersByNamespace(model: PolicyModel): ReadonlyMap<string, readonly Member[]> {
  const members = new Map<string, readonly Member[]>();
  for (const part of podMembers(model.objects.pods)) for (const [namespace, list] of part) members.set(namespace, list);
  const podless = new Map<string, Member[]>();
  for (const [key, { metadata, spec }] of model.objects.workloads) {
    if (model.classOf(key) === undefined) continue;
    const { labels } = spec.template.metadata ?? {};
    const containers = () => allContainers(spec.template.spec);
    const member: Member = { type: 'podless', key, labels, ready: true, containers };
    const list = podless.get(metadata.namespace ?? 'default');
    if (list === undefined) podless.set(metadata.namespace ?? 'default', [member]);
    else list.push(member);
  }
  for (const [namespace, list] of podless) members.set(namespace, [...(members.get(namespace) ?? []), ...list]);
  return members;
}

const podMembers = readByNamespace((pods: ReadonlyMap<string, Pod>) => {
  const members = new Map<string, Member[]>();
  for (const [key, pod] of pods) {
    if (isFinished(pod)) continue;
    const { namespace = 'default', labels } = pod.metadata;
    const ready = pod.status?.ready !== false;
    const member: Member = { type: 'pod', key, labels, ready, containers: () => allContainers(pod.spec) };
    const list = members.get(namespace);
    if (list === undefined) members.set(namespace, [member]);
    else list.push(member);
  }
  return members;
});

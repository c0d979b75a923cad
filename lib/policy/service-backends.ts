import { RingfenceError } from '#lib/api/errors.ts';
import { type Container, type EndpointSlice, labelValue, type Protocol, type Service } from '#lib/kube/objects.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import { isFinished } from './address-holders.ts';
import type { PolicyModel } from './model.ts';

/** One ready backend and the port that the Service's port leads to there. */
export interface Backend {
  /** Pod key, workload key (of a workload without pods), or an address outside. */
  readonly type: 'pod' | 'podless' | 'address';
  readonly key: string;
  /** Absent where no port of the Service was asked for. */
  readonly port?: { readonly protocol: Protocol; readonly port: number };
}

/**
 * The Service's ready backends: those of its EndpointSlices, else what its selector selects.
 * @param port number or name of a port of the Service; `protocol` tells two of one number apart.
 * @throws RingfenceError BAD_REQUEST: no such Service or port, no backend, an ExternalName.
 */
export function serviceBackends(
  model: PolicyModel,
  key: string,
  port: number | string | undefined,
  protocol: Protocol | undefined,
): readonly Backend[] {
  const service = model.objects.services.get(key);
  if (service === undefined) throw bad(ENDS.unknownService(key));
  if (service.spec.type === 'ExternalName') throw bad(ENDS.externalName(key));
  const servicePort = port === undefined ? undefined : findPort(service, key, port, protocol);
  const slices = slicesOf(model, service);
  const backends =
    slices.length > 0
      ? backendsOfSlices(model, slices, servicePort)
      : backendsOfSelector(model, service, key, servicePort);
  if (backends.length === 0) throw bad(ENDS.noBackends(key));
  return backends;
}

type ServicePort = NonNullable<Service['spec']['ports']>[number];

function findPort(
  service: Service,
  key: string,
  port: number | string,
  protocol: Protocol | undefined,
): ServicePort & { readonly protocol: Protocol } {
  const named = (service.spec.ports ?? []).filter((entry) => entry.port === port || entry.name === port);
  if (named.length === 0) throw bad(ENDS.unknownServicePort(key, port));
  const withProtocol = named.map((entry) => ({ ...entry, protocol: entry.protocol ?? ('TCP' as const) }));
  const wanted =
    protocol ?? (withProtocol.some((entry) => entry.protocol === 'TCP') ? 'TCP' : withProtocol[0]?.protocol);
  const found = withProtocol.find((entry) => entry.protocol === wanted);
  if (found === undefined) throw bad(ENDS.servicePortProtocol(key, withProtocol[0]?.protocol ?? 'TCP'));
  return found;
}

function slicesOf(model: PolicyModel, service: Service): EndpointSlice[] {
  const { name, namespace } = service.metadata;
  return [...model.objects.endpointSlices.values()].filter(
    ({ metadata }) =>
      metadata.namespace === namespace && labelValue(metadata.labels, 'kubernetes.io/service-name') === name,
  );
}

function backendsOfSlices(
  model: PolicyModel,
  slices: readonly EndpointSlice[],
  servicePort: (ServicePort & { readonly protocol: Protocol }) | undefined,
): Backend[] {
  const found = new Map<string, Backend>();
  for (const slice of slices) {
    const entry = slice.ports?.find((port) => (port.name ?? '') === (servicePort?.name ?? ''));
    const number = entry?.port ?? (typeof servicePort?.targetPort === 'number' ? servicePort.targetPort : undefined);
    if (servicePort !== undefined && number === undefined) continue;
    const port = servicePort === undefined ? undefined : { protocol: servicePort.protocol, port: number as number };
    for (const endpoint of slice.endpoints ?? []) {
      if (endpoint.ready === false) continue; // absent: unknown, which the API tells to read as ready
      const { targetRef } = endpoint;
      const pod =
        targetRef?.kind === 'Pod' ? `${targetRef.namespace ?? slice.metadata.namespace}/${targetRef.name}` : '';
      if (model.classOf(pod) !== undefined) found.set(`pod ${pod} ${port?.port}`, { type: 'pod', key: pod, port });
      else
        for (const key of endpoint.addresses) found.set(`address ${key} ${port?.port}`, { type: 'address', key, port });
    }
  }
  return [...found.keys()].sort().map((key) => found.get(key) as Backend);
}

function backendsOfSelector(
  model: PolicyModel,
  service: Service,
  key: string,
  servicePort: (ServicePort & { readonly protocol: Protocol }) | undefined,
): Backend[] {
  const selector = service.spec.selector;
  if (selector === undefined || Object.keys(selector).length === 0) return [];
  const selects = (labels: Parameters<typeof labelValue>[0]): boolean =>
    Object.keys(selector).every((label) => labelValue(labels, label) === selector[label]);
  const { namespace } = service.metadata;
  const found: Backend[] = [];
  const add = (type: 'pod' | 'podless', backend: string, containers: readonly Container[]): void => {
    for (const port of targetPorts(servicePort, containers)) found.push({ type, key: backend, port });
  };
  for (const [podKey, pod] of model.objects.pods) {
    const ready = !isFinished(pod) && pod.status?.ready !== false;
    if (pod.metadata.namespace === namespace && ready && selects(pod.metadata.labels)) {
      add('pod', podKey, allContainers(pod.spec));
    }
  }
  for (const [workloadKey, { metadata, spec }] of model.objects.workloads) {
    if (metadata.namespace !== namespace || model.classOf(workloadKey) === undefined) continue;
    if (selects(spec.template.metadata?.labels)) add('podless', workloadKey, allContainers(spec.template.spec));
  }
  if (found.length === 0 && servicePort !== undefined && typeof servicePort.targetPort === 'string') {
    throw bad(ENDS.noBackends(key));
  }
  return found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
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
  servicePort: (ServicePort & { readonly protocol: Protocol }) | undefined,
  containers: readonly Container[],
): readonly Backend['port'][] {
  if (servicePort === undefined) return [undefined];
  const { protocol, targetPort = servicePort.port } = servicePort;
  const numbers = typeof targetPort === 'number' ? [targetPort] : namedPortNumbers(containers, targetPort, protocol);
  return numbers.map((port) => ({ protocol, port }));
}

function bad(message: string): RingfenceError {
  return new RingfenceError('BAD_REQUEST', message);
}

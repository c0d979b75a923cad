import type { BalancerStatus, EndpointSlice, Ingress, IngressClass, Namespace, Node, Service } from './objects.ts';
import { projectMeta } from './project-meta.ts';
import { readPortNumber, readPortOrName, readProtocol, requirePortNumber } from './project-port.ts';
import {
  plainAddress,
  plainBlock,
  readAddresses,
  readAddressOrName,
  readBlocks,
  readSourceRanges,
} from './read-address.ts';
import {
  isRawObject,
  type RawObject,
  readBoolean,
  readLabels,
  readList,
  readNonEmptyText,
  readObject,
  requireObject,
  requireText,
  withoutUndefined,
} from './read-field.ts';
import type { ReadingContext } from './reading-context.ts';

/**
 * Row 30: the API server sets `kubernetes.io/metadata.name` on every Namespace, so it holds in manifests too. A value
 * that somebody wrote by hand cannot be in force.
 */
export function projectNamespace(raw: RawObject): Namespace {
  const metadata = projectMeta(raw, 'cluster');
  const labels: Record<string, string> = Object.assign(Object.create(null), metadata.labels);
  labels['kubernetes.io/metadata.name'] = metadata.name;
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { ...metadata, labels } };
}

/** Throws FieldProblem, as all functions of this file. */
export function projectNode(raw: RawObject, context: ReadingContext): Node {
  const spec = readObject(raw.spec, 'spec');
  const single = readNonEmptyText(spec?.podCIDR, 'spec.podCIDR');
  const podCIDRs =
    readBlocks(spec?.podCIDRs, 'spec.podCIDRs', context) ??
    (single === undefined ? undefined : [plainBlock(single, 'spec.podCIDR', context)]);
  const addresses = readList(readObject(raw.status, 'status')?.addresses, 'status.addresses')?.map((item, index) => {
    const at = `status.addresses[${index}]`;
    const address = requireObject(item, at);
    const text = requireText(address.address, `${at}.address`);
    return { type: requireText(address.type, `${at}.type`), address: plainAddress(text, `${at}.address`, context) };
  });
  return withoutUndefined<Node>({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: projectMeta(raw, 'cluster'),
    spec: podCIDRs === undefined || podCIDRs.length === 0 ? undefined : { podCIDRs },
    status: addresses === undefined || addresses.length === 0 ? undefined : { addresses },
  });
}

export function projectService(raw: RawObject, context: ReadingContext): Service {
  const spec = requireObject(raw.spec, 'spec');
  return withoutUndefined<Service>({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: projectMeta(raw, 'namespaced'),
    spec: withoutUndefined<Service['spec']>({
      type: readNonEmptyText(spec.type, 'spec.type'),
      clusterIP: readAddressOrName(spec.clusterIP, 'spec.clusterIP', context),
      clusterIPs: readAddresses(spec.clusterIPs, 'spec.clusterIPs', context),
      externalIPs: readAddresses(spec.externalIPs, 'spec.externalIPs', context),
      externalName: readNonEmptyText(spec.externalName, 'spec.externalName'),
      externalTrafficPolicy: readNonEmptyText(spec.externalTrafficPolicy, 'spec.externalTrafficPolicy'),
      internalTrafficPolicy: readNonEmptyText(spec.internalTrafficPolicy, 'spec.internalTrafficPolicy'),
      healthCheckNodePort: nonZeroPort(spec.healthCheckNodePort, 'spec.healthCheckNodePort'),
      allocateLoadBalancerNodePorts: readBoolean(
        spec.allocateLoadBalancerNodePorts,
        'spec.allocateLoadBalancerNodePorts',
      ),
      loadBalancerClass: readNonEmptyText(spec.loadBalancerClass, 'spec.loadBalancerClass'),
      loadBalancerIP: readAddressOrName(spec.loadBalancerIP, 'spec.loadBalancerIP', context),
      publishNotReadyAddresses:
        readBoolean(spec.publishNotReadyAddresses, 'spec.publishNotReadyAddresses') || undefined,
      loadBalancerSourceRanges: readSourceRanges(
        spec.loadBalancerSourceRanges,
        'spec.loadBalancerSourceRanges',
        context,
      ),
      selector: readLabels(spec.selector, 'spec.selector'),
      ports: readList(spec.ports, 'spec.ports')?.map((item, index) => {
        const at = `spec.ports[${index}]`;
        const port = requireObject(item, at);
        return withoutUndefined({
          name: readNonEmptyText(port.name, `${at}.name`),
          protocol: readProtocol(port.protocol, `${at}.protocol`),
          port: requirePortNumber(port.port, `${at}.port`),
          // The API server fills in 0 for headless Services without a target port.
          targetPort: port.targetPort === 0 ? undefined : readPortOrName(port.targetPort, `${at}.targetPort`),
          nodePort: nonZeroPort(port.nodePort, `${at}.nodePort`),
        });
      }),
    }),
    status: projectBalancer(raw, context),
  });
}

function projectBalancer(raw: RawObject, context: ReadingContext): BalancerStatus | undefined {
  const balancer = readObject(readObject(raw.status, 'status')?.loadBalancer, 'status.loadBalancer');
  const ingress = readList(balancer?.ingress, 'status.loadBalancer.ingress')?.map((item, index) => {
    const at = `status.loadBalancer.ingress[${index}]`;
    const entry = requireObject(item, at);
    return withoutUndefined({
      ip: readAddressOrName(entry.ip, `${at}.ip`, context),
      hostname: readNonEmptyText(entry.hostname, `${at}.hostname`),
    });
  });
  return ingress === undefined || ingress.length === 0 ? undefined : { loadBalancer: { ingress } };
}

/** The API server writes 0 for "none". */
function nonZeroPort(value: unknown, path: string): number | undefined {
  return value === 0 ? undefined : readPortNumber(value, path);
}

export function projectEndpointSlice(raw: RawObject, apiVersion: string, context: ReadingContext): EndpointSlice {
  return withoutUndefined<EndpointSlice>({
    apiVersion,
    kind: 'EndpointSlice',
    metadata: projectMeta(raw, 'namespaced'),
    addressType: readNonEmptyText(raw.addressType, 'addressType'),
    endpoints: readList(raw.endpoints, 'endpoints')?.map((item, index) => {
      const at = `endpoints[${index}]`;
      const endpoint = requireObject(item, at);
      const target = readObject(endpoint.targetRef, `${at}.targetRef`);
      return withoutUndefined({
        addresses: readAddresses(endpoint.addresses, `${at}.addresses`, context) ?? [],
        ready:
          readBoolean(endpoint.ready, `${at}.ready`) ??
          readBoolean(readObject(endpoint.conditions, `${at}.conditions`)?.ready, `${at}.conditions.ready`),
        targetRef:
          target === undefined
            ? undefined
            : withoutUndefined({
                kind: readNonEmptyText(target.kind, `${at}.targetRef.kind`),
                namespace: readNonEmptyText(target.namespace, `${at}.targetRef.namespace`),
                name: readNonEmptyText(target.name, `${at}.targetRef.name`),
              }),
      });
    }),
    ports: readList(raw.ports, 'ports')?.map((item, index) => {
      const at = `ports[${index}]`;
      const port = requireObject(item, at);
      return withoutUndefined({
        name: readNonEmptyText(port.name, `${at}.name`),
        port: readPortNumber(port.port, `${at}.port`),
        protocol: readProtocol(port.protocol, `${at}.protocol`),
      });
    }),
  });
}

/** Parameters are dropped: they name objects of the controller's own. */
export function projectIngressClass(raw: RawObject, apiVersion: string): IngressClass {
  const spec = readObject(raw.spec, 'spec');
  return {
    ...{ apiVersion, kind: 'IngressClass', metadata: projectMeta(raw, 'cluster') },
    spec: withoutUndefined<IngressClass['spec']>({ controller: readNonEmptyText(spec?.controller, 'spec.controller') }),
  };
}

type Backend = Ingress['spec']['backends'][number];

/** Every backend that is a Service; resource backends (storage buckets and the like) are not part of the network. */
export function projectIngress(raw: RawObject, apiVersion: string, context: ReadingContext): Ingress {
  const spec = requireObject(raw.spec, 'spec');
  const backends: Backend[] = [];
  for (const [index, item] of (readList(spec.backends, 'spec.backends') ?? []).entries()) {
    const at = `spec.backends[${index}]`;
    const kept = requireObject(item, at);
    backends.push(
      withoutUndefined<Backend>({
        path: requireText(kept.path, `${at}.path`),
        service: requireText(kept.service, `${at}.service`),
        port: readPortOrName(kept.port, `${at}.port`),
        host: readNonEmptyText(kept.host, `${at}.host`),
      }),
    );
  }
  addBackend(spec.defaultBackend ?? spec.backend, 'spec.defaultBackend', backends);
  for (const [ruleIndex, rule] of (readList(spec.rules, 'spec.rules') ?? []).entries()) {
    const ruleAt = `spec.rules[${ruleIndex}]`;
    const ruleObject = requireObject(rule, ruleAt);
    const host = readNonEmptyText(ruleObject.host, `${ruleAt}.host`);
    const http = readObject(ruleObject.http, `${ruleAt}.http`);
    for (const [pathIndex, entry] of (readList(http?.paths, `${ruleAt}.http.paths`) ?? []).entries()) {
      const at = `${ruleAt}.http.paths[${pathIndex}]`;
      addBackend(requireObject(entry, at).backend, `${at}.backend`, backends, host);
    }
  }
  return withoutUndefined<Ingress>({
    apiVersion,
    kind: 'Ingress',
    metadata: projectMeta(raw, 'namespaced'),
    spec: withoutUndefined<Ingress['spec']>({
      ingressClassName: readNonEmptyText(spec.ingressClassName, 'spec.ingressClassName'),
      backends,
    }),
    status: projectBalancer(raw, context),
  });
}

/** Both shapes: `service: {name, port: {number | name}}`, and the older `serviceName`, `servicePort`. */
function addBackend(value: unknown, path: string, backends: Backend[], host?: string): void {
  const backend = readObject(value, path);
  if (backend === undefined) return;
  if (isRawObject(backend.service)) {
    const port = readObject(backend.service.port, `${path}.service.port`);
    backends.push(
      withoutUndefined<Backend>({
        path,
        service: requireText(backend.service.name, `${path}.service.name`),
        port: readPortOrName(port?.number ?? port?.name, `${path}.service.port`),
        host,
      }),
    );
  } else if (backend.serviceName !== undefined) {
    backends.push(
      withoutUndefined<Backend>({
        path,
        service: requireText(backend.serviceName, `${path}.serviceName`),
        port: readPortOrName(backend.servicePort, `${path}.servicePort`),
        host,
      }),
    );
  }
}

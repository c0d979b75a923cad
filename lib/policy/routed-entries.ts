import type { Gateway, Route, RouteBackend } from '#lib/kube/gateway-api.ts';
import { type Ingress, labelValue, type Protocol } from '#lib/kube/objects.ts';
import { type Reach, reachOfAddresses, reachOfBalancer, widestReach } from './address-reach.ts';
import { type Controller, type Entry, entriesOf } from './entry.ts';
import { attachmentsOf, isGranted } from './gateway-attachment.ts';
import { ControllerFinder } from './ingress-controllers.ts';
import type { PolicyModel } from './model.ts';
import { findServicePort, serviceTable } from './service-table.ts';

/**
 * Ways in through a proxy: Ingress and the routes of the Gateway API. The connection comes from the proxy's pod, not
 * from the address of the client (row 84).
 * @param direct the entries of the proxies themselves: they say from where a proxy can be reached.
 */
export function routedEntries(model: PolicyModel, direct: readonly Entry[]): readonly Entry[] {
  const { ingresses, routes } = model.objects;
  if (ingresses.size === 0 && routes.size === 0) return [];
  const finder = new ControllerFinder(model);
  const reachOf = reachOfControllers(direct);
  return [
    ...[...ingresses.values()].flatMap((ingress) => ingressEntries(model, ingress, finder, reachOf)),
    ...[...routes.values()].flatMap((route) => routeEntries(model, route, finder, reachOf)),
  ];
}

type ReachOf = (controller: Controller, own: Reach) => Reach;

/** Of a proxy in the cluster by its own entries; of any other by what the Ingress or Gateway got. */
function reachOfControllers(direct: readonly Entry[]): ReachOf {
  const byWorkload = Map.groupBy(direct, ({ workload }) => workload);
  return (controller, own) => {
    const entries =
      controller.state === 'known' ? controller.workloads.flatMap((workload) => byWorkload.get(workload) ?? []) : [];
    return entries.length > 0 ? widestReach(entries.map(({ reach }) => reach)) : own;
  };
}

function ingressEntries(
  model: PolicyModel,
  ingress: Ingress,
  finder: ControllerFinder,
  reachOf: ReachOf,
): readonly Entry[] {
  const { metadata, spec } = ingress;
  const namespace = metadata.namespace ?? 'default';
  const className = spec.ingressClassName ?? labelValue(metadata.annotations, 'kubernetes.io/ingress.class');
  const controller = finder.ofIngress(className);
  const reach = reachOf(controller, reachOfBalancer(ingress.status));
  return spec.backends.flatMap(({ path, service, port, host }) =>
    entriesOf(model, backendsOf(model, `${namespace}/${service}`, port, 'TCP'), {
      ...{ via: 'Ingress', object: { kind: 'Ingress', namespace, name: metadata.name }, path },
      ...{ reach, sourceRanges: [], source: 'controller', controller },
      ...(host === undefined ? {} : { host }),
    }),
  );
}

function routeEntries(model: PolicyModel, route: Route, finder: ControllerFinder, reachOf: ReachOf): readonly Entry[] {
  const namespace = route.metadata.namespace ?? 'default';
  const gateways = new Map<Gateway, number>();
  for (const { gateway, listener } of attachmentsOf(model, route)) {
    if (!gateways.has(gateway)) gateways.set(gateway, listener.port);
  }
  const backends = route.spec.backends.filter((backend) => leadsToService(backend) && isGranted(model, route, backend));
  const [host] = route.spec.hostnames ?? [];
  return [...gateways].flatMap(([gateway, outsidePort]) => {
    const controller = controllerOfGateway(model, gateway, finder);
    const addresses = [...(gateway.status?.addresses ?? []), ...(gateway.spec.addresses ?? [])].map(
      ({ value }) => value,
    );
    const reach = reachOf(controller, reachOfAddresses(addresses));
    return backends.flatMap(({ path, name, port, namespace: other }) =>
      entriesOf(model, backendsOf(model, `${other ?? namespace}/${name}`, port, protocolOfRoute(route)), {
        ...{ via: route.kind, object: { kind: route.kind, namespace, name: route.metadata.name }, path },
        ...{ reach, sourceRanges: [], source: 'controller', controller, outsidePort },
        ...(host === undefined ? {} : { host }),
      }),
    );
  });
}

/** A backend of weight 0 gets nothing; other kinds (buckets, imports) are no Service of this cluster. */
function leadsToService({ group = '', kind = 'Service', weight }: RouteBackend): boolean {
  return group === '' && kind === 'Service' && weight !== 0;
}

function protocolOfRoute({ kind }: Route): Protocol {
  return kind === 'UDPRoute' ? 'UDP' : 'TCP';
}

/** Row 82: an ExternalName leads outside again. */
function backendsOf(model: PolicyModel, key: string, port: number | string | undefined, protocol: Protocol) {
  const service = model.objects.services.get(key);
  if (service === undefined || service.spec.type === 'ExternalName' || port === undefined) return [];
  const servicePort = findServicePort(service, port, protocol);
  return servicePort === undefined ? [] : serviceTable(model).allBackends(service, servicePort);
}

/** What implementations that start a proxy for each Gateway write on its pods: name, and namespace where it is another. */
const OF_GATEWAY = [
  { name: 'gateway.networking.k8s.io/gateway-name', namespace: undefined },
  { name: 'gateway.envoyproxy.io/owning-gateway-name', namespace: 'gateway.envoyproxy.io/owning-gateway-namespace' },
] as const;

/** The proxy of a Gateway: its own where it has one, else those of its class. */
function controllerOfGateway(model: PolicyModel, gateway: Gateway, finder: ControllerFinder): Controller {
  const { name, namespace = 'default' } = gateway.metadata;
  const controllerName = model.objects.gatewayClasses.get(gateway.spec.gatewayClassName)?.spec.controllerName;
  for (const label of OF_GATEWAY) {
    const own = finder.workloadsOfGateway(label.name, name, label.namespace, namespace);
    const workloads = own.length > 0 || label.namespace !== undefined ? own : behindOwnService(model, name, namespace);
    if (workloads.length > 0) {
      return { state: 'known', workloads, ...(controllerName === undefined ? {} : { name: controllerName }) };
    }
  }
  return controllerName === undefined ? { state: 'unknown' } : finder.byControllerName(controllerName);
}

/** The pods behind the Service that the Gateway got, where they do not carry the Gateway's name themselves. */
function behindOwnService(model: PolicyModel, name: string, namespace: string): readonly string[] {
  const behind = [...model.objects.services.values()]
    .filter(
      ({ metadata }) =>
        (metadata.namespace ?? 'default') === namespace &&
        labelValue(metadata.labels, 'gateway.networking.k8s.io/gateway-name') === name,
    )
    .flatMap((service) => serviceTable(model).selectorBackends(service, undefined))
    .map(({ type, key }) => (type === 'pod' ? model.workloadOfPod(key) : key));
  return [...new Set(behind)].sort();
}

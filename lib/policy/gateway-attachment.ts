import {
  GATEWAY_GROUP,
  type Gateway,
  type GatewayListener,
  type Route,
  type RouteBackend,
} from '#lib/kube/gateway-api.ts';
import type { LabelSelector } from '#lib/kube/objects.ts';
import { matchesRequirement, requirementsOf } from './label-selector.ts';
import type { PolicyModel } from './model.ts';
import { withNameLabel } from './namespaces.ts';

/** Protocols of listeners that serve each kind of route (Gateway API, "supported kinds"). */
const PROTOCOLS: Readonly<Record<Route['kind'], readonly string[]>> = {
  HTTPRoute: ['HTTP', 'HTTPS'],
  GRPCRoute: ['HTTP', 'HTTPS'],
  TLSRoute: ['TLS'],
  TCPRoute: ['TCP', 'TLS'],
  UDPRoute: ['UDP'],
};

/** A listener that takes the route. */
export interface Attachment {
  readonly gateway: Gateway;
  readonly listener: GatewayListener;
}

/** Every listener of a Gateway in the input that the route names and that takes it. A mesh's parents are no Gateway. */
export function attachmentsOf(model: PolicyModel, route: Route): readonly Attachment[] {
  const own = route.metadata.namespace ?? 'default';
  return route.spec.parentRefs.flatMap((parent): Attachment[] => {
    if ((parent.group ?? GATEWAY_GROUP) !== GATEWAY_GROUP || (parent.kind ?? 'Gateway') !== 'Gateway') return [];
    const gateway = model.objects.gateways.get(`${parent.namespace ?? own}/${parent.name}`);
    if (gateway === undefined) return [];
    return gateway.spec.listeners
      .filter(
        (listener) =>
          (parent.sectionName === undefined || parent.sectionName === listener.name) &&
          (parent.port === undefined || parent.port === listener.port) &&
          takes(model, gateway, listener, route, own),
      )
      .map((listener) => ({ gateway, listener }));
  });
}

function takes(
  model: PolicyModel,
  gateway: Gateway,
  listener: GatewayListener,
  route: Route,
  namespace: string,
): boolean {
  const kinds = listener.allowedRoutes?.kinds ?? [];
  const kindFits =
    kinds.length > 0
      ? kinds.some(({ group = GATEWAY_GROUP, kind }) => group === GATEWAY_GROUP && kind === route.kind)
      : fitsProtocol(listener.protocol, route.kind);
  return (
    kindFits &&
    takesNamespace(model, gateway, listener, namespace) &&
    sharesHost(listener.hostname, route.spec.hostnames)
  );
}

/** Protocols of an implementation's own (`example.com/quic`) may take anything. */
function fitsProtocol(protocol: string, kind: Route['kind']): boolean {
  return PROTOCOLS[kind].includes(protocol) || protocol.includes('/');
}

/** Absent: only routes of the Gateway's own namespace. A selector asks the labels of the route's namespace. */
function takesNamespace(model: PolicyModel, gateway: Gateway, listener: GatewayListener, namespace: string): boolean {
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {};
  if (from === 'All') return true;
  if (from === 'Selector') return selector !== undefined && selects(model, selector, namespace);
  return from === 'Same' && namespace === (gateway.metadata.namespace ?? 'default');
}

function selects(model: PolicyModel, selector: LabelSelector, namespace: string): boolean {
  const object = model.objects.namespaces.get(namespace);
  // Row 31: of a namespace that was not read only the name is known; that it fits is not ruled out.
  if (object === undefined) return true;
  const labels = withNameLabel(object.metadata.labels, namespace);
  return requirementsOf(selector).every((requirement) => matchesRequirement(requirement, labels));
}

/** A host name that both sides can mean; absent on either side means any. */
function sharesHost(listener: string | undefined, hostnames: readonly string[] | undefined): boolean {
  if (listener === undefined || hostnames === undefined) return true;
  return hostnames.some((name) => coversHost(listener, name) || coversHost(name, listener));
}

/** `*.example.com` covers every name below it, of any depth, and not itself. */
function coversHost(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  return pattern.startsWith('*.') && name.replace(/^\*/, '').endsWith(pattern.slice(1)) && name !== pattern.slice(2);
}

/**
 * Whether the route may send connections to that Service: one of another namespace must grant it. Where grants may not
 * be read, nothing rules it out.
 */
export function isGranted(model: PolicyModel, route: Route, backend: RouteBackend): boolean {
  const own = route.metadata.namespace ?? 'default';
  const namespace = backend.namespace ?? own;
  if (namespace === own) return true;
  const state = model.objects.completeness.kinds.find(
    ({ resource }) => resource === `referencegrants.${GATEWAY_GROUP}`,
  )?.state;
  if (state === 'forbidden' || state === 'partial' || state === 'failed') return true;
  return [...model.objects.referenceGrants.values()].some(
    ({ metadata, spec }) =>
      (metadata.namespace ?? 'default') === namespace &&
      spec.from.some((from) => from.group === GATEWAY_GROUP && from.kind === route.kind && from.namespace === own) &&
      spec.to.some(
        (to) => (to.group ?? '') === '' && to.kind === 'Service' && (to.name ?? backend.name) === backend.name,
      ),
  );
}

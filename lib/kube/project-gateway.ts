import {
  type Gateway,
  type GatewayAddress,
  type GatewayClass,
  type GatewayListener,
  isRouteKind,
  type ParentRef,
  type ReferenceGrant,
  type Route,
  type RouteBackend,
} from './gateway-api.ts';
import { projectMeta } from './project-meta.ts';
import { readPortNumber, requirePortNumber } from './project-port.ts';
import { readAddressOrName } from './read-address.ts';
import {
  type RawObject,
  readList,
  readNonEmptyText,
  readObject,
  readTexts,
  readWhole,
  requireObject,
  requireText,
  withoutUndefined,
} from './read-field.ts';
import { readSelector } from './read-policy-field.ts';
import type { ReadingContext } from './reading-context.ts';

/** What is kept of the Gateway API's kinds; undefined for its other kinds. Throws FieldProblem. */
export function projectGatewayKind(
  raw: RawObject,
  apiVersion: string,
  kind: string,
  context: ReadingContext,
): GatewayClass | Gateway | Route | ReferenceGrant | undefined {
  if (isRouteKind(kind)) return projectRoute(raw, apiVersion, kind);
  const spec = () => requireObject(raw.spec, 'spec');
  switch (kind) {
    case 'GatewayClass':
      return {
        ...{ apiVersion, kind, metadata: projectMeta(raw, 'cluster') },
        spec: { controllerName: requireText(spec().controllerName, 'spec.controllerName') },
      };
    case 'Gateway':
      return projectGateway(raw, apiVersion, spec(), context);
    case 'ReferenceGrant':
      return projectReferenceGrant(raw, apiVersion, spec());
    default:
      return undefined;
  }
}

function projectGateway(raw: RawObject, apiVersion: string, spec: RawObject, context: ReadingContext): Gateway {
  const assigned = projectAddresses(readObject(raw.status, 'status')?.addresses, 'status.addresses', context);
  return withoutUndefined<Gateway>({
    ...{ apiVersion, kind: 'Gateway', metadata: projectMeta(raw, 'namespaced') },
    spec: withoutUndefined<Gateway['spec']>({
      gatewayClassName: requireText(spec.gatewayClassName, 'spec.gatewayClassName'),
      listeners: mapList(spec.listeners, 'spec.listeners', projectListener) ?? [],
      addresses: projectAddresses(spec.addresses, 'spec.addresses', context),
    }),
    status: assigned === undefined ? undefined : { addresses: assigned },
  });
}

function projectListener(listener: RawObject, at: string): GatewayListener {
  const allowed = readObject(listener.allowedRoutes, `${at}.allowedRoutes`);
  const namespaces = readObject(allowed?.namespaces, `${at}.allowedRoutes.namespaces`);
  const kinds = mapList(allowed?.kinds, `${at}.allowedRoutes.kinds`, (entry, path) =>
    withoutUndefined({
      group: readNonEmptyText(entry.group, `${path}.group`),
      kind: requireText(entry.kind, `${path}.kind`),
    }),
  );
  const kept = withoutUndefined({
    namespaces:
      namespaces === undefined
        ? undefined
        : withoutUndefined({
            from: readNonEmptyText(namespaces.from, `${at}.allowedRoutes.namespaces.from`),
            selector: readSelector(namespaces.selector, `${at}.allowedRoutes.namespaces.selector`),
          }),
    kinds,
  });
  return withoutUndefined<GatewayListener>({
    name: requireText(listener.name, `${at}.name`),
    hostname: readNonEmptyText(listener.hostname, `${at}.hostname`),
    port: requirePortNumber(listener.port, `${at}.port`),
    protocol: requireText(listener.protocol, `${at}.protocol`),
    allowedRoutes: Object.keys(kept).length === 0 ? undefined : kept,
  });
}

function projectAddresses(
  value: unknown,
  path: string,
  context: ReadingContext,
): readonly GatewayAddress[] | undefined {
  const addresses = mapList(value, path, (entry, at) => {
    const text = readAddressOrName(entry.value, `${at}.value`, context);
    // An address without a value asks for any of its type.
    return text === undefined
      ? []
      : [withoutUndefined({ type: readNonEmptyText(entry.type, `${at}.type`), value: text })];
  })?.flat();
  return addresses === undefined || addresses.length === 0 ? undefined : addresses;
}

function projectRoute(raw: RawObject, apiVersion: string, kind: Route['kind']): Route {
  const spec = requireObject(raw.spec, 'spec');
  const hostnames = readTexts(spec.hostnames, 'spec.hostnames');
  return {
    ...{ apiVersion, kind, metadata: projectMeta(raw, 'namespaced') },
    spec: withoutUndefined<Route['spec']>({
      parentRefs: mapList(spec.parentRefs, 'spec.parentRefs', projectParentRef) ?? [],
      hostnames: hostnames === undefined || hostnames.length === 0 ? undefined : hostnames,
      backends: [...keptBackends(spec), ...ruleBackends(spec)],
    }),
  };
}

function projectParentRef(ref: RawObject, at: string): ParentRef {
  return withoutUndefined<ParentRef>({
    group: readNonEmptyText(ref.group, `${at}.group`),
    kind: readNonEmptyText(ref.kind, `${at}.kind`),
    namespace: readNonEmptyText(ref.namespace, `${at}.namespace`),
    name: requireText(ref.name, `${at}.name`),
    sectionName: readNonEmptyText(ref.sectionName, `${at}.sectionName`),
    port: readPortNumber(ref.port, `${at}.port`),
  });
}

/** Those of a route that was kept before (captures, evidence): each brings its path. */
function keptBackends(spec: RawObject): readonly RouteBackend[] {
  return (
    mapList(spec.backends, 'spec.backends', (entry, at) => projectBackend(entry, at, requireText(entry.path, at))) ?? []
  );
}

function ruleBackends(spec: RawObject): readonly RouteBackend[] {
  return (
    mapList(spec.rules, 'spec.rules', (rule, at) => [
      ...(mapList(rule.backendRefs, `${at}.backendRefs`, (ref, path) => [
        projectBackend(ref, path, path),
        ...mirrorBackends(ref, path),
      ]) ?? []),
      mirrorBackends(rule, at),
    ]) ?? []
  ).flat(2);
}

/** A mirror sends a copy of each request: its backend is entered like any other. */
function mirrorBackends(holder: RawObject, at: string): readonly RouteBackend[] {
  const mirrors = mapList(holder.filters, `${at}.filters`, (filter, path) => {
    const ref = readObject(
      readObject(filter.requestMirror, `${path}.requestMirror`)?.backendRef,
      `${path}.requestMirror.backendRef`,
    );
    const place = `${path}.requestMirror.backendRef`;
    return ref === undefined ? [] : [projectBackend(ref, place, place)];
  });
  return mirrors?.flat() ?? [];
}

function projectBackend(ref: RawObject, at: string, path: string): RouteBackend {
  return withoutUndefined<RouteBackend>({
    path,
    group: readNonEmptyText(ref.group, `${at}.group`),
    kind: readNonEmptyText(ref.kind, `${at}.kind`),
    namespace: readNonEmptyText(ref.namespace, `${at}.namespace`),
    name: requireText(ref.name, `${at}.name`),
    port: readPortNumber(ref.port, `${at}.port`),
    weight: readWhole(ref.weight, `${at}.weight`),
  });
}

function projectReferenceGrant(raw: RawObject, apiVersion: string, spec: RawObject): ReferenceGrant {
  return {
    ...{ apiVersion, kind: 'ReferenceGrant', metadata: projectMeta(raw, 'namespaced') },
    spec: {
      from:
        mapList(spec.from, 'spec.from', (entry, at) =>
          withoutUndefined({
            group: readNonEmptyText(entry.group, `${at}.group`),
            kind: requireText(entry.kind, `${at}.kind`),
            namespace: requireText(entry.namespace, `${at}.namespace`),
          }),
        ) ?? [],
      to:
        mapList(spec.to, 'spec.to', (entry, at) =>
          withoutUndefined({
            group: readNonEmptyText(entry.group, `${at}.group`),
            kind: requireText(entry.kind, `${at}.kind`),
            name: readNonEmptyText(entry.name, `${at}.name`),
          }),
        ) ?? [],
    },
  };
}

function mapList<Kept>(
  value: unknown,
  path: string,
  project: (item: RawObject, at: string) => Kept,
): readonly Kept[] | undefined {
  return readList(value, path)?.map((item, index) => {
    const at = `${path}[${index}]`;
    return project(requireObject(item, at), at);
  });
}

/** Gateway API (`gateway.networking.k8s.io`) as Ringfence keeps it: who listens where, and what leads to which Service. */
import type { LabelSelector, ObjectMeta, Origin } from './objects.ts';

interface GatewayObject<Kind extends string> {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: ObjectMeta;
  readonly origin?: Origin;
}

export interface GatewayClass extends GatewayObject<'GatewayClass'> {
  readonly spec: { readonly controllerName: string };
}

export interface GatewayListener {
  readonly name: string;
  readonly hostname?: string;
  readonly port: number;
  readonly protocol: string;
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: string; readonly selector?: LabelSelector };
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
  };
}

export interface Gateway extends GatewayObject<'Gateway'> {
  readonly spec: {
    readonly gatewayClassName: string;
    readonly listeners: readonly GatewayListener[];
    readonly addresses?: readonly GatewayAddress[];
  };
  readonly status?: { readonly addresses?: readonly GatewayAddress[] };
}
export interface GatewayAddress {
  readonly type?: string;
  readonly value: string;
}

export type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute';

export interface ParentRef {
  /** Absent: the group of the Gateway API. */
  readonly group?: string;
  /** Absent: Gateway. */
  readonly kind?: string;
  /** Absent: the route's own. */
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

export interface Route extends GatewayObject<RouteKind> {
  readonly spec: {
    readonly parentRefs: readonly ParentRef[];
    readonly hostnames?: readonly string[];
    /** Every backend named anywhere in the route, a mirror's too, with the JSON path that names it. */
    readonly backends: readonly RouteBackend[];
  };
}
export interface RouteBackend {
  readonly path: string;
  /** Absent: the core group. */
  readonly group?: string;
  /** Absent: Service. */
  readonly kind?: string;
  /** Absent: the route's own. */
  readonly namespace?: string;
  readonly name: string;
  readonly port?: number;
  /** Absent: 1. 0 sends nothing. */
  readonly weight?: number;
}

export interface ReferenceGrant extends GatewayObject<'ReferenceGrant'> {
  readonly spec: {
    readonly from: readonly { readonly group?: string; readonly kind: string; readonly namespace: string }[];
    /** Without a name: every object of that kind in the grant's namespace. */
    readonly to: readonly { readonly group?: string; readonly kind: string; readonly name?: string }[];
  };
}

const ROUTE_KINDS: ReadonlySet<string> = new Set<RouteKind>([
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
]);

export function isRouteKind(kind: string): kind is RouteKind {
  return ROUTE_KINDS.has(kind);
}

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/**
 * The one table of endpoints: method and path are the key. Routes (`server/http/handle.ts`), the worker's questions
 * (`server/analysis/questions.ts`), the browser's client (`lib/api/client.ts`, types only) and the OpenAPI document all
 * come from it.
 */
import type { z } from 'zod';
import { CONNECTION_ENDPOINTS } from './endpoints/connection-endpoints.ts';
import type { EndpointResponse } from './endpoints/endpoint.ts';
import { GAP_ENDPOINTS } from './endpoints/gap-endpoints.ts';
import { MAP_ENDPOINTS } from './endpoints/map-endpoints.ts';
import { SERVER_ENDPOINTS } from './endpoints/server-endpoints.ts';
import { SNAPSHOT_ENDPOINTS } from './endpoints/snapshot-endpoints.ts';
import { TRAFFIC_ENDPOINTS } from './endpoints/traffic-endpoints.ts';

export type { Endpoint, EndpointResponse } from './endpoints/endpoint.ts';

export const ENDPOINTS = {
  ...SERVER_ENDPOINTS,
  ...MAP_ENDPOINTS,
  ...CONNECTION_ENDPOINTS,
  ...GAP_ENDPOINTS,
  ...SNAPSHOT_ENDPOINTS,
  ...TRAFFIC_ENDPOINTS,
} as const;

export type EndpointKey = keyof typeof ENDPOINTS;
type EndpointOf<Key extends EndpointKey> = (typeof ENDPOINTS)[Key];

/** Path parameters and query as the handler receives them: parsed, defaults filled in. */
export type EndpointInput<Key extends EndpointKey> = z.output<EndpointOf<Key>['params']> &
  z.output<EndpointOf<Key>['query']>;
/** An endpoint without path parameters, or without a query: zod's empty object would forbid every key, those of the query too. */
type ParamsOf<Key extends EndpointKey> = string extends keyof z.output<EndpointOf<Key>['params']>
  ? unknown
  : z.output<EndpointOf<Key>['params']>;
type QueryOf<Key extends EndpointKey> = string extends keyof z.output<EndpointOf<Key>['query']>
  ? object
  : Partial<{ [Name in keyof z.output<EndpointOf<Key>['query']>]: z.output<EndpointOf<Key>['query']>[Name] }>;
/** Path parameters and query as a caller writes them. */
export type EndpointArguments<Key extends EndpointKey> = ParamsOf<Key> & QueryOf<Key>;
export type EndpointBody<Key extends EndpointKey> =
  EndpointOf<Key> extends { readonly body?: infer Body } ? (Body extends z.ZodType ? z.output<Body> : never) : never;
/** A body as a caller writes it: before defaults and conversions. */
export type EndpointSent<Key extends EndpointKey> =
  EndpointOf<Key> extends { readonly body?: infer Body } ? (Body extends z.ZodType ? z.input<Body> : never) : never;
export type EndpointOutput<Key extends EndpointKey> =
  EndpointOf<Key>['response'] extends EndpointResponse<infer Output> ? Output : never;

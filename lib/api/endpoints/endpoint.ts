/** What an endpoint is, and what many of them share. */
import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

z.config({ jitless: true }); // no eval in the page: the content security policy forbids it

/** What an endpoint answers: JSON with a schema, or a body of another type. */
export type EndpointResponse<T> =
  | { readonly type: 'json'; readonly schema: z.ZodType<T> }
  | {
      readonly type:
        | 'image/svg+xml'
        | 'application/pdf'
        | 'application/octet-stream'
        | 'application/x-ndjson'
        | 'text/event-stream';
    };

export interface Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Output = unknown,
> {
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  /** Absent: no body. `bytes`: the raw body of a file; `lines`: NDJSON, read as it comes. */
  readonly body?: Body | 'bytes' | 'lines';
  readonly response: EndpointResponse<Output>;
  /** The answer is a function of revision and address alone, so it has an entity tag. */
  readonly revisioned: boolean;
  readonly errors: readonly ErrorCode[];
}

export function endpoint<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Output>(
  definition: Endpoint<Params, Query, Body, Output>,
): Endpoint<Params, Query, Body, Output> {
  return definition;
}
export function json<T>(schema: z.ZodType<T>): EndpointResponse<T> {
  return { type: 'json', schema };
}

export const NAME_MAX = 253; // the longest Kubernetes name
export const END_MAX = 2048; // a hypothetical pod with many labels
export const FILTER_MAX = 2000; // a filter of some tens of words
export const name = z.string().min(1).max(NAME_MAX);
export const end = z.string().min(1).max(END_MAX);
export const none = z.object({});
export const cluster = z.object({ cluster: name });
/** Absent: the newest revision. */
export const rev = z.coerce.number().int().nonnegative().optional();
export const query = z.object({ rev });
export const filterText = z.string().max(FILTER_MAX);
export const ofCluster: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'NOT_FOUND',
  'NOT_READY',
  'REVISION_GONE',
  'WORKER_LOST',
];
export const ofStore: readonly ErrorCode[] = ['BAD_REQUEST', 'NOT_FOUND', 'DAMAGED'];
export const ofStoreChange: readonly ErrorCode[] = [...ofStore, 'FORBIDDEN_ORIGIN', 'NOT_WRITABLE'];

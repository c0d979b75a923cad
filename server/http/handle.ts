import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import {
  ENDPOINTS,
  type Endpoint,
  type EndpointBody,
  type EndpointInput,
  type EndpointKey,
} from '#lib/api/endpoints.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { ERRORS, isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { runtime } from '#server/current-runtime.ts';
import type { Runtime } from '#server/runtime.ts';
import { checkChange, checkHost, checkNotCrossSite, checkSignedIn } from './access.ts';
import { readBytes } from './read-body.ts';
import { API_CONTENT_POLICY, SECURITY_HEADERS } from './security-headers.ts';
import { wordsOfIssue } from './words-of-issue.ts';

/** What a handler gets beside its input. `signal` aborts when the client goes away. */
export interface HandlerContext<Key extends EndpointKey> {
  readonly body: EndpointBody<Key>;
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly runtime: Runtime;
}
/** A plain value becomes JSON. */
export type Handler<Key extends EndpointKey> = (
  input: EndpointInput<Key>,
  context: HandlerContext<Key>,
) => Promise<Response | object> | Response | object;
export type Route = (request: Request) => Promise<Response>;

/** The endpoints that need no cookie: they tell nothing, or they give the cookie. */
const OPEN_ENDPOINTS: ReadonlySet<EndpointKey> = new Set(['GET /api/health', 'GET /api/ready', 'POST /api/session']);

const JSON_BODY_MAX = 4 * 2 ** 20; // 10,000 probes are about 1 MB

/**
 * The one wrapper around every route: who may ask, what was asked (by the table of endpoints), the answer or the error
 * as JSON, a line in the log. Nothing else catches. Works without Next.js: a route is a function from Request to
 * Response.
 */
export function handle<Key extends EndpointKey>(key: Key, handler: Handler<Key>): Route {
  const endpoint = ENDPOINTS[key];
  const pattern = pathPattern(key);
  const changes = !key.startsWith('GET ');
  return async (request) => {
    const requestId = randomUUID();
    const started = performance.now();
    const running = runtime();
    let response: Response;
    try {
      checkHost(request.headers, running.access);
      checkNotCrossSite(request.headers);
      if (!OPEN_ENDPOINTS.has(key)) checkSignedIn(request.headers, running.access);
      const raw = typeof endpoint.body === 'string';
      if (changes) checkChange(request.headers, running.access, contentType(endpoint.body));
      const input = readInput(key, pattern, request);
      const body = endpoint.body === undefined || raw ? undefined : await readJson(endpoint.body as z.ZodType, request);
      const answer = await handler(input, {
        body: body as EndpointBody<Key>,
        request,
        signal: request.signal,
        runtime: running,
      });
      response = answer instanceof Response ? answer : jsonResponse(answer);
    } catch (error) {
      response = errorResponse(error, requestId);
      if (isFault(error)) running.log.error({ requestId, route: key, err: error });
    }
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
    response.headers.set('content-security-policy', API_CONTENT_POLICY);
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
    // the route's pattern, never the address: names of pods stay out of the log
    const took = Math.round(performance.now() - started);
    running.log.info({ requestId, route: key, status: response.status, ms: took });
    return response;
  };
}

function contentType(body: Endpoint['body']): string {
  if (body === 'bytes') return 'application/octet-stream';
  return body === 'lines' ? 'application/x-ndjson' : 'application/json';
}

export function jsonResponse(answer: unknown, status = 200): Response {
  return new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } });
}

/** Ours to mend: what nobody foresaw, here or in a worker, which tells it with the stack as detail. */
function isFault(error: unknown): boolean {
  return !isRingfenceError(error) || error.code === 'INTERNAL';
}

/** A RingfenceError keeps its words; a fault is ours to find by its request id, and says nothing of the inside. */
export function errorResponse(error: unknown, requestId: string): Response {
  const known = isRingfenceError(error) ? error : new RingfenceError('INTERNAL', text.INTERNAL);
  const { status, action } = ERRORS[known.code] ?? ERRORS.INTERNAL;
  const body: ErrorBody = {
    error: {
      code: known.code,
      message: known.message,
      action,
      detail: isFault(error) ? undefined : known.detail,
      requestId,
    },
  };
  return jsonResponse(body, status);
}

/** `GET /api/a/{b}` as an expression with one group per parameter. */
function pathPattern(key: EndpointKey): RegExp {
  const template = key.slice(key.indexOf(' ') + 1).replaceAll('.', '\\.');
  return new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
}

function readInput<Key extends EndpointKey>(key: Key, pattern: RegExp, request: Request): EndpointInput<Key> {
  const url = new URL(request.url);
  const groups = pattern.exec(url.pathname)?.groups ?? {};
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) params[name] = decodeSegment(value);
  const { params: paramsSchema, query: querySchema } = ENDPOINTS[key];
  return {
    ...parse(querySchema, Object.fromEntries(url.searchParams)),
    ...parse(paramsSchema, params),
  } as EndpointInput<Key>;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new RingfenceError('BAD_REQUEST', text.BAD_ENCODING);
  }
}

async function readJson(schema: z.ZodType, request: Request): Promise<unknown> {
  const bytes = await readBytes(request, JSON_BODY_MAX);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RingfenceError('BAD_REQUEST', text.NOT_JSON);
  }
  return parse(schema, value);
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new RingfenceError(
    'BAD_REQUEST',
    text.badField(issue?.path.join('.') ?? '', issue === undefined ? '' : wordsOfIssue(issue)),
  );
}

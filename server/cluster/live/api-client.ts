import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import * as text from '#lib/text/en/live.ts';
import { ApiError, errorOfStatus } from './api-error.ts';
import type { Connection } from './connection.ts';

/** One page of 500 large objects stays well below; more is no list of the API. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;
/** An object is at most 1.5 MB in etcd; JSON and managed fields can make it some times larger. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
/** Until the answer begins, and between its pieces. */
const SILENCE_MS = 30_000;

export interface ApiRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly accept?: string;
  /** Sent as JSON with POST. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
  /** For watches, which are silent by nature. Default 30 s. */
  readonly silenceMs?: number;
  /** The server has begun a good answer, at this time by its own clock. Watches may stay silent for long after it. */
  readonly onAnswer?: (date: string | undefined) => void;
}

export interface ApiClient {
  /** The parsed body. Throws ApiError, or the signal's reason. */
  json(request: ApiRequest): Promise<unknown>;
  /** The parsed lines of the body as they come, until it ends. Throws ApiError, or the signal's reason. */
  lines(request: ApiRequest): AsyncGenerator<unknown, void>;
}

/** Asks the API server, with the credentials that hold at the time of each request. */
export function createApiClient(connection: Connection): ApiClient {
  return {
    async json(request) {
      const { body } = await open(connection, request, isOwnMachine(connection.server) ? undefined : 'gzip');
      return parse(await collect(body, MAX_BODY_BYTES));
    },
    async *lines(request) {
      const { body } = await open(connection, request);
      try {
        yield* splitLines(body);
      } catch (error) {
        throw asApiError(error, request.signal);
      } finally {
        body.destroy();
      }
    },
  };
}

/** A local cluster, a port-forward: there is no wire to spare, only two processes that would pack and unpack. */
function isOwnMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

async function open(connection: Connection, request: ApiRequest, encoding?: string): Promise<{ body: Readable }> {
  const { path, query = {}, accept = 'application/json', body, signal, silenceMs = SILENCE_MS } = request;
  signal.throwIfAborted();
  let options: Awaited<ReturnType<Connection['requestOptions']>>;
  try {
    options = await connection.requestOptions();
  } catch (error) {
    throw new ApiError(0, 'Credentials', error instanceof Error ? error.message : String(error));
  }
  const url = new URL(`${connection.server.pathname.replace(/\/$/, '')}${path}`, connection.server);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = send(url, {
      ...options,
      method: payload === undefined ? 'GET' : 'POST',
      timeout: silenceMs,
      signal,
      headers: {
        ...options.headers,
        accept,
        'user-agent': 'ringfence',
        ...(encoding === undefined ? {} : { 'accept-encoding': encoding }),
        ...(payload === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      },
    });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new ApiError(0, 'ETIMEDOUT', text.silent(silenceMs / 1000))));
    outgoing.end(payload);
  }).catch((error: unknown) => {
    throw asApiError(error, signal);
  });
  const decoded = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;
  if (decoded !== response) response.once('error', (error) => decoded.destroy(error));
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    request.onAnswer?.(response.headers.date);
    return { body: decoded };
  }
  const failure = await collect(decoded, MAX_ERROR_BYTES).catch(() => '');
  throw errorOfStatus(status, parseOrUndefined(failure), response.headers['retry-after']);
}

async function collect(body: Readable, bound: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > bound) throw new ApiError(0, 'TooLarge', text.answerTooLarge(bound));
      pieces.push(piece);
    }
  } catch (error) {
    throw asApiError(error);
  }
  return Buffer.concat(pieces).toString();
}

async function* splitLines(body: Readable): AsyncGenerator<unknown, void> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      pieces.push(chunk.subarray(start, end));
      const line = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      pieces = [];
      size = 0;
      start = end + 1;
      if (line.length > 0) yield parse(line.toString());
    }
    if (start === chunk.length) continue;
    pieces.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > MAX_LINE_BYTES) throw new ApiError(0, 'TooLarge', text.eventTooLarge(MAX_LINE_BYTES));
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ApiError(0, 'NotJson', text.answerNotJson);
  }
}

function parseOrUndefined(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function asApiError(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted === true) return signal.reason;
  if (error instanceof ApiError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new ApiError(0, code, error instanceof Error ? error.message || code : String(error));
}

import type { EndpointArguments, EndpointKey, EndpointOutput, EndpointSent } from './endpoints.ts';
import type { ErrorBody } from './error-types.ts';
import { type ErrorCode, RingfenceError } from './errors.ts';

export interface FetchOptions {
  readonly signal?: AbortSignal;
}
export interface SendOptions<Key extends EndpointKey> extends FetchOptions {
  /** JSON for endpoints with a schema; the file itself for `POST /api/uploads`. */
  readonly body?: EndpointSent<Key> | Blob;
}

/**
 * The address of an endpoint: path parameters filled in and percent-encoded, the rest as query. Undefined values are
 * left out.
 */
export function apiUrl<Key extends EndpointKey>(key: Key, input: EndpointArguments<Key>): string {
  const values = new Map(Object.entries(input));
  const path = key.slice(key.indexOf(' ') + 1).replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values.get(name);
    values.delete(name);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of values) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? path : `${path}?${query}`;
}

/**
 * Asks an endpoint that answers JSON. The type comes from the table of endpoints; nothing of it is loaded.
 * Throws RingfenceError with the server's code, message and detail; SOURCE_UNREACHABLE never stands for a lost server:
 * a network failure is the `TypeError` of fetch.
 */
export async function apiFetch<Key extends EndpointKey>(
  key: Key,
  input: EndpointArguments<Key>,
  options: SendOptions<Key> = {},
): Promise<EndpointOutput<Key>> {
  const response = await send(key, input, options);
  return (await response.json()) as EndpointOutput<Key>;
}

/** Asks an endpoint that answers a file: the map as SVG, the snapshot as PDF. Throws as `apiFetch` does. */
export async function apiFetchBlob<Key extends EndpointKey>(
  key: Key,
  input: EndpointArguments<Key>,
  options: SendOptions<Key> = {},
): Promise<Blob> {
  return (await send(key, input, options)).blob();
}

async function send<Key extends EndpointKey>(
  key: Key,
  input: EndpointArguments<Key>,
  { body, signal }: SendOptions<Key>,
): Promise<Response> {
  const method = key.slice(0, key.indexOf(' '));
  const file = body instanceof Blob;
  const response = await fetch(apiUrl(key, input), {
    method,
    signal,
    ...(method === 'GET'
      ? {}
      : {
          headers: { 'content-type': file ? 'application/octet-stream' : 'application/json' },
          body: file ? body : JSON.stringify(body ?? {}),
        }),
  });
  if (response.ok) return response;
  throw await errorOf(response);
}

async function errorOf(response: Response): Promise<RingfenceError> {
  const answer = (await response.json().catch(() => undefined)) as ErrorBody | undefined;
  if (answer?.error === undefined) return new RingfenceError('INTERNAL', `${response.status} ${response.statusText}`);
  // a newer server may know codes that this page does not: they are shown with their own words
  return new RingfenceError(answer.error.code as ErrorCode, answer.error.message, answer.error.detail);
}

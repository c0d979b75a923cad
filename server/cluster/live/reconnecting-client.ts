import { createHash } from 'node:crypto';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { Told } from '#lib/kube/source-record.ts';
import * as text from '#lib/text/en/live.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { type Connection, type ConnectionSpec, openConnection } from './connection.ts';
import { shared } from './shared.ts';

/** How often the kubeconfig is read anew at most. */
const REOPEN_MS = 5_000;

export interface ReconnectingClient extends ApiClient {
  /** SHA-256 of the authorities by which the server is recognised now. */
  authority(): Promise<Told<string>>;
}

/** Reads the kubeconfig anew when the credentials are no longer accepted: tokens and certificates are replaced on disk. */
export function reconnectingClient(first: Connection, spec: ConnectionSpec, signal: AbortSignal): ReconnectingClient {
  let connection = first;
  let client = createApiClient(connection);
  const refused = shared(async () => {
    try {
      const next = await openConnection(spec);
      if (next.server.href !== connection.server.href) return; // another cluster under the old name is not this one
      connection.close();
      connection = next;
      client = createApiClient(next);
    } catch (error) {
      if (!isRingfenceError(error)) throw error;
    }
  }, REOPEN_MS);
  const isRefused = (error: unknown) =>
    error instanceof ApiError && (error.status === 401 || error.reason === 'Credentials');
  signal.addEventListener('abort', () => connection.close(), { once: true });
  return {
    async json(request) {
      try {
        return await client.json(request);
      } catch (error) {
        if (isRefused(error)) await refused();
        throw error;
      }
    },
    async *lines(request) {
      try {
        yield* client.lines(request);
      } catch (error) {
        if (isRefused(error)) await refused();
        throw error;
      }
    },
    authority: () => authorityOf(connection),
  };
}

async function authorityOf({ server, requestOptions }: Connection): Promise<Told<string>> {
  if (server.protocol === 'http:') return { notTold: text.plainHttp };
  try {
    const { ca, rejectUnauthorized } = await requestOptions();
    if (rejectUnauthorized === false) return { notTold: text.notChecked };
    if (ca === undefined) return { notTold: text.systemAuthorities };
    const digest = createHash('sha256');
    for (const part of Array.isArray(ca) ? ca : [ca]) digest.update(part);
    return { value: digest.digest('hex') };
  } catch {
    return { notTold: text.noAuthority };
  }
}

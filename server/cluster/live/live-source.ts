import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import type { SourceStatus } from '#lib/api/types.ts';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import * as text from '#lib/text/en/live.ts';
import type { ClusterSource, SourceSink } from '#server/cluster/source.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createBackOff } from './back-off.ts';
import { type Connection, type ConnectionSpec, openConnection } from './connection.ts';
import { discoverKinds } from './discover-kinds.ts';
import { type KindReaderOptions, readKind } from './kind-reader.ts';
import { LIVE_KINDS, type LiveKind } from './live-kind.ts';
import { readNamespaceRights } from './readable-namespaces.ts';
import { createSourceHealth, describeFailure } from './source-health.ts';

/** Asks for the list of API groups: finds installed kinds that come and go, and notices a server that fell silent. */
const HEARTBEAT_MS = 5_000;
/** What all kinds share of the rights in namespaces; a little shorter than the time between two looks. */
const RIGHTS_AGE_MS = 20_000;
/** Progress and health are told at most this often. */
const STATUS_MS = 100;

/**
 * A live API server as the kubeconfig or the service account names it. Reads, watches, and comes back by itself; what it
 * may not read is named through `completeness`. The first `current` status comes after every kind was read or refused.
 */
export function liveSource(spec: ConnectionSpec): ClusterSource {
  const abort = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  return {
    type: 'live',
    start(sink) {
      ended = run(spec, untilStopped(sink, abort.signal), abort.signal);
    },
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

async function run(spec: ConnectionSpec, sink: SourceSink, signal: AbortSignal): Promise<void> {
  const name = spec.inCluster === true ? 'in-cluster' : (spec.context ?? '');
  const backOff = createBackOff();
  try {
    for (;;) {
      try {
        const connection = await openConnection(spec);
        try {
          await readCluster(connection, spec, sink, signal);
        } finally {
          connection.close();
        }
      } catch (error) {
        signal.throwIfAborted();
        if (!isRingfenceError(error)) throw error;
        // The kubeconfig may be written while we wait: it is read again at each try.
        const { code, message, detail } = error;
        const status: SourceStatus = { type: 'live', label: text.liveLabel(name), state: 'failed' };
        sink.status({
          ...status,
          error: { code, message, ...(detail === undefined ? {} : { detail }), action: ERRORS[code].action },
        });
        await backOff.wait(1, signal);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Reads one cluster until the signal aborts. Never returns: the connection heals itself. */
async function readCluster(
  first: Connection,
  spec: ConnectionSpec,
  sink: SourceSink,
  signal: AbortSignal,
): Promise<void> {
  const label = text.liveLabel(first.name);
  const server = first.server.origin;
  const client = reconnectingClient(first, spec, signal);
  const health = createSourceHealth();
  const progress = new Map<string, { readonly kind: string; readonly done: number; readonly total: number }>();
  const settled = new Map<string, KindCompleteness['state']>();
  /** Kinds of policies that were read, or refused, at some time. */
  const everSettled = new Set<string>();
  const installed = new Map<string, { readonly kind: LiveKind; readonly stop: AbortController }>();
  let discovered = false;
  let everRead = false;
  let lost: ApiError | undefined;
  let lastBeat: number | undefined;
  let watches = new AbortController();

  const status = (): SourceStatus => {
    const failing = health.failing();
    const error = failing[0]?.error ?? lost;
    // A policy that is not read yet may decide on anything: nothing is current before all of them are.
    const reading =
      !discovered ||
      LIVE_KINDS.some(({ name }) => !settled.has(name)) ||
      [...installed.keys()].some((name) => !everSettled.has(name));
    if (error !== undefined) {
      const asOf = Math.min(
        ...failing.map(({ lastAlive }) => lastAlive ?? lastBeat ?? 0),
        lastBeat ?? Number.POSITIVE_INFINITY,
      );
      const state = everRead ? 'lost' : 'failed';
      const since = everRead && Number.isFinite(asOf) && asOf > 0 ? { asOf: new Date(asOf).toISOString() } : {};
      return { type: 'live', label, state, ...since, error: describeFailure(error, server, first.name) };
    }
    if (reading) return { type: 'live', label, state: 'reading', progress: [...progress.values()] };
    if ([...settled.values()].every((state) => state !== 'read' && state !== 'partial')) {
      const action = ERRORS.SOURCE_FORBIDDEN.action;
      return {
        type: 'live',
        label,
        state: 'failed',
        error: { code: 'SOURCE_FORBIDDEN', message: text.nothingReadable(server), action },
      };
    }
    everRead = true;
    return { type: 'live', label, state: 'current' };
  };
  const tell = coalesced(() => sink.status(status()), signal);
  sink.status(status());

  const options: Omit<KindReaderOptions, 'onSettled'> = {
    client,
    sink,
    signal,
    renewed: () => watches.signal,
    rights: shared(() => readNamespaceRights(client, first.namespaces, signal), RIGHTS_AGE_MS),
    onProgress(kind, done, total) {
      progress.set(kind.name, { kind: kind.name, done, total });
      if (!settled.has(kind.name)) tell();
    },
    onHealth(scope) {
      const before = health.failing().length;
      health.note(scope, Date.now());
      if (before > 0 || scope.failures > 0) tell();
    },
    onGone(scope) {
      health.gone(scope);
      tell();
    },
  };
  const read = async (kind: LiveKind, stop: AbortSignal): Promise<void> => {
    const onSettled = (state: KindCompleteness['state']) => {
      settled.set(kind.name, state);
      everSettled.add(kind.name);
      tell();
    };
    try {
      await readKind(kind, { ...options, signal: stop, onSettled });
    } catch (error) {
      if (!stop.aborted) throw error;
    }
  };

  const setInstalled = (kinds: readonly LiveKind[]) => {
    const names = new Set(kinds.map(({ name }) => name));
    for (const [name, { kind, stop }] of installed) {
      if (names.has(name)) continue;
      stop.abort();
      installed.delete(name);
      settled.delete(name);
      health.gone(name);
      sink.forget(name, kind.resource);
    }
    for (const kind of kinds) {
      if (installed.has(kind.name)) continue;
      const stop = new AbortController();
      installed.set(kind.name, { kind, stop });
      void read(kind, AbortSignal.any([signal, stop.signal]));
    }
  };
  const beat = async () => {
    for (;;) {
      try {
        const known = [...installed.values()].map(({ kind }) => kind);
        setInstalled(await discoverKinds(client, signal, known));
        lastBeat = Date.now();
        if (lost !== undefined || !discovered) tell();
        discovered = true;
        lost = undefined;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApiError)) throw error;
        // A refusal is an answer; silence is not, and open watches would not notice it for minutes.
        if (error.status !== 0 && error.status < 500) {
          lastBeat = Date.now();
          discovered = true;
        } else {
          lost = error;
          watches.abort(new ApiError(0, 'Silent', error.message));
          watches = new AbortController();
          tell();
        }
      }
      await sleep(HEARTBEAT_MS, undefined, { signal });
    }
  };
  await Promise.all([beat(), ...LIVE_KINDS.map((kind) => read(kind, signal))]);
}

/** Reads the kubeconfig anew when the credentials are no longer accepted: tokens and certificates are replaced on disk. */
function reconnectingClient(first: Connection, spec: ConnectionSpec, signal: AbortSignal): ApiClient {
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
  }, HEARTBEAT_MS);
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
  };
}

/** The same answer for everybody who asks within `ageMs`; a failure is not kept. */
function shared<T>(ask: () => Promise<T>, ageMs: number): () => Promise<T> {
  let last: { readonly answer: Promise<T>; readonly at: number } | undefined;
  return () => {
    if (last === undefined || Date.now() - last.at > ageMs) {
      const answer = ask();
      const entry = { answer, at: Date.now() };
      last = entry;
      answer.catch(() => {
        if (last === entry) last = undefined;
      });
    }
    return last.answer;
  };
}

function coalesced(tell: () => void, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  return () => {
    if (signal.aborted) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      tell();
    }, STATUS_MS);
  };
}

/** The sink's promise: not a word after the end. */
function untilStopped(sink: SourceSink, signal: AbortSignal): SourceSink {
  const unless =
    <Arguments extends readonly unknown[]>(tell: (...args: Arguments) => void) =>
    (...args: Arguments) => {
      if (!signal.aborted) tell(...args);
    };
  return {
    coming: unless((objects) => sink.coming?.(objects)),
    reset: unless(sink.reset),
    upsert: unless(sink.upsert),
    remove: unless(sink.remove),
    completeness: unless(sink.completeness),
    forget: unless(sink.forget),
    unread: unless(sink.unread),
    notes: unless(sink.notes),
    status: unless(sink.status),
  };
}

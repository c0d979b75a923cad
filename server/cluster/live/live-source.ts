import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import * as text from '#lib/text/en/live.ts';
import type { ClusterSource, SourceSink } from '#server/cluster/source.ts';
import { ApiError } from './api-error.ts';
import { createBackOff } from './back-off.ts';
import { type ClusterReading, createClusterReading } from './cluster-reading.ts';
import { type Connection, type ConnectionSpec, openConnection } from './connection.ts';
import { discoverKinds } from './discover-kinds.ts';
import { type KindReaderOptions, readKind } from './kind-reader.ts';
import { withKnownNamespaces } from './known-namespaces.ts';
import { createListLedger } from './list-ledger.ts';
import { LIVE_KINDS, type LiveKind } from './live-kind.ts';
import { readNamespaceRights } from './readable-namespaces.ts';
import { reconnectingClient } from './reconnecting-client.ts';
import { shared } from './shared.ts';
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
  let reading: ClusterReading | undefined;
  return {
    type: 'live',
    start(sink) {
      const onReading = (next: ClusterReading) => {
        reading = next;
      };
      ended = run(spec, untilStopped(sink, abort.signal), onReading, abort.signal);
    },
    record: () => reading?.record(),
    freeze: async (options) => reading?.freeze(options),
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

async function run(
  spec: ConnectionSpec,
  sink: SourceSink,
  onReading: (reading: ClusterReading) => void,
  signal: AbortSignal,
): Promise<void> {
  const name = spec.inCluster === true ? 'in-cluster' : (spec.context ?? '');
  const backOff = createBackOff();
  try {
    for (;;) {
      try {
        const connection = await openConnection(spec);
        try {
          await readCluster(connection, spec, sink, onReading, signal);
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
  told: SourceSink,
  onReading: (reading: ClusterReading) => void,
  signal: AbortSignal,
): Promise<void> {
  const { sink, namespaces } = withKnownNamespaces(told);
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
  let silent: ApiError | undefined;
  let lastBeat: number | undefined;
  let watches = new AbortController();
  /** Aborts at the next loss. */
  let loss = new AbortController();

  const status = (): SourceStatus => {
    const failing = health.failing();
    const error = failing[0]?.error ?? silent;
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
  const lost = () => {
    const { state, asOf } = status();
    return state === 'lost' ? { ...(asOf === undefined ? {} : { asOf }) } : undefined;
  };
  const ledger = createListLedger();
  const reading = createClusterReading(client, { ledger, lost, untilLost: () => loss.signal }, signal);
  const tell = coalesced(() => {
    const now = status();
    if (now.state === 'current') reading.begin();
    if (now.state === 'lost') {
      loss.abort();
      loss = new AbortController();
    }
    sink.status(now);
  }, signal);
  /** The first reading is whole: nobody should wait for the next time that something is told. */
  const tellWhole = () => {
    if (!everRead && status().state === 'current') tell.soon();
    else tell();
  };
  sink.status(status());
  onReading(reading);

  const options: Omit<KindReaderOptions, 'onSettled'> = {
    client,
    sink,
    ledger,
    signal,
    renewed: () => watches.signal,
    namespaces,
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
      tellWhole();
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
        const isNews = silent !== undefined || !discovered;
        discovered = true;
        silent = undefined;
        if (isNews) tellWhole();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApiError)) throw error;
        // A refusal is an answer; silence is not, and open watches would not notice it for minutes.
        if (error.status !== 0 && error.status < 500) {
          lastBeat = Date.now();
          const isNews = !discovered;
          discovered = true;
          if (isNews) tellWhole();
        } else {
          silent = error;
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

/** Tells at most every STATUS_MS; `soon`: once what goes on in this turn is done. */
function coalesced(tell: () => void, signal: AbortSignal): { (): void; soon(): void } {
  let timer: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  const after = (milliseconds: number) => {
    if (signal.aborted) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      tell();
    }, milliseconds);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = undefined;
    after(0);
  };
  return Object.assign(() => after(STATUS_MS), { soon });
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

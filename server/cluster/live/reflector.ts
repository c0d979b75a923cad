import { setTimeout as sleep } from 'node:timers/promises';
import * as text from '#lib/text/en/live.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError, errorOfStatus, isAbsent, isExpired, isForbidden } from './api-error.ts';
import { createBackOff } from './back-off.ts';
import { isRecord, type Known, type Listing, type LiveItem, listPages, liveItem, type OnPage } from './list-pages.ts';
import { acceptOf, type LiveKind, listAddress } from './live-kind.ts';

/** The server ends a watch after a while, each at another time; then it goes on from where it was. */
const WATCH_SECONDS = { least: 240, spread: 240 };
/** Beyond the watch's own end, silence means that the connection is gone. */
const WATCH_GRACE_MS = 15_000;
/** Where lists are allowed and watches are not. */
const POLL_MS = 30_000;

/** What one reflector sees: one kind, in one namespace or everywhere. */
export interface ReflectorEvents {
  known: Known;
  onPage: OnPage;
  /**
   * The whole list as it is now: the first time, and again when changes were missed or somebody asked. `polled`: it may
   * not be watched.
   */
  onListed(listing: Listing, polled: boolean): void;
  onChanged(item: LiveItem): void;
  onRemoved(item: LiveItem): void;
  /** The watch has told everything up to this version. */
  onWatched(resourceVersion: string): void;
  /** It hears from the server: an answer, an event, a bookmark. */
  onAlive(): void;
  /** It failed, `failures` times in a row, and tries again by itself. */
  onFailed(error: ApiError, failures: number): void;
}

export interface ReflectorOptions {
  readonly client: ApiClient;
  readonly kind: LiveKind;
  /** Absent: everywhere. */
  readonly namespace?: string;
  readonly events: ReflectorEvents;
  readonly signal: AbortSignal;
  /** Breaks the watch of the moment when it aborts; a new one each time. */
  readonly renewed: () => AbortSignal;
  /** Makes it list again when it aborts; another one once it has listed. */
  readonly listAgain: () => AbortSignal;
}

/**
 * Keeps a copy of one kind current: lists in pages, watches from that version with bookmarks, lists again where the
 * version is gone or somebody asks, and comes back by itself after any failure. Ends only when it may not read, when the
 * server does not serve the kind, or when `signal` aborts (then it rejects).
 */
export async function reflect(options: ReflectorOptions): Promise<'forbidden' | 'absent'> {
  const { client, kind, namespace, events, signal, renewed, listAgain } = options;
  const backOff = createBackOff();
  const expiryBackOff = createBackOff();
  let failures = 0;
  let expiries = 0;
  let version: string | undefined;
  let watchable = true;
  const alive = () => {
    failures = 0;
    backOff.reset();
    events.onAlive();
  };
  for (;;) {
    let again: AbortSignal | undefined;
    try {
      if (listAgain().aborted) version = undefined;
      if (version === undefined) version = await list(options, alive, !watchable);
      again = listAgain();
      if (watchable) {
        const any = AbortSignal.any([signal, renewed(), again]);
        for await (const change of watch(client, kind, namespace, version, alive, any)) {
          alive();
          expiries = 0;
          expiryBackOff.reset();
          version = change.version ?? version;
          if (change.type === 'changed') events.onChanged(change.item);
          else if (change.type === 'removed') events.onRemoved(change.item);
          if (change.version !== undefined) events.onWatched(change.version);
        }
      } else {
        await sleep(POLL_MS, undefined, { signal: AbortSignal.any([signal, again]) });
        version = undefined;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (again?.aborted === true) continue;
      const failure = error instanceof ApiError ? error : new ApiError(0, 'Broken', String(error));
      if (isExpired(failure)) {
        // Without a pause a server whose newest version is always gone would be asked without end.
        if (expiries > 0) await expiryBackOff.wait(undefined, signal);
        expiries += 1;
        version = undefined;
        continue;
      }
      if (isAbsent(failure)) return 'absent';
      if (isForbidden(failure)) {
        if (version === undefined) return 'forbidden';
        watchable = false;
        version = undefined;
        continue;
      }
      failures += 1;
      events.onFailed(failure, failures);
      await backOff.wait(failure.retryAfterSeconds, signal);
    }
  }
}

/** A function of its own, so that the list does not live as long as the watch that goes on from it. */
async function list(
  { client, kind, namespace, events, signal }: ReflectorOptions,
  onAnswer: () => void,
  polled: boolean,
): Promise<string> {
  const listing = await listPages(client, kind, namespace, events.onPage, signal, events.known);
  onAnswer();
  events.onListed(listing, polled);
  return listing.resourceVersion;
}

type Change =
  | { readonly type: 'changed' | 'removed'; readonly item: LiveItem; readonly version: string | undefined }
  | { readonly type: 'bookmark'; readonly version: string | undefined };

async function* watch(
  client: ApiClient,
  kind: LiveKind,
  namespace: string | undefined,
  resourceVersion: string,
  onAnswer: () => void,
  signal: AbortSignal,
): AsyncGenerator<Change, void> {
  const { path, query } = listAddress(kind, namespace);
  const timeoutSeconds = Math.round(WATCH_SECONDS.least + WATCH_SECONDS.spread * Math.random());
  const lines = client.lines({
    path,
    query: { ...query, watch: 'true', allowWatchBookmarks: 'true', resourceVersion, timeoutSeconds },
    accept: acceptOf(kind, 'watch'),
    signal,
    onAnswer,
    silenceMs: timeoutSeconds * 1_000 + WATCH_GRACE_MS,
  });
  for await (const line of lines) {
    if (!isRecord(line) || !isRecord(line.object)) throw new ApiError(0, 'NotAnEvent', text.notAnEvent);
    const { type, object } = line;
    if (type === 'ERROR') throw errorOfStatus(500, object);
    const metadata = isRecord(object.metadata) ? object.metadata : {};
    const version = typeof metadata.resourceVersion === 'string' ? metadata.resourceVersion : undefined;
    if (type === 'BOOKMARK') {
      yield { type: 'bookmark', version };
      continue;
    }
    const item = liveItem(kind, object);
    if (item !== undefined) yield { type: type === 'DELETED' ? 'removed' : 'changed', item, version };
  }
}

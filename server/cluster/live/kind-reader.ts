import { setTimeout as sleep } from 'node:timers/promises';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import type { ObjectChange } from '#lib/kube/source-record.ts';
import * as text from '#lib/text/en/live.ts';
import type { SourceSink } from '#server/cluster/source.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createKindCopy, type KindCopy } from './kind-copy.ts';
import type { KnownNamespaces } from './known-namespaces.ts';
import type { ListEntry, ListLedger } from './list-ledger.ts';
import type { LiveItem } from './list-pages.ts';
import { acceptOf, type LiveKind, listAddress } from './live-kind.ts';
import type { NamespaceRights } from './readable-namespaces.ts';
import { type ReflectorEvents, reflect } from './reflector.ts';

/** Rights are granted, and kinds installed, while we run. */
const RECHECK_MS = 30_000;

/** How one scope (a kind, or a kind in one namespace) is doing. */
export interface ScopeHealth {
  readonly scope: string;
  readonly error?: ApiError;
  readonly failures: number;
}

export interface KindReaderOptions {
  readonly client: ApiClient;
  readonly sink: SourceSink;
  /** Where the lists are written down. */
  readonly ledger: ListLedger;
  readonly signal: AbortSignal;
  /** Breaks the watches of the moment when it aborts; a new one each time. */
  readonly renewed: () => AbortSignal;
  /** Shared by all kinds; may be some seconds old. Throws ApiError where the server is gone. */
  readonly rights: () => Promise<NamespaceRights>;
  /** Those that the sink knows, also while rights are older. */
  readonly namespaces: KnownNamespaces;
  readonly onProgress: (kind: LiveKind, done: number, total: number) => void;
  readonly onHealth: (health: ScopeHealth) => void;
  /** A scope is no longer read, so its health no longer counts. */
  readonly onGone: (scope: string) => void;
  /** First outcome: read, or known not to be readable. Told once. */
  readonly onSettled: (state: KindCompleteness['state']) => void;
}

/**
 * Reads one kind for as long as `signal` lets it: everywhere where that is allowed, else in each namespace where it is.
 * Rejects with the signal's reason.
 */
export async function readKind(kind: LiveKind, options: KindReaderOptions): Promise<never> {
  const { client, sink, ledger, signal, renewed, onHealth, onGone } = options;
  const copy = createKindCopy(kind, sink);
  let settled = false;
  const settle = (completeness: Omit<KindCompleteness, 'resource' | 'kind' | 'count'>) => {
    sink.completeness({ resource: kind.resource, kind: kind.name, count: copy.size(), ...completeness });
    if (settled) return;
    settled = true;
    options.onSettled(completeness.state);
  };
  for (;;) {
    const scope = kind.name;
    const entry = ledger.open(kind, undefined);
    const events: ReflectorEvents = {
      ...eventsOf(copy, entry),
      onPage(done, total, items) {
        options.onProgress(kind, done, total);
        sink.coming?.(items.flatMap(({ projection: { kept } }) => kept ?? []));
      },
      onListed(listing, polled) {
        const differing = copy.replace(listing);
        const { resourceVersion, pages } = listing;
        settle({ state: 'read', resourceVersion, pages, ...(polled ? { message: text.polled } : {}) });
        entry.listed(listing, differing);
      },
      onAlive: () => onHealth({ scope, failures: 0 }),
      onFailed: (error, failures) => onHealth({ scope, error, failures }),
    };
    let outcome: Awaited<ReturnType<typeof reflect>>;
    try {
      outcome = await reflect({ client, kind, events, signal, renewed, listAgain: entry.listAgain });
    } finally {
      entry.close();
    }
    onGone(scope);
    if (outcome === 'absent') {
      copy.clear();
      settle({ state: 'absent' });
    } else if (kind.namespaced || kind.kind === 'Namespace') {
      await readNamespaces(kind, copy, settle, options);
    } else {
      copy.clear();
      settle({ state: 'forbidden' });
    }
    while (!(await mayReadAll(client, kind, signal))) await sleep(RECHECK_MS, undefined, { signal });
  }
}

/** Reads the kind in single namespaces until it may be read everywhere. */
async function readNamespaces(
  kind: LiveKind,
  copy: KindCopy,
  settle: (completeness: Omit<KindCompleteness, 'resource' | 'kind' | 'count'>) => void,
  { client, ledger, signal, renewed, rights, namespaces, onHealth, onGone }: KindReaderOptions,
): Promise<void> {
  const running = new Map<string, { readonly abort: AbortController; read: boolean; readonly first: Promise<void> }>();
  const stop = (namespace: string) => {
    running.get(namespace)?.abort.abort();
    running.delete(namespace);
    copy.clear(namespace);
    onGone(`${kind.name} ${namespace}`);
  };
  const start = (namespace: string) => {
    const abort = new AbortController();
    const { promise: first, resolve } = Promise.withResolvers<void>();
    const entry = { abort, read: false, first };
    running.set(namespace, entry);
    const scope = `${kind.name} ${namespace}`;
    const list = ledger.open(kind, namespace);
    const events: ReflectorEvents = {
      ...eventsOf(copy, list),
      onPage: () => undefined,
      onListed(listing) {
        list.listed(listing, copy.replace(listing, namespace));
        entry.read = true;
        resolve();
      },
      onAlive: () => onHealth({ scope, failures: 0 }),
      onFailed: (error, failures) => onHealth({ scope, error, failures }),
    };
    const either = AbortSignal.any([signal, abort.signal]);
    reflect({ client, kind, namespace, events, signal: either, renewed, listAgain: list.listAgain })
      .then(
        () => {
          entry.read = false;
          onGone(scope);
        },
        () => undefined,
      )
      .finally(() => {
        list.close();
        resolve();
      });
  };
  try {
    for (;;) {
      const now = await untilAnswered(rights, signal, (error, failures) =>
        onHealth({ scope: kind.name, error, failures }),
      );
      onGone(kind.name);
      const wanted = new Set(now.readable(kind));
      for (const namespace of running.keys()) if (!wanted.has(namespace)) stop(namespace);
      for (const namespace of wanted) if (!running.has(namespace)) start(namespace);
      copy.keepOnly(wanted);
      await Promise.all([...running.values()].map(({ first }) => first));
      signal.throwIfAborted();
      const refused = now.denied(kind);
      // one that came since rights were asked was not read: nothing may be said of it before it is asked about
      const since = kind.namespaced
        ? [...namespaces.names].filter((name) => !running.has(name) && !refused.includes(name))
        : [];
      const unread = [...running].filter(([, { read }]) => !read).map(([name]) => name);
      const message = [
        now.isCut(kind) ? text.tooManyNamespaces(wanted.size) : undefined,
        now.allKnown ? undefined : text.otherNamespacesUnknown,
      ].filter((sentence) => sentence !== undefined);
      const denied = new Set([...refused, ...unread, ...since]);
      const tell = () =>
        settle({
          state: [...running.values()].some(({ read }) => read) ? 'partial' : 'forbidden',
          ...(denied.size > 0 ? { deniedNamespaces: [...denied].sort() } : {}),
          ...(message.length > 0 ? { message: message.join(' ') } : {}),
        });
      tell();
      const end = kind.namespaced
        ? namespaces.onAdded((name) => {
            if (running.has(name) || denied.has(name)) return;
            denied.add(name);
            tell();
          })
        : undefined;
      try {
        await sleep(RECHECK_MS, undefined, { signal });
      } finally {
        end?.();
      }
      if (await mayReadAll(client, kind, signal)) return;
    }
  } finally {
    for (const { abort } of running.values()) abort.abort();
    for (const namespace of running.keys()) onGone(`${kind.name} ${namespace}`);
  }
}

async function untilAnswered(
  rights: () => Promise<NamespaceRights>,
  signal: AbortSignal,
  onFailed: (error: ApiError, failures: number) => void,
): Promise<NamespaceRights> {
  for (let failures = 1; ; failures++) {
    try {
      return await rights();
    } catch (error) {
      signal.throwIfAborted();
      onFailed(error instanceof ApiError ? error : new ApiError(0, 'Broken', String(error)), failures);
      await sleep(Math.min(failures, 10) * 500, undefined, { signal });
    }
  }
}

/** One object is enough to know. Whatever is no answer counts as no: it is asked again. */
async function mayReadAll(client: ApiClient, kind: LiveKind, signal: AbortSignal): Promise<boolean> {
  try {
    const { path, query } = listAddress(kind, undefined);
    await client.json({ path, query: { ...query, limit: 1 }, accept: acceptOf(kind, 'list'), signal });
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** What a watch tells, for the copy and for the ledger. */
function eventsOf(
  copy: KindCopy,
  entry: ListEntry,
): Pick<ReflectorEvents, 'known' | 'onChanged' | 'onRemoved' | 'onWatched'> {
  return {
    known: copy.known,
    onChanged(item) {
      copy.change(item);
      entry.changed(written(item));
    },
    onRemoved({ key, resourceVersion }) {
      copy.remove(key);
      entry.changed({ name: key, change: 'removed', resourceVersion });
    },
    onWatched: entry.watched,
  };
}

function written({ key, resourceVersion }: LiveItem): ObjectChange {
  return { name: key, change: 'written', resourceVersion };
}

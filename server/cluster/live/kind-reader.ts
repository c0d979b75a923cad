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
  /** Default 30 s. */
  readonly recheckMs?: number;
}

type Told = Omit<KindCompleteness, 'resource' | 'kind' | 'count'>;

/** What is read of the kind in single namespaces, and how that is told. */
interface InNamespaces {
  readonly copy: KindCopy;
  readonly running: Map<string, { readonly abort: AbortController; read: boolean; readonly first: Promise<void> }>;
  settle(told: Told): void;
  /** Nothing may be said of it before it was asked about. */
  unread(namespace: string): void;
}

/**
 * Reads one kind for as long as `signal` lets it: everywhere where that is allowed, else in each namespace where it is.
 * Rejects with the signal's reason.
 */
export async function readKind(kind: LiveKind, options: KindReaderOptions): Promise<never> {
  const { client, sink, ledger, signal, renewed, onHealth, onGone, namespaces, recheckMs = RECHECK_MS } = options;
  const copy = createKindCopy(kind, sink);
  const running: InNamespaces['running'] = new Map();
  let last: Told | undefined;
  let isWhole = true;
  const settle = (told: Told) => {
    const isFirst = last === undefined;
    last = told;
    sink.completeness({ resource: kind.resource, kind: kind.name, count: copy.size(), ...told });
    if (isFirst) options.onSettled(told.state);
  };
  const unread = (name: string) => {
    if (isWhole || last === undefined || running.get(name)?.read === true) return;
    const { deniedNamespaces = [], ...rest } = last;
    if (deniedNamespaces.includes(name)) return;
    const { state, message } = rest;
    settle({
      state: state === 'read' ? 'partial' : state,
      deniedNamespaces: [...deniedNamespaces, name].sort(),
      ...(message === undefined ? {} : { message }),
    });
  };
  if (kind.namespaced) signal.addEventListener('abort', namespaces.onAdded(unread), { once: true });
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
        isWhole = true;
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
    isWhole = outcome === 'absent';
    if (isWhole) {
      copy.clear();
      settle({ state: 'absent' });
    } else if (kind.namespaced || kind.kind === 'Namespace') {
      await readNamespaces(kind, { copy, running, settle, unread }, options);
    } else {
      copy.clear();
      settle({ state: 'forbidden' });
    }
    while (!(await mayReadAll(client, kind, signal))) await sleep(recheckMs, undefined, { signal });
  }
}

/** Reads the kind in single namespaces until it may be read everywhere. */
async function readNamespaces(
  kind: LiveKind,
  { copy, running, settle, unread }: InNamespaces,
  options: KindReaderOptions,
): Promise<void> {
  const { client, ledger, signal, renewed, rights, namespaces, onHealth, onGone, recheckMs = RECHECK_MS } = options;
  const stop = (namespace: string) => {
    running.get(namespace)?.abort.abort();
    running.delete(namespace);
    unread(namespace);
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
      // one that came since rights were asked was not read
      const since = kind.namespaced
        ? [...namespaces.names].filter((name) => !running.has(name) && !refused.includes(name))
        : [];
      const failed = [...running].filter(([, { read }]) => !read).map(([name]) => name);
      const denied = [...new Set([...refused, ...failed, ...since])].sort();
      const message = [
        now.isCut(kind) ? text.tooManyNamespaces(wanted.size) : undefined,
        now.allKnown ? undefined : text.otherNamespacesUnknown,
      ].filter((sentence) => sentence !== undefined);
      settle({
        state: [...running.values()].some(({ read }) => read) ? 'partial' : 'forbidden',
        ...(denied.length > 0 ? { deniedNamespaces: denied } : {}),
        ...(message.length > 0 ? { message: message.join(' ') } : {}),
      });
      await sleep(recheckMs, undefined, { signal });
      if (await mayReadAll(client, kind, signal)) return;
    }
  } finally {
    for (const { abort } of running.values()) abort.abort();
    for (const namespace of running.keys()) onGone(`${kind.name} ${namespace}`);
    running.clear();
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

import type { ListName, ListRecord, ObjectChange, ReadAgain } from '#lib/kube/source-record.ts';
import type { Listing } from './list-pages.ts';
import type { LiveKind } from './live-kind.ts';

/** Of a kind that never rests only so many changes since its list are known by name. */
const MAX_NAMED = 200;

/** Writes down the lists that the objects come from, and has them read again. */
export interface ListLedger {
  /** A kind begins to be read, everywhere or in one namespace. */
  open(kind: LiveKind, namespace: string | undefined): ListEntry;
  records(): readonly ListRecord[];
  /** The lists that were asked for before `since` (ms of this machine's clock). */
  olderThan(since: number): readonly ListEntry[];
  /** The lists after which the watch told of changes. */
  changed(): readonly ListEntry[];
}

/** One list and the watch that goes on from it. */
export interface ListEntry {
  readonly name: ListName;
  /** `differing`: in what the list differs from what was known before it. */
  listed(listing: Listing, differing: readonly ObjectChange[]): void;
  changed(change: ObjectChange): void;
  watched(resourceVersion: string): void;
  /** The kind is no longer read here. */
  close(): void;
  /** Aborts when the list is wanted again; another one once it is there. */
  listAgain(): AbortSignal;
  /** Asks for the list; resolves when it is there or the kind is no longer read here. Rejects with the signal's reason. */
  readAgain(signal: AbortSignal): Promise<void>;
  /** What happened between the list before and this one; undefined where there is only one. */
  sinceListBefore(): ReadAgain | undefined;
}

interface Entry extends ListEntry {
  record(): ListRecord | undefined;
  readonly started: () => number;
  readonly changes: () => number;
}

export function createListLedger(): ListLedger {
  const entries = new Set<Entry>();
  return {
    open(kind, namespace) {
      const entry = createEntry(kind, namespace, () => entries.delete(entry));
      entries.add(entry);
      return entry;
    },
    records: () => [...entries].flatMap((entry) => entry.record() ?? []).sort(byName),
    olderThan: (since) => [...entries].filter((entry) => entry.started() < since),
    changed: () => [...entries].filter((entry) => entry.changes() > 0),
  };
}

function createEntry(kind: LiveKind, namespace: string | undefined, onClosed: () => void): Entry {
  const name: ListName = { resource: kind.resource, ...(namespace === undefined ? {} : { namespace }) };
  let listing: Omit<Listing, 'items'> & { readonly count: number } = NOTHING;
  let watchedTo: string | undefined;
  let changes = 0;
  const named = new Map<string, ObjectChange>();
  let before: ReadAgain | undefined;
  let wanted = new AbortController();
  const waiting = new Set<() => void>();

  const note = (change: ObjectChange) => {
    changes += 1;
    if (named.size < MAX_NAMED || named.has(change.name)) named.set(change.name, change);
  };
  const settle = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  return {
    name,
    listed({ items, ...listed }, differing) {
      if (listing !== NOTHING) for (const change of differing) note(change);
      const objects = [...named.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const more = named.size < MAX_NAMED ? 0 : changes - named.size;
      const versions = { from: listing.resourceVersion, to: listed.resourceVersion };
      before =
        listing === NOTHING
          ? undefined
          : { ...name, kind: kind.kind, ...versions, objects, ...(more > 0 ? { more } : {}) };
      listing = { ...listed, count: items.length };
      watchedTo = undefined;
      changes = 0;
      named.clear();
      wanted = new AbortController();
      settle();
    },
    changed: note,
    watched(resourceVersion) {
      watchedTo = resourceVersion;
    },
    close() {
      before = undefined;
      onClosed();
      settle();
    },
    listAgain: () => wanted.signal,
    readAgain(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const aborted = () => {
        waiting.delete(done);
        reject(signal.reason);
      };
      const done = () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      signal.addEventListener('abort', aborted, { once: true });
      waiting.add(done);
      if (signal.aborted) aborted();
      else wanted.abort();
      return promise;
    },
    sinceListBefore: () => before,
    started: () => listing.started,
    changes: () => changes,
    record() {
      if (listing === NOTHING) return undefined;
      const { resourceVersion, pages, count } = listing;
      return {
        ...name,
        apiVersion: kind.apiVersion,
        resourceVersion,
        started: new Date(listing.started).toISOString(),
        ended: new Date(listing.ended).toISOString(),
        pages,
        count,
        ...(watchedTo === undefined ? {} : { watchedTo }),
        changes,
      };
    },
  };
}

/** Before the first list: older than any. */
const NOTHING = {
  resourceVersion: '',
  pages: 0,
  count: 0,
  started: Number.NEGATIVE_INFINITY,
  ended: Number.NEGATIVE_INFINITY,
};

function byName(a: ListName, b: ListName): number {
  const [left, right] = [`${a.resource} ${a.namespace ?? ''}`, `${b.resource} ${b.namespace ?? ''}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

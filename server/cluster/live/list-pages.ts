import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Projection, projectObject } from '#lib/kube/project.ts';
import * as text from '#lib/text/en/live.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError, isExpired } from './api-error.ts';
import { acceptOf, type LiveKind, listAddress } from './live-kind.ts';

/** Parsing one page of pods takes some 20 ms; a whole list at once would stop everything else for a second. */
const PAGE_OBJECTS = 500;
/** How many are projected before others get a turn. */
const TURN_OBJECTS = 100;
/** A server that compacts faster than we read pages gets larger ones, and at last a single one. */
const PAGE_GROWTH = 8;
const MAX_RESTARTS = 3;

export interface LiveItem {
  /** `ns/name`, or `name`. */
  readonly key: string;
  /** Empty where the server gives none. */
  readonly resourceVersion: string;
  readonly projection: Projection;
}

export interface Listing {
  readonly items: readonly LiveItem[];
  readonly resourceVersion: string;
  readonly pages: number;
  /** When the first page was asked for and when the last one was there, in ms of this machine's clock. */
  readonly started: number;
  readonly ended: number;
}

/** Hears of each page: how many objects there are so far, of how many by the server's estimate, and those of this page. */
export type OnPage = (done: number, total: number, items: readonly LiveItem[]) => void;

/** Gives an item with the object that is known already where it says the same, so that a list does not hold all twice. */
export type Known = (item: LiveItem) => LiveItem;

/**
 * Lists the kind in pages, each object projected as it comes, while the server prepares the next page. A list that expired between two pages starts over. Throws ApiError.
 */
export async function listPages(
  client: ApiClient,
  kind: LiveKind,
  namespace: string | undefined,
  onPage: OnPage,
  signal: AbortSignal,
  known: Known = (item) => item,
): Promise<Listing> {
  for (let restart = 0; ; restart++) {
    const limit = restart < MAX_RESTARTS ? PAGE_OBJECTS * PAGE_GROWTH ** restart : undefined;
    try {
      return await listOnce(client, kind, namespace, limit, onPage, signal, known);
    } catch (error) {
      if (!isExpired(error) || limit === undefined) throw error;
    }
  }
}

async function listOnce(
  client: ApiClient,
  kind: LiveKind,
  namespace: string | undefined,
  limit: number | undefined,
  onPage: OnPage,
  signal: AbortSignal,
  known: Known,
): Promise<Listing> {
  const { path, query } = listAddress(kind, namespace);
  const accept = acceptOf(kind, 'list');
  const ask = async (next?: string) =>
    readPage(await client.json({ path, query: { ...query, limit, continue: next }, accept, signal }));
  const items: LiveItem[] = [];
  const started = Date.now();
  let page = await ask();
  let ended = Date.now();
  // All pages are of the first one's version.
  const { resourceVersion } = page;
  for (let pages = 1; ; pages++) {
    const ahead = page.next === undefined ? undefined : ask(page.next);
    ahead?.catch(() => undefined); // it is awaited below, but may fail before
    const first = items.length;
    for (const [index, raw] of page.items.entries()) {
      if (index > 0 && index % TURN_OBJECTS === 0) await nextTurn();
      const item = liveItem(kind, raw);
      if (item !== undefined) items.push(known(item));
    }
    onPage(items.length, items.length + page.remaining, items.slice(first));
    if (ahead === undefined) {
      signal.throwIfAborted();
      return { items, resourceVersion, pages, started, ended };
    }
    page = await ahead;
    ended = Date.now();
  }
}

/** The object's key and what is kept of it; undefined for what has no name. Items of a list do not say their kind. */
export function liveItem({ apiVersion, kind }: LiveKind, raw: unknown): LiveItem | undefined {
  if (!isRecord(raw) || !isRecord(raw.metadata) || typeof raw.metadata.name !== 'string') return undefined;
  const { name, namespace, resourceVersion } = raw.metadata;
  return {
    key: typeof namespace === 'string' && namespace !== '' ? `${namespace}/${name}` : name,
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    projection: projectObject({ ...raw, apiVersion, kind }),
  };
}

interface Page {
  readonly items: readonly unknown[];
  readonly resourceVersion: string;
  readonly next: string | undefined;
  readonly remaining: number;
}

function readPage(body: unknown): Page {
  // An empty list may be written as null.
  if (!isRecord(body) || !isRecord(body.metadata) || !(Array.isArray(body.items) || body.items == null)) {
    throw new ApiError(0, 'NotAList', text.notAList);
  }
  const { resourceVersion, continue: next, remainingItemCount } = body.metadata;
  return {
    items: body.items ?? [],
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    next: typeof next === 'string' && next !== '' ? next : undefined,
    remaining: typeof remainingItemCount === 'number' ? remainingItemCount : 0,
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { isRingfenceError } from '#lib/api/errors.ts';
import { createPlaceBook, type KnownPlaces, type PlaceBook } from '#lib/graph/known-places.ts';
import { keepPlaces, keptPlaces } from '#server/store/kept-places.ts';
import type { KeptCluster } from './kept-cluster.ts';

/** A live cluster changes its picture often, and a picture that is a second old may be lost. */
const KEEP_AFTER_MS = 1000;

export interface KeptPlaceBook {
  readonly book: PlaceBook;
  /** Writes what waits. */
  readonly flush: () => void;
}

/** The book of a cluster's pictures; with a data folder it is what it was before a restart. */
export function createKeptPlaceBook(kept: KeptCluster | undefined): KeptPlaceBook {
  if (kept === undefined) return { book: createPlaceBook(), flush: () => undefined };
  const { store, cluster } = kept;
  const waiting = new Map<string, KnownPlaces>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    try {
      for (const [view, places] of waiting) keepPlaces(store, cluster, view, places);
    } catch (error) {
      if (!isRingfenceError(error)) throw error; // a full disk costs the places, not the picture
    }
    waiting.clear();
  };
  const book = createPlaceBook(keptPlaces(store, cluster), (view, places) => {
    if (store.readOnly !== undefined) return;
    waiting.set(view, places);
    timer ??= setTimeout(flush, KEEP_AFTER_MS).unref();
  });
  return { book, flush };
}

import { z } from 'zod';
import { type KnownPlaces, VIEWS_KEPT } from '#lib/graph/known-places.ts';
import { ZONES } from '#lib/graph/zones.ts';
import { inTransaction, type Store } from './store.ts';

const places = z.record(
  z.string(),
  z.union([
    z.tuple([z.number(), z.number(), z.number(), z.number()]),
    z.tuple([z.number(), z.number(), z.number(), z.number(), z.enum(ZONES)]),
  ]),
);

/**
 * Where the boxes of a cluster's pictures stood last, by view, the one that was drawn longest ago first. What cannot be
 * read is left out: a picture can be laid out anew.
 */
export function keptPlaces({ db }: Store, cluster: string): readonly (readonly [string, KnownPlaces])[] {
  const rows = db.prepare('SELECT view, places FROM map_places WHERE cluster = ? ORDER BY drawn').all(cluster);
  return rows.flatMap((row) => {
    const { view, places: text } = row as { view: string; places: string };
    const read = placesFrom(text);
    return read === undefined ? [] : [[view, read] as const];
  });
}

/** Keeps the places of one view, and forgets those of the views that were drawn longest ago. Throws NOT_WRITABLE. */
export function keepPlaces(store: Store, cluster: string, view: string, known: KnownPlaces): void {
  const rows = [...known].map(([id, { x, y, width, height, zone }]) => [
    id,
    zone === undefined ? [x, y, width, height] : [x, y, width, height, zone],
  ]);
  const next = '(SELECT coalesce(max(drawn), 0) + 1 FROM map_places WHERE cluster = ?1)';
  inTransaction(store, () => {
    store.db
      .prepare(`INSERT OR REPLACE INTO map_places (cluster, view, drawn, places) VALUES (?1, ?2, ${next}, ?3)`)
      .run(cluster, view, JSON.stringify(Object.fromEntries(rows)));
    store.db
      .prepare(
        `DELETE FROM map_places WHERE cluster = ?1 AND view NOT IN
          (SELECT view FROM map_places WHERE cluster = ?1 ORDER BY drawn DESC LIMIT ?2)`,
      )
      .run(cluster, VIEWS_KEPT);
  });
}

function placesFrom(text: string): KnownPlaces | undefined {
  const read = places.safeParse(parsed(text));
  if (!read.success) return undefined;
  return new Map(
    Object.entries(read.data).map(([id, [x, y, width, height, zone]]) => [
      id,
      { x, y, width, height, ...(zone === undefined ? {} : { zone }) },
    ]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

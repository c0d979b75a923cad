import { createHash } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';
import { inTransaction, type Store } from './store.ts';
import { addTrailLine } from './trail.ts';
import { hashOfEntry, type TrailActor } from './trail-line.ts';

/** A DataMap as it was given, with who kept it and when. */
export interface KeptDataMap {
  readonly text: string;
  readonly who: string;
  readonly when: string;
}

/** The one in force; undefined where none was ever kept, or the last was forgotten. */
export function keptDataMap(store: Store, cluster: string): KeptDataMap | undefined {
  const last = lastDataMap(store, cluster);
  return last === undefined || last.text === '' ? undefined : last;
}

/** Whether anything was ever kept here. */
export function hadDataMap(store: Store, cluster: string): boolean {
  return lastDataMap(store, cluster) !== undefined;
}

/** SHA-256 of a text in hex; null for none: what somebody looked at when they changed it. */
export function hashOfDataMap(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : createHash('sha256').update(text).digest('hex');
}

/**
 * Keeps a text, an empty one to forget what was kept; earlier ones stay in the database. With `expected`, only where that
 * is still the hash of what is kept. Throws CONFLICT, NOT_WRITABLE; nothing is changed then.
 */
export function keepDataMap(
  store: Store,
  cluster: string,
  { text, who: by, when }: KeptDataMap,
  who: TrailActor,
  expected?: string | null,
): void {
  inTransaction(store, () => {
    const before = hashOfDataMap(lastDataMap(store, cluster)?.text);
    if (expected !== undefined && expected !== before) throw new RingfenceError('CONFLICT', STORE.dataMapChanged);
    insertDataMap(store, cluster, { text, who: by, when });
    const hash = hashOfDataMap(text);
    addTrailLine(store, who, {
      action: hash === null ? 'data-map-forgotten' : 'data-map-kept',
      cluster,
      what: {
        ...(hash === null ? {} : { sha256: hash }),
        ...(before === null ? {} : { before }),
        entry: hashOfEntry(by, when),
      },
    });
  });
}

/** Inside a transaction. */
export function insertDataMap({ db }: Store, cluster: string, { text, who, when }: KeptDataMap): void {
  const sql = `INSERT INTO data_maps (cluster, seq, text, who, at)
    VALUES (?, (SELECT coalesce(max(seq), 0) + 1 FROM data_maps WHERE cluster = ?), ?, ?, ?)`;
  db.prepare(sql).run(cluster, cluster, text, who, when);
}

function lastDataMap({ db }: Store, cluster: string): KeptDataMap | undefined {
  const sql = 'SELECT text, who, at AS "when" FROM data_maps WHERE cluster = ? ORDER BY seq DESC LIMIT 1';
  const row = db.prepare(sql).get(cluster);
  return row === undefined ? undefined : { ...(row as unknown as KeptDataMap) };
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { blobFiles, blobName, isOrphanAge } from './blobs.ts';
import { inTransaction, type Store } from './store.ts';
import { addTrailLine } from './trail.ts';
import type { TrailActor } from './trail-line.ts';

/** How long the files of snapshots are kept. A snapshot stays where either says so; with neither, all stay. */
export interface Retention {
  /** The newest of each cluster. */
  readonly newest?: number;
  /** Those kept within so many months. */
  readonly months?: number;
}

/**
 * Takes the files of the snapshots that are to go; links, facts, notes and signatures stay, so that the chain can be
 * verified, and the trail says what went. The newest of each cluster always stays. Returns how many went.
 */
export function applyRetention(store: Store, { newest, months }: Retention, who: TrailActor): number {
  if (newest === undefined && months === undefined) return 0;
  const now = store.now();
  const since = months === undefined ? undefined : monthsBefore(now, months);
  const { gone, blobs } = inTransaction(store, () => {
    const { db } = store;
    const kept = db
      .prepare('SELECT cluster, seq, kept_at FROM snapshots WHERE removed_at IS NULL ORDER BY cluster, seq DESC')
      .all() as unknown as readonly { cluster: string; seq: number; kept_at: string }[];
    const going = [...Map.groupBy(kept, ({ cluster }) => cluster).values()].flatMap((ofCluster) =>
      ofCluster.filter(
        ({ kept_at }, position) =>
          position > 0 &&
          !(newest !== undefined && position < newest) &&
          !(since !== undefined && Date.parse(kept_at) >= since),
      ),
    );
    const hashes: string[] = [];
    for (const { cluster, seq } of going) {
      const files = db.prepare('SELECT name, hash FROM files WHERE cluster = ? AND seq = ?').all(cluster, seq);
      hashes.push(...files.map(({ hash }) => String(hash)));
      db.prepare('DELETE FROM files WHERE cluster = ? AND seq = ?').run(cluster, seq);
      db.prepare('UPDATE snapshots SET removed_at = ?, gaps = NULL WHERE cluster = ? AND seq = ?').run(
        now,
        cluster,
        seq,
      );
      addTrailLine(store, who, {
        action: 'snapshot-removed',
        cluster,
        what: { snapshot: seq, ...Object.fromEntries(files.map(({ name, hash }) => [String(name), String(hash)])) },
      });
    }
    return { gone: going.length, blobs: hashes };
  });
  removeUnnamed(store, blobs);
  return gone;
}

/** A blob goes where no row names it any more, in a transaction: another snapshot may have the same content. */
function removeUnnamed(store: Store, hashes: readonly string[]): void {
  if (hashes.length === 0) return;
  inTransaction(store, () => {
    const named = store.db.prepare('SELECT 1 FROM files WHERE hash = ? LIMIT 1');
    for (const hash of hashes) {
      if (named.get(hash) === undefined) rmSync(join(store.dataDir, blobName(hash)), { force: true });
    }
  });
}

/** What killed processes left: blobs that no row names, and half-written ones. Returns how many went. */
export function removeOrphans(store: Store, clock?: number): number {
  if (store.readOnly !== undefined) return 0;
  return inTransaction(store, () => {
    const named = store.db.prepare('SELECT 1 FROM files WHERE hash = ? LIMIT 1');
    let gone = 0;
    for (const { path, hash, ageMs } of blobFiles(store, clock)) {
      if (!isOrphanAge(ageMs) || (hash !== undefined && named.get(hash) !== undefined)) continue;
      rmSync(path, { force: true });
      gone++;
    }
    return gone;
  });
}

function monthsBefore(now: string, months: number): number {
  const day = new Date(now);
  day.setUTCMonth(day.getUTCMonth() - months);
  return day.getTime();
}

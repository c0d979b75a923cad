import { isRingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';
import { type Blob, checkBlob } from './blobs.ts';
import { declaredUnlikeTrail } from './declared-matches.ts';
import { chainLinks } from './snapshots.ts';
import type { Store } from './store.ts';
import { checkTrail } from './trail.ts';
import type { TrailCheck } from './trail-line.ts';
import { differencesFromTrail } from './trail-matches.ts';
import { type ChainCheck, verifyChain } from './verify-chain.ts';

export interface DamagedFile {
  readonly cluster: string;
  /** Absent for what is of no snapshot: a waiver, a DataMap. */
  readonly seq?: number;
  /** One of `SNAPSHOT_FILES`, or what else is kept: chain, files, facts, gaps, notes, signatures, "waiver W-1", "DataMap 2". */
  readonly name: string;
  readonly message: string;
}

export interface StoreCheck {
  /** RFC 3339. */
  readonly checkedAt: string;
  /** What SQLite's own check finds in the database; empty: nothing. */
  readonly database: readonly string[];
  readonly trail: TrailCheck;
  readonly chains: readonly (ChainCheck & { readonly cluster: string })[];
  /** Files that were read and compared with their hash. */
  readonly files: number;
  readonly damaged: readonly DamagedFile[];
}

/** Clusters of which something is in the chain. */
export function clustersInStore({ db }: Store): readonly string[] {
  return db
    .prepare('SELECT DISTINCT cluster FROM links ORDER BY cluster')
    .all()
    .map(({ cluster }) => String(cluster));
}

/** Recomputes the chain of one cluster, and that each link has its snapshot. */
export function checkChain(store: Store, cluster: string): ChainCheck {
  const check = verifyChain(chainLinks(store, cluster));
  if (check.problem !== undefined) return check;
  const sql = `SELECT seq FROM links LEFT JOIN snapshots USING (cluster, seq)
    WHERE cluster = ? AND snapshots.kept_at IS NULL ORDER BY seq LIMIT 1`;
  const lost = store.db.prepare(sql).get(cluster) as { seq: number } | undefined;
  return lost === undefined ? check : { ...check, problem: { seq: lost.seq, message: STORE.chain.lost(lost.seq) } };
}

/**
 * Reads everything there is, of all clusters or of one. What is damaged is named, and the rest is told as well. Takes as
 * long as reading all blobs takes: never on the thread that answers.
 */
export async function checkStore(store: Store, only?: string): Promise<StoreCheck> {
  const database = store.db
    .prepare('PRAGMA quick_check')
    .all()
    .map((row) => String(Object.values(row)[0]))
    .filter((line) => line !== 'ok');
  const clusters = only === undefined ? clustersInStore(store) : [only];
  const chains = clusters.map((cluster) => ({ cluster, ...checkChain(store, cluster) }));
  const rows = store.db
    .prepare(
      'SELECT cluster, seq, name, hash, bytes FROM files WHERE ? IS NULL OR cluster = ? ORDER BY cluster, seq, name',
    )
    .all(only ?? null, only ?? null) as unknown as readonly (Blob & Omit<DamagedFile, 'message'>)[];
  const damaged: DamagedFile[] = [...differencesFromTrail(store, only), ...declaredUnlikeTrail(store, only)];
  for (const { cluster, seq, name, hash, bytes } of rows) {
    try {
      await checkBlob(store, { hash, bytes });
    } catch (error) {
      if (!isRingfenceError(error)) throw error;
      damaged.push({ cluster, seq, name, message: error.message });
    }
  }
  return { checkedAt: store.now(), database, trail: checkTrail(store), chains, files: rows.length, damaged };
}

/** Nothing was found that should not be. */
export function isSound({ database, trail, chains, damaged }: StoreCheck): boolean {
  return (
    database.length === 0 &&
    trail.problem === undefined &&
    damaged.length === 0 &&
    chains.every(({ problem }) => problem === undefined)
  );
}

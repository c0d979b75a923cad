import { hasStore } from '#server/data-dir.ts';
import { inTransaction, openStore, type Store } from './store.ts';
import { namesOfOldFiles } from './take-over-files.ts';

const TABLES = ['links', 'waivers', 'data_maps', 'map_places', 'names'];

/** Every name under which something is kept, earlier versions' files among it, or a server had a cluster open. */
export function keptNames({ db, dataDir }: Store): readonly string[] {
  const sql = TABLES.map((table) => `SELECT cluster FROM ${table}`).join(' UNION ');
  const rows = db.prepare(sql).all();
  return [...new Set([...rows.map(({ cluster }) => String(cluster)), ...namesOfOldFiles(dataDir)])];
}

/** As `keptNames`, of a data folder that is not open here; none where nothing is there. Throws as `openStore`. */
export function keptNamesIn(dataDir: string): readonly string[] {
  return hasStore(dataDir) ? withStore(openStore(dataDir, { look: true }), keptNames) : [];
}

/** So that commands, which know one cluster, do not take one of several that were open for another. Throws as `openStore`. */
export function rememberNames(dataDir: string, names: readonly string[]): void {
  if (names.length === 0 || !hasStore(dataDir)) return;
  withStore(openStore(dataDir), (store) => {
    if (store.readOnly !== undefined) return;
    const insert = store.db.prepare('INSERT OR IGNORE INTO names VALUES (?)');
    inTransaction(store, () => {
      for (const name of names) insert.run(name);
    });
  });
}

function withStore<Result>(store: Store, work: (store: Store) => Result): Result {
  try {
    return work(store);
  } finally {
    store.close();
  }
}

import { hasStore } from '#server/data-dir.ts';
import { openStore, type Store } from './store.ts';

/** Every name under which something is kept. */
export function keptNames({ db }: Store): readonly string[] {
  const sql = 'SELECT cluster FROM links UNION SELECT cluster FROM waivers UNION SELECT cluster FROM data_maps';
  return db
    .prepare(sql)
    .all()
    .map(({ cluster }) => String(cluster));
}

/** As `keptNames`, of a data folder that is not open here; none where there is nothing that could be read. */
export function keptNamesIn(dataDir: string): readonly string[] {
  if (!hasStore(dataDir)) return [];
  try {
    const store = openStore(dataDir, { look: true });
    try {
      return keptNames(store);
    } finally {
      store.close();
    }
  } catch {
    return []; // whoever writes to it says what is wrong with it
  }
}

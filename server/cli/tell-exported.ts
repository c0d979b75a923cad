import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inTransaction, openStore, type Store } from '#server/store/store.ts';
import { addTrailLine } from '#server/store/trail.ts';
import type { TrailLine } from '#server/store/trail-line.ts';
import { commandActor, keptNameOf } from './keep.ts';
import type { CommonOptions } from './options.ts';

/**
 * A line of the trail about a result that lies in a file now. None where the store cannot be written to.
 * @param format and scope where they are other than those of all commands.
 */
export async function tellExported(
  common: CommonOptions,
  command: string,
  path: string,
  { format = common.format, scope = common.namespaces }: { format?: string; scope?: Iterable<string> } = {},
): Promise<void> {
  try {
    const store = openStore(common.dataDir);
    try {
      if (store.readOnly !== undefined) return;
      const cluster = keptNameOf(store, common);
      if (cluster === undefined) return;
      const told = scope === undefined ? 'all' : [...scope].sort();
      addExport(store, cluster, {
        ...{ command, file: basename(path), format, scope: told },
        sha256: await sha256Of(path),
      });
    } finally {
      store.close();
    }
  } catch {
    // A store of a newer version or damaged, a full disk: the result is in its file, and does not fail for its line.
  }
}

/** A file that a command gave away, in the trail of a store (gdpr.md §5.6). */
export function addExport(store: Store, cluster: string, what: TrailLine['what']): void {
  inTransaction(store, () => addTrailLine(store, commandActor(), { action: 'result-exported', cluster, what }));
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

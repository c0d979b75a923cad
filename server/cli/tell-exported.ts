import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inTransaction, openStore } from '#server/store/store.ts';
import { addTrailLine } from '#server/store/trail.ts';
import { commandActor, keptNameOf } from './keep.ts';
import type { CommonOptions } from './options.ts';

/** A line of the trail about a result that lies in a file now. None where the store cannot be written to. */
export async function tellExported(common: CommonOptions, command: string, path: string): Promise<void> {
  try {
    const store = openStore(common.dataDir);
    try {
      if (store.readOnly !== undefined) return;
      const cluster = keptNameOf(store, common);
      if (cluster === undefined) return;
      const { format, namespaces } = common;
      const scope = namespaces === undefined ? 'all' : [...namespaces].sort();
      const what = { command, file: basename(path), format, scope, sha256: await sha256Of(path) };
      inTransaction(store, () => addTrailLine(store, commandActor(), { action: 'result-exported', cluster, what }));
    } finally {
      store.close();
    }
  } catch {
    // A store of a newer version or damaged, a full disk: the result is in its file, and does not fail for its line.
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

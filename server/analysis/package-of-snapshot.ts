import type { KeyObject } from 'node:crypto';
import { writePackage } from '#server/report/package/write-package.ts';
import { readSnapshotFile, SNAPSHOT_FILES } from '#server/store/snapshots.ts';
import type { Store } from '#server/store/store.ts';

/**
 * The evidence package of a kept snapshot, made of its files: it is kept nowhere. Seconds in a large cluster. Throws
 * NOT_FOUND (also where retention took the files), DAMAGED, BAD_REQUEST (evidence of an earlier version), TOO_LARGE.
 */
export async function packageOfSnapshot(
  store: Store,
  cluster: string,
  seq: number,
  key?: KeyObject,
): Promise<Uint8Array<ArrayBuffer>> {
  const { content: evidence } = await readSnapshotFile(store, cluster, seq, SNAPSHOT_FILES.evidence);
  const { content: pdf } = await readSnapshotFile(store, cluster, seq, SNAPSHOT_FILES.pdf);
  return writePackage(evidence, pdf, key);
}

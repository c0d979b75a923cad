import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSources } from '#server/cluster/files/read-sources.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { readSnapshotFile, SNAPSHOT_FILES } from '#server/store/snapshots.ts';
import type { Store } from '#server/store/store.ts';

type Inputs = Awaited<ReturnType<typeof readSources>>;

export interface KeptEvidence extends Pick<Inputs, 'objects' | 'dataMap'> {
  readonly evidence: Evidence;
  readonly sha256: string;
}

/**
 * The evidence of a kept snapshot and its inputs as objects, as everybody reads them who has the file. Throws NOT_FOUND
 * (also where retention took it), DAMAGED, UNREADABLE_INPUT.
 */
export async function readKeptEvidence(store: Store, cluster: string, seq: number): Promise<KeptEvidence> {
  const { content, file } = await readSnapshotFile(store, cluster, seq, SNAPSHOT_FILES.evidence);
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-evidence-')); // 0700
  try {
    const path = join(folder, SNAPSHOT_FILES.evidence);
    writeFileSync(path, content, { mode: 0o600 });
    const { objects, dataMap } = await readSources([`snapshot:${path}`]);
    return {
      evidence: JSON.parse(new TextDecoder().decode(content)) as Evidence,
      ...{ objects, dataMap, sha256: file.hash },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

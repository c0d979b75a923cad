import { saveFile } from '#components/shell/save-file.ts';
import { apiFetchBlob } from '#lib/api/client.ts';

/** Takes a file of a snapshot away, which the audit trail notes. Throws as `apiFetchBlob` does. */
export async function saveSnapshotFile(cluster: string, seq: number, file: string): Promise<void> {
  const content = await apiFetchBlob(
    'POST /api/clusters/{cluster}/snapshots/{seq}/files/{file}',
    { cluster, seq, file },
    { body: {} },
  );
  saveFile(content, fileName(cluster, seq, file));
}

/** "ringfence-demo-snapshot-42.pdf", "ringfence-demo-snapshot-42-evidence.json" */
export function fileName(cluster: string, seq: number, file: string): string {
  const end = file.startsWith('snapshot.') ? file.slice('snapshot'.length) : `-${file}`;
  return `ringfence-${cluster}-snapshot-${seq}${end}`;
}

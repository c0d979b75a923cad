import { handle } from '#server/http/handle.ts';
import { exportSnapshotFile } from '#server/http/snapshots.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/clusters/{cluster}/snapshots/{seq}/files/{file}', exportSnapshotFile);

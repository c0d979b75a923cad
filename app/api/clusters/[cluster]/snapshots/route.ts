import { handle } from '#server/http/handle.ts';
import { listSnapshots, takeSnapshot } from '#server/http/snapshots.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/snapshots', listSnapshots);
export const POST = handle('POST /api/clusters/{cluster}/snapshots', takeSnapshot);

import { handle } from '#server/http/handle.ts';
import { cancelJob, findJob } from '#server/http/snapshots.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/snapshot-jobs/{id}', findJob);
export const DELETE = handle('DELETE /api/clusters/{cluster}/snapshot-jobs/{id}', cancelJob);

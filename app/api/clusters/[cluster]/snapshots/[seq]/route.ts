import { handle } from '#server/http/handle.ts';
import { oneSnapshot } from '#server/http/snapshots.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/snapshots/{seq}', oneSnapshot);

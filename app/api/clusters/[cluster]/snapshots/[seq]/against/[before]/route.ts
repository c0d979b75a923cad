import { compareSnapshots } from '#server/http/compare-snapshots.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/snapshots/{seq}/against/{before}', compareSnapshots);

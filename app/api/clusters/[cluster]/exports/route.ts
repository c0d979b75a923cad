import { handle } from '#server/http/handle.ts';
import { noteResult } from '#server/http/snapshots.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/clusters/{cluster}/exports', noteResult);

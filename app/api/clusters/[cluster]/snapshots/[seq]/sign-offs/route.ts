import { handle } from '#server/http/handle.ts';
import { signSnapshot } from '#server/http/snapshots.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/clusters/{cluster}/snapshots/{seq}/sign-offs', signSnapshot);

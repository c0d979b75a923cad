import { handle } from '#server/http/handle.ts';
import { exportTrail } from '#server/http/trail.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/trail/export', exportTrail);

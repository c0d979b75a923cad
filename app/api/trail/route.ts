import { handle } from '#server/http/handle.ts';
import { readTrail } from '#server/http/trail.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/trail', readTrail);

import { checkReady } from '#server/http/check-ready.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/ready', (_, { runtime }) => checkReady(runtime));

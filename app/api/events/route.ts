import { openEvents } from '#server/http/events.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/events', openEvents);
/** Without this a HEAD request would subscribe for ever. */
export const HEAD = handle('GET /api/events', () => new Response(null));

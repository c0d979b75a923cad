import { handle } from '#server/http/handle.ts';
import { openSession } from '#server/http/open-session.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/session', openSession);

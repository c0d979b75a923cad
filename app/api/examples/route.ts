import { handle } from '#server/http/handle.ts';
import { openExample } from '#server/http/open-example.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/examples', openExample);

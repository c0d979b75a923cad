import { openApi } from '#lib/api/open-api.ts';
import { VERSION } from '#lib/api/version.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/openapi.json', () => openApi(VERSION));

import { handle } from '#server/http/handle.ts';
import { openUpload } from '#server/http/open-upload.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/uploads', openUpload);

import { VERSION } from '#lib/api/version.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters', async (_, { runtime }) => ({
  clusters: runtime.clusters(),
  contexts: await runtime.contexts(),
  firstRun: runtime.config.firstRun,
  version: VERSION,
}));

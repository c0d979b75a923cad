import { VERSION } from '#lib/api/version.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters', (_, { runtime }) => ({
  clusters: runtime.clusters(),
  contexts: runtime.contexts(),
  firstRun: runtime.config.firstRun,
  version: VERSION,
}));

import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/chain', ({ cluster }, { runtime }) =>
  runtime.store.call('chain', runtime.keptAs(cluster)),
);

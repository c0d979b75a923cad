import { clusterListItem } from '#server/cluster-list-item.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}', ({ cluster }, { runtime }) =>
  clusterListItem(runtime.cluster(cluster)),
);
export const DELETE = handle('DELETE /api/clusters/{cluster}', async ({ cluster }, { runtime }) => {
  await runtime.remove(cluster);
  return { status: 'ok' };
});

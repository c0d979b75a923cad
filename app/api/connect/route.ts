import { clusterListItem } from '#server/cluster-list-item.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/connect', async (_, { body, runtime }) =>
  clusterListItem(await runtime.connect(body.context)),
);

import { clusterListItem } from '#server/cluster-list-item.ts';
import { handle } from '#server/http/handle.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/connect', (_, { body, runtime }) =>
  clusterListItem(runtime.connect(body.context)),
);

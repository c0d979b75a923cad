import { handle } from '#server/http/handle.ts';
import { takeFlows } from '#server/http/take-flows.ts';

export const dynamic = 'force-dynamic';
export const POST = handle('POST /api/clusters/{cluster}/flows', takeFlows);

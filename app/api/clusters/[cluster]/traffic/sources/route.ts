import { handle } from '#server/http/handle.ts';
import { trafficSources } from '#server/http/traffic.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/traffic/sources', trafficSources);

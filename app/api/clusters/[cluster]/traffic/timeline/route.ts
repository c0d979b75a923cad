import { handle } from '#server/http/handle.ts';
import { trafficTimeline } from '#server/http/traffic.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/traffic/timeline', trafficTimeline);

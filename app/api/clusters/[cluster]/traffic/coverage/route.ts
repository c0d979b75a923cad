import { handle } from '#server/http/handle.ts';
import { trafficCoverage } from '#server/http/traffic.ts';

export const dynamic = 'force-dynamic';
export const GET = handle('GET /api/clusters/{cluster}/traffic/coverage', trafficCoverage);

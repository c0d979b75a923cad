import { askWorker } from '#server/http/ask-worker.ts';

export const dynamic = 'force-dynamic';
export const GET = askWorker('GET /api/clusters/{cluster}/unreached-peers');

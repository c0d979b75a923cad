import { askWorker } from '#server/http/ask-worker.ts';

export const dynamic = 'force-dynamic';
export const POST = askWorker('POST /api/clusters/{cluster}/simulation');

import { askWorker } from '#server/http/ask-worker.ts';

export const dynamic = 'force-dynamic';
export const DELETE = askWorker('DELETE /api/clusters/{cluster}/waivers/{id}');

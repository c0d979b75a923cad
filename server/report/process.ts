import { Worker } from 'node:worker_threads';
import type { RenderReply, RenderRequest } from './worker.ts';

// One document, in a process of its own: the typesetter keeps what it has allocated for as long as its process lives.
// It blocks its thread for seconds, so this one stays free to notice that nobody waits any more.

process.once('disconnect', () => process.exit());
const worker = new Worker(new URL('./worker.ts', import.meta.url));
process.once('message', (request: RenderRequest) => {
  const answer = (reply: RenderReply): void => void process.send?.(reply, () => process.exit());
  worker.once('message', answer);
  worker.once('error', (error) => answer({ ok: false, message: String(error) }));
  worker.postMessage(request);
});

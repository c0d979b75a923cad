import type { Worker } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import type { OneAnswer } from './one-answer-worker.ts';

/** Two states of 150,000 pods are read and compiled within, or one is packed; beyond it something is wrong. */
const LIMIT_MS = 120_000;

/**
 * Asks a thread that ends with its answer, and gives its memory back with it. Throws TIMED_OUT, WORKER_LOST, and what the
 * thread threw.
 * @param worker begun for it by `new Worker(new URL(…))` in one expression: else the build does not find its script. It calls
 * `answerOnce`.
 */
export async function askOnce(
  worker: Worker,
  asked: object,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const gone = () => reject(new RingfenceError('TIMED_OUT', text.CLIENT_GONE));
  const late = () => reject(new RingfenceError('TIMED_OUT', text.timedOut(LIMIT_MS / 1000)));
  const timer = setTimeout(late, LIMIT_MS).unref();
  signal?.addEventListener('abort', gone, { once: true });
  worker.once('message', (answer: OneAnswer) => {
    if (answer.ok) resolve(answer.bytes);
    else reject(new RingfenceError(answer.error.code, answer.error.message, answer.error.detail));
  });
  worker.once('error', reject);
  worker.once('exit', () => reject(new RingfenceError('WORKER_LOST', text.WORKER_LOST)));
  worker.postMessage(asked);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', gone);
    await worker.terminate();
  }
}

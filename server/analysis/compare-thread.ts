import { Worker } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { STORE } from '#lib/text/en/store.ts';
import { boundWork } from './bound-work.ts';
import type { Compared, Comparing } from './compare-worker.ts';

/** Two states of 150,000 pods are read and compiled within; beyond it something is wrong. */
const LIMIT_MS = 120_000;
/** Comparisons that were asked for last: a page goes back and forth between two or three, and none ever changes. */
const KEPT = 4;

/**
 * Runs comparisons, one at a time, in a thread that ends with each. Gives JSON. Throws TOO_MANY_REQUESTS, TIMED_OUT, and what
 * `compareSnapshots` throws.
 */
export function createComparisons(): (asked: Comparing, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>> {
  const bounded = boundWork(1, STORE.compare.busy);
  const known = new Map<string, Uint8Array<ArrayBuffer>>();
  return async (asked, signal) => {
    const key = JSON.stringify(asked);
    const found = known.get(key) ?? (await bounded(() => compare(asked, signal)));
    known.delete(key);
    known.set(key, found);
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
    return found;
  };
}

async function compare(asked: Comparing, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./compare-worker.ts', import.meta.url), { name: 'compare' });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const gone = () => reject(new RingfenceError('TIMED_OUT', text.CLIENT_GONE));
  const late = () => reject(new RingfenceError('TIMED_OUT', text.timedOut(LIMIT_MS / 1000)));
  const timer = setTimeout(late, LIMIT_MS).unref();
  signal?.addEventListener('abort', gone, { once: true });
  worker.once('message', (answer: Compared) => {
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

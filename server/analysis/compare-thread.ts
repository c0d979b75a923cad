import { Worker } from 'node:worker_threads';
import { STORE } from '#lib/text/en/store.ts';
import { boundWork } from './bound-work.ts';
import type { Comparing } from './compare-worker.ts';
import { askOnce } from './one-answer-thread.ts';

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

function compare(asked: Comparing, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  return askOnce(new Worker(new URL('./compare-worker.ts', import.meta.url), { name: 'compare' }), asked, signal);
}

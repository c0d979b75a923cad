import { Worker } from 'node:worker_threads';
import { STORE } from '#lib/text/en/store.ts';
import { boundWork } from './bound-work.ts';
import { askOnce } from './one-answer-thread.ts';
import type { Packing } from './package-worker.ts';

/** Makes packages of kept snapshots, one at a time. Throws TOO_MANY_REQUESTS, TIMED_OUT, and what `packageOfSnapshot` throws. */
export function createPackages(): (asked: Packing, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>> {
  const bounded = boundWork(1, STORE.packagesBusy);
  return (asked, signal) =>
    bounded(() =>
      askOnce(new Worker(new URL('./package-worker.ts', import.meta.url), { name: 'package' }), asked, signal),
    );
}

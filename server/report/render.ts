import { Worker } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import type { Scene } from '#lib/graph/types.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';
import type { Evidence } from './evidence.ts';
import type { Snapshot } from './typeset.ts';
import type { RenderReply, RenderRequest } from './worker.ts';

/** A document of 10,000 pods takes some seconds; beyond this something is wrong. */
const RENDER_TIMEOUT_MS = 120_000;
const HEAP_LIMIT_MB = 2_048;

/**
 * Renders the snapshot in a worker of its own, which ends with the document, the signal or the timeout.
 * Rejects with INTERNAL where the document cannot be set.
 */
export function renderSnapshot(
  evidence: Evidence,
  scene: Scene,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Snapshot> {
  const { promise, resolve, reject } = Promise.withResolvers<Snapshot>();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  const fail = (message: string, detail?: string): void => reject(new RingfenceError('INTERNAL', message, detail));
  const abort = (): void => fail(reportFailures.cancelled);
  const timer = setTimeout(() => fail(reportFailures.tookTooLong), RENDER_TIMEOUT_MS);
  options.signal?.addEventListener('abort', abort, { once: true });
  worker.once('message', (reply: RenderReply) => {
    if (reply.ok) resolve({ pdf: reply.pdf, evidenceHash: reply.evidenceHash });
    else fail(reply.message, reply.detail);
  });
  worker.once('error', (error) => fail(reportFailures.workerFailed, String(error)));
  worker.once('exit', () => fail(reportFailures.workerEnded));
  if (options.signal?.aborted) abort();
  else worker.postMessage({ evidence, scene } satisfies RenderRequest);
  return promise.finally(() => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    void worker.terminate();
  });
}

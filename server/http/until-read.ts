import { ERRORS, type ErrorCode, RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import type { ClusterAnalysis } from '#server/analysis/cluster-analysis.ts';
import type { Runtime } from '#server/runtime.ts';

/** A file of the full size takes some 30 s on a slow core. */
const READING_TIMEOUT_MS = 120_000;

/**
 * Resolves with the first revision of a cluster that was just added. Throws what its source failed with, TIMED_OUT where
 * it takes too long or nobody waits any more.
 */
export function untilRead(analysis: ClusterAnalysis, runtime: Runtime, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { state, error } = analysis.status();
      if (analysis.revision() !== undefined) settle(resolve);
      else if (state === 'failed') settle(() => reject(failure(error)));
    };
    const settle = (outcome: () => void) => {
      unsubscribe();
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      outcome();
    };
    const aborted = () => settle(() => reject(new RingfenceError('TIMED_OUT', text.CLIENT_GONE)));
    const timer = setTimeout(
      () => settle(() => reject(new RingfenceError('TIMED_OUT', text.timedOut(READING_TIMEOUT_MS / 1000)))),
      READING_TIMEOUT_MS,
    );
    timer.unref();
    const unsubscribe = runtime.subscribe((event) => {
      if (event.cluster === analysis.spec.id) look();
    });
    signal.addEventListener('abort', aborted, { once: true });
    look();
  });
}

function failure(error: { readonly code: string; readonly message: string; readonly detail?: string } | undefined) {
  const code =
    error !== undefined && Object.hasOwn(ERRORS, error.code) ? (error.code as ErrorCode) : 'UNREADABLE_INPUT';
  return new RingfenceError(code, error?.message ?? text.INTERNAL, error?.detail);
}

import { notifyManager, QueryClient } from '@tanstack/react-query';
import { isRingfenceError } from '#lib/api/errors.ts';

const RETRIES = 2;
const KEPT_MS = 120_000; // what a person may come back to; older answers would only hold memory

/** Answers of one revision never change, so nothing is asked again by itself: `followRevision` does that. */
export function createQueryClient(): QueryClient {
  notifyManager.setScheduler(queueMicrotask); // its own choice is a timer, which waits behind whatever draws
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: KEPT_MS,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < RETRIES && isWorthRetrying(error),
      },
    },
  });
}

/** A lost server or worker may come back; a wrong question stays wrong. */
function isWorthRetrying(error: Error): boolean {
  if (!isRingfenceError(error)) return true;
  return error.code === 'WORKER_LOST' || error.code === 'NOT_READY';
}

import type { Logger } from 'pino';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { Retention } from './retention.ts';
import type { StoreThread } from './store-thread.ts';

/** After the first picture: both cores are busy with that. */
const FIRST_MS = 15_000;
const DAY_MS = 86_400_000;

/**
 * What a server does for its store in the background, soon after the start and then each day: takes away what killed
 * processes left and what retention says, and reads everything once. What is damaged is named in the log; the rest goes on.
 */
export function startStoreKeeping(store: StoreThread, retention: Retention, log: Logger): () => void {
  const keep = async (): Promise<void> => {
    try {
      const { orphans, removed } = await store.call('tidy', retention);
      if (orphans + removed > 0) log.info({ orphans, removed }, 'store tidied');
      const { sound, database, damaged, chains, trail } = await store.call('check');
      if (sound) return;
      const broken = chains.filter(({ problem }) => problem !== undefined);
      log.error({ database, damaged, chains: broken, trail: trail.problem }, 'the store is damaged');
    } catch (error) {
      if (isRingfenceError(error)) log.error({ code: error.code, detail: error.detail }, error.message);
      else log.error({ err: error }, 'the store could not be looked through');
    }
  };
  const first = setTimeout(() => void keep(), FIRST_MS);
  const daily = setInterval(() => void keep(), DAY_MS);
  first.unref();
  daily.unref();
  return () => {
    clearTimeout(first);
    clearInterval(daily);
  };
}

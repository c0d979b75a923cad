import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 250;
/** Short enough that a restarted API server is found again while its operator still looks. */
const LONGEST_MS = 10_000;

export interface BackOff {
  /** How many milliseconds to wait now: longer each time, and never as long as others do. */
  next(): number;
  /** Waits for `next`. Rejects when the signal aborts. */
  wait(atLeastSeconds: number | undefined, signal: AbortSignal): Promise<void>;
  /** Something worked: start over. */
  reset(): void;
}

/** `random` gives numbers from 0 up to 1: many clients that lost one server must not come back all at once. */
export function createBackOff(random: () => number = Math.random): BackOff {
  let tries = 0;
  const next = (): number => {
    const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries);
    tries = Math.min(tries + 1, 16);
    return full / 2 + (full / 2) * random();
  };
  return {
    next,
    async wait(atLeastSeconds = 0, signal) {
      await sleep(Math.max(atLeastSeconds * 1_000, next()), undefined, { signal });
    },
    reset() {
      tries = 0;
    },
  };
}

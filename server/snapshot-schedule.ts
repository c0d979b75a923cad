import { RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';

/** When `serve` takes snapshots by itself: so long after the last one, or at a time of each day on the machine's clock. */
export type SnapshotSchedule =
  | { readonly everyMs: number }
  | { readonly daily: { readonly hour: number; readonly minute: number } };

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SHORTEST_MS = 10 * 60_000; // each is a report of seconds of two cores, and megabytes that stay
/** The clock is looked at so often: it may jump, and the machine may have slept. */
const TICK_MS = 30_000;
/** One that failed is tried again so long after: a disk may have been full, a server away. */
const RETRY_MS = 5 * 60_000;

/** `24h`, `30m`, `7d`, `daily@06:00`. Throws USAGE. */
export function parseSchedule(written: string): SnapshotSchedule {
  const [, number, unit] = /^(\d{1,5})([mhd])$/.exec(written) ?? [];
  if (unit !== undefined) {
    const everyMs = Number(number) * UNITS[unit as keyof typeof UNITS];
    if (everyMs >= SHORTEST_MS) return { everyMs };
  }
  const [, hour, minute] = /^daily@([01]\d|2[0-3]):([0-5]\d)$/.exec(written) ?? [];
  if (minute !== undefined) return { daily: { hour: Number(hour), minute: Number(minute) } };
  throw new RingfenceError('USAGE', STORE.badSchedule(written));
}

/**
 * The next time, in ms since 1970, after the last snapshot (undefined: there is none) and as seen at `now`. One that is long
 * overdue is due now, once: also where the machine sleeps at its time of every day. A last one in the future, by a clock that jumped back, counts as one of now.
 */
export function nextSnapshot(schedule: SnapshotSchedule, now: number, last: number | undefined): number {
  if ('everyMs' in schedule) return last === undefined ? now : Math.min(last, now) + schedule.everyMs;
  const { hour, minute } = schedule.daily;
  const next = new Date(now);
  next.setHours(hour, minute, 0, 0);
  if (next.getTime() <= now) next.setDate(next.getDate() + 1);
  const passed = new Date(next);
  passed.setDate(passed.getDate() - 1);
  return last === undefined || last < passed.getTime() ? now : next.getTime();
}

export interface ScheduledCluster {
  readonly id: string;
  /** When its last snapshot was kept, in ms; undefined: never. Asked once. */
  readonly last: () => Promise<number | undefined>;
  /** One is being taken already: then this time is left out. */
  readonly isBusy: () => boolean;
  /** Its source is read; else it is tried again with the next look at the clock. */
  readonly isReady: () => boolean;
  /** When the last one ended, in ms, where it was a scheduled one and failed. */
  readonly failedAt: () => number | undefined;
  readonly take: () => void;
}

/** Runs until the returned function is called. `clusters` may change. */
export function startSchedule(
  schedule: SnapshotSchedule,
  clusters: () => readonly ScheduledCluster[],
  { now = Date.now, tickMs = TICK_MS }: { readonly now?: () => number; readonly tickMs?: number } = {},
): () => void {
  const due = new Map<string, number>();
  const look = async ({ id, last, isBusy, failedAt, isReady, take }: ScheduledCluster): Promise<void> => {
    if (!due.has(id)) due.set(id, nextSnapshot(schedule, now(), await last().catch(() => undefined)));
    const again = (failedAt() ?? Number.POSITIVE_INFINITY) + RETRY_MS;
    // A clock that went ahead for a while leaves a time that is far away.
    const latest = nextSnapshot(schedule, now(), now());
    due.set(id, Math.min(due.get(id) ?? latest, latest));
    if (now() < Math.min(due.get(id) ?? 0, again) || !isReady()) return;
    if (!isBusy()) take();
    due.set(id, latest);
  };
  const tick = () => {
    for (const cluster of clusters()) void look(cluster);
  };
  const timer = setInterval(tick, tickMs);
  timer.unref();
  return () => clearInterval(timer);
}

import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { DAY_MS, HOUR_MS } from './tiers.ts';

/** Clocks are minutes apart now and then; what is dated further ahead of ours has no time that can be. */
const AHEAD_MOST_MS = 15 * 60_000;

/** Whether something is of a time that has not come. */
export function isAhead({ t1 }: Pick<FlowObs, 't1'>, now: number): boolean {
  return t1 > now + AHEAD_MOST_MS;
}

/** Start of the first hour of which minutes are kept, milliseconds since 1970: what began before it is too old. */
export function minutesKeptFrom(now: number, minuteDays: number): number {
  return Math.floor((now - minuteDays * DAY_MS) / HOUR_MS) * HOUR_MS;
}

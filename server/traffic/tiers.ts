import type { FlowWindow } from '#lib/flows/flow-row.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** 13 months of hours are 400 days, however long the months are. */
export const MONTH_MS = (400 / 13) * DAY_MS;

/** `from` inclusive, `to` exclusive, in numbers of the unit since 1970. */
export type Range = readonly [from: number, to: number];

/** Which rows of which table together are a window: each time once. */
export interface Tiers {
  readonly days: readonly Range[];
  readonly hours: readonly Range[];
  readonly minutes: readonly Range[];
}

/** What is summed, and what is still there. */
export interface Rolled {
  readonly unrolledHours: ReadonlySet<number>;
  readonly unrolledDays: ReadonlySet<number>;
  /** Minutes before this hour are not kept any more. */
  readonly firstHourWithMinutes: number;
}

/**
 * Days where they are whole in the window and summed, hours likewise, minutes for the rest. Where minutes are not kept any
 * more, an hour that is partly in the window counts whole.
 * @param coarsest the time line's steps must not be cut.
 */
export function tiersOf(window: FlowWindow, rolled: Rolled, coarsest: 'day' | 'hour' | 'minute' = 'day'): Tiers {
  const days: [number, number][] = [];
  const hours: [number, number][] = [];
  const minutes: [number, number][] = [];
  for (let hour = Math.floor(window.from / HOUR_MS); hour * HOUR_MS < window.to; ) {
    const day = hour / 24;
    const wholeDay = Number.isInteger(day) && (hour + 24) * HOUR_MS <= window.to && hour * HOUR_MS >= window.from;
    if (coarsest === 'day' && wholeDay && !rolled.unrolledDays.has(day)) {
      add(days, day, day + 1);
      hour += 24;
      continue;
    }
    const from = Math.max(window.from, hour * HOUR_MS);
    const to = Math.min(window.to, (hour + 1) * HOUR_MS);
    const whole = to - from === HOUR_MS && coarsest !== 'minute';
    const summed = !rolled.unrolledHours.has(hour);
    if (summed && (whole || hour < rolled.firstHourWithMinutes)) add(hours, hour, hour + 1);
    else add(minutes, Math.floor(from / MINUTE_MS), Math.ceil(to / MINUTE_MS));
    hour++;
  }
  return { days, hours, minutes };
}

function add(ranges: [number, number][], from: number, to: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last[1] === from) last[1] = to;
  else ranges.push([from, to]);
}

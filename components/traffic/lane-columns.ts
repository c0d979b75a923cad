import type { ObservedTimeline } from '#lib/api/observed-schemas.ts';
import type { PolicyChange, TrafficState } from '#lib/flows/observed.ts';

/** Counts by step of time, as the lanes need them. */
export type TrafficOverTime = Pick<ObservedTimeline, 'window' | 'stepMs' | 'steps' | 'changes'>;

/** Changes of policies that stand at one place of the axis. */
export interface ChangeMark {
  /** When the first of them was, milliseconds since 1970. */
  readonly at: number;
  readonly changes: readonly PolicyChange[];
}

/** One mark for all changes of one step, the oldest first: a release changes many policies at once. */
export function marksOf({ changes, stepMs }: Pick<TrafficOverTime, 'changes' | 'stepMs'>): readonly ChangeMark[] {
  const marks: { at: number; changes: PolicyChange[] }[] = [];
  for (const change of [...changes].sort((a, b) => a.at - b.at)) {
    const last = marks.at(-1);
    if (last !== undefined && change.at - last.at < stepMs) last.changes.push(change);
    else marks.push({ at: change.at, changes: [change] });
  }
  return marks;
}

/** The lanes of the design, in their order; a lane of which nothing was seen is left out, but for `used`. */
const LANES: readonly TrafficState[] = ['used', 'seen-denied', 'denied', 'would-deny', 'unjudged'];

export interface Lane {
  readonly state: TrafficState;
  /** Null: nobody counted anywhere in the window. */
  readonly total: number | null;
  readonly most: number;
  /** One for each step of the window; 0 where nothing was seen, null where nobody counted. */
  readonly values: readonly (number | null)[];
}

/** One lane a state, each with a scale of its own. */
export function lanesOf(over: TrafficOverTime): readonly Lane[] {
  const { length, placeOf } = columnsOf(over);
  return LANES.flatMap((state) => {
    const values = new Array<number | null>(length).fill(0);
    for (const { at, counts } of over.steps) {
      const place = placeOf(at);
      values[place] = counts === null ? null : (values[place] ?? 0) + (counts[state] ?? 0);
    }
    const counted = values.map((value) => value ?? 0);
    const sum = counted.reduce((all, value) => all + value, 0);
    const total = values.every((value) => value === null) ? null : sum;
    return sum === 0 && state !== 'used' ? [] : [{ state, total, most: Math.max(...counted), values }];
  });
}

/** A time in which nobody counted, milliseconds since 1970. */
export interface Uncounted {
  readonly from: number;
  readonly to: number;
  /** Some of its hours was observed. */
  readonly partly: boolean;
}

/** Times in which nobody counted; steps beside each other of which the same is known are one. */
export function uncountedOf(over: TrafficOverTime): readonly Uncounted[] {
  const { window, stepMs } = over;
  const spans: { from: number; to: number; partly: boolean }[] = [];
  for (const { at, counts, partly = false } of over.steps) {
    if (counts !== null) continue;
    const [from, to] = [Math.max(at, window.from), Math.min(at + stepMs, window.to)];
    const last = spans.at(-1);
    if (last !== undefined && last.to >= from && last.partly === partly) last.to = to;
    else spans.push({ from, to, partly });
  }
  return spans;
}

function columnsOf({ window, stepMs }: TrafficOverTime) {
  const length = Math.max(1, Math.ceil((window.to - window.from) / stepMs));
  const first = Math.floor(window.from / stepMs) * stepMs;
  const placeOf = (at: number) => Math.min(length - 1, Math.max(0, Math.floor((at - first) / stepMs)));
  return { length, placeOf };
}

const HOUR = 3_600_000;
const TICKS = [HOUR / 4, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 7 * 24 * HOUR];
const MOST_TICKS = 9;
/** A time and the room beside it, in pixels. */
const TICK_ROOM = 46;

/**
 * Round times of the reader's clock for the axis, at most nine, and no more than have room in its width.
 * @param offset minutes that the clock is behind UTC.
 * @param width of the axis, in pixels.
 */
export function ticksOf({ from, to }: TrafficOverTime['window'], offset: number, width: number): readonly number[] {
  const most = Math.min(MOST_TICKS, Math.floor(width / TICK_ROOM));
  const step = TICKS.find((each) => (to - from) / each <= most) ?? TICKS.at(-1) ?? to - from;
  const shift = offset * 60_000;
  const ticks: number[] = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at < to; at += step) ticks.push(at);
  return ticks;
}

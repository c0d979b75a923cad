import { describe, expect, it, vi } from 'vitest';
import { nextSnapshot, parseSchedule, startSchedule } from './snapshot-schedule.ts';

const HOUR = 3_600_000;

describe('a schedule of snapshots', () => {
  it('is an interval or a time of the day', () => {
    expect(parseSchedule('24h')).toEqual({ everyMs: 24 * HOUR });
    expect(parseSchedule('daily@06:05')).toEqual({ daily: { hour: 6, minute: 5 } });
    for (const wrong of ['', '1m', '24', 'daily@24:00', 'daily', '0h', '-1h']) {
      expect(() => parseSchedule(wrong), wrong).toThrow(expect.objectContaining({ code: 'USAGE' }));
    }
  });

  it('counts from the last snapshot, also across restarts, and one that is overdue is due at once', () => {
    const every = parseSchedule('24h');
    expect(nextSnapshot(every, 100 * HOUR, undefined)).toBe(100 * HOUR);
    expect(nextSnapshot(every, 100 * HOUR, 90 * HOUR)).toBe(114 * HOUR);
    expect(nextSnapshot(every, 100 * HOUR, 10 * HOUR)).toBe(34 * HOUR);
  });

  it('waits no longer than one interval where the clock has jumped back', () => {
    expect(nextSnapshot(parseSchedule('24h'), 100 * HOUR, 9_000 * HOUR)).toBe(124 * HOUR);
  });

  it('finds the same time on the next day', () => {
    const daily = parseSchedule('daily@06:00');
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
    expect(nextSnapshot(daily, at(26, 5), at(25, 6))).toBe(at(26, 6));
    expect(nextSnapshot(daily, at(26, 6), at(26, 6))).toBe(at(27, 6));
    expect(nextSnapshot(daily, at(30, 7), at(30, 6))).toBe(new Date(2026, 11, 1, 6).getTime());
  });

  it('takes one at once where its time of the day passed without', () => {
    const daily = parseSchedule('daily@06:00');
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
    expect(nextSnapshot(daily, at(26, 9), at(25, 9))).toBe(at(26, 9));
    expect(nextSnapshot(daily, at(26, 5), at(24, 9))).toBe(at(26, 5));
    expect(nextSnapshot(daily, at(26, 9), undefined)).toBe(at(26, 9));
  });

  it('waits no longer than one interval where the clock went ahead and came back while it ran', async () => {
    vi.useFakeTimers();
    let clock = 0;
    const take = vi.fn();
    const always = { last: async () => 0, isBusy: () => false, failedAt: () => undefined, isReady: () => true };
    const stop = startSchedule({ everyMs: HOUR }, () => [{ id: 'prod', ...always, take }], {
      now: () => clock,
      tickMs: 1,
    });
    for (const hours of [9_000, 1, 1.9, 2.1]) {
      clock = hours * HOUR;
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(take).toHaveBeenCalledTimes(2);
    stop();
    vi.useRealTimers();
  });

  it('takes one when it is due, leaves it out while another runs, and waits for a source that is not read', async () => {
    vi.useFakeTimers();
    let clock = 0;
    const state: { busy: boolean; ready: boolean; failedAt?: number | undefined } = { busy: false, ready: false };
    const take = vi.fn();
    const cluster = {
      id: 'prod',
      last: async () => 0,
      isBusy: () => state.busy,
      failedAt: () => state.failedAt,
      isReady: () => state.ready,
      take,
    };
    const stop = startSchedule({ everyMs: HOUR }, () => [cluster], { now: () => clock, tickMs: 1 });
    const at = async (hours: number) => {
      clock = hours * HOUR;
      await vi.advanceTimersByTimeAsync(5);
      return take.mock.calls.length;
    };
    expect(await at(0.5)).toBe(0);
    expect(await at(1.1)).toBe(0);
    state.ready = true;
    expect(await at(1.2)).toBe(1);
    state.busy = true;
    expect(await at(2.3)).toBe(1);
    state.busy = false;
    expect(await at(2.4)).toBe(1);
    expect(await at(3.4)).toBe(2);
    // One that failed is not left for a whole interval.
    state.failedAt = 3.41 * HOUR;
    expect(await at(3.45)).toBe(2);
    take.mockImplementation(() => {
      state.failedAt = undefined;
    });
    expect(await at(3.5)).toBe(3);
    expect(await at(4.4)).toBe(3);
    stop();
    vi.useRealTimers();
  });
});

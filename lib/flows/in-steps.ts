import { HOUR_MS } from './coverage-hours.ts';
import type { FlowWindow } from './flow-row.ts';
import { MINUTE_MS } from './flow-windows.ts';

/**
 * A window in so many steps at most, each of whole minutes, and of whole hours where it is longer than one. They begin at
 * round times, so that the sums of hours can be used: the window may begin a step earlier than it was asked for.
 */
export function inSteps(asked: FlowWindow, steps: number): { readonly window: FlowWindow; readonly stepMs: number } {
  const least = (asked.to - asked.from) / steps;
  const unit = least > HOUR_MS ? HOUR_MS : MINUTE_MS;
  const stepMs = Math.ceil(least / unit) * unit;
  return { window: { from: Math.floor(asked.from / stepMs) * stepMs, to: asked.to }, stepMs };
}

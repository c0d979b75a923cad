import { HOUR_MS } from './coverage-hours.ts';
import type { CoverageRow, FlowWindow } from './flow-row.ts';

/** Counts of one step of time; null: nobody counted. */
export interface StepOfTime<Counts> {
  readonly at: number;
  readonly counts: Counts | null;
}

/** So much of an hour may be missing, as for a source that was connected again, or a minute that is not kept yet. */
const MISSING_MS = 0.05 * HOUR_MS;

/**
 * Steps in which something was counted, with those in which nobody counted: nothing was, and some hour of the step was
 * not observed at any node. What is left out was observed and is 0. In time.
 */
export function stepsOfTime<Counts>(
  { from, to }: FlowWindow,
  stepMs: number,
  counted: readonly { readonly at: number; readonly counts: Counts }[],
  coverage: readonly CoverageRow[],
): readonly StepOfTime<Counts>[] {
  const observed = new Map<number, number>();
  for (const { hour, connectedMs } of coverage) observed.set(hour, Math.max(observed.get(hour) ?? 0, connectedMs));
  const isObserved = (hour: number) => Math.min(hour + HOUR_MS, to) - hour - (observed.get(hour) ?? 0) <= MISSING_MS;
  const known = new Set(counted.map(({ at }) => Math.floor((at - from) / stepMs)));
  const steps: StepOfTime<Counts>[] = [...counted];
  for (let step = 0; from + step * stepMs < to; step++) {
    if (known.has(step)) continue;
    const at = from + step * stepMs;
    let hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    while (hour < Math.min(at + stepMs, to) && isObserved(hour)) hour += HOUR_MS;
    if (hour < Math.min(at + stepMs, to)) steps.push({ at, counts: null });
  }
  return steps.sort((a, b) => a.at - b.at);
}

import { HOUR_MS } from './coverage-hours.ts';
import type { CoverageRow, FlowWindow } from './flow-row.ts';

/** Counts of one step of time; null: nobody counted. */
export interface StepOfTime<Counts> {
  readonly at: number;
  readonly counts: Counts | null;
  /** Of what nobody counted: some of its hours was observed, and nobody knows which minutes. */
  readonly partly?: true;
}

/** So much of an hour may be missing, as for a source that was connected again, or a minute that is not kept yet. */
const MISSING_MS = 0.05 * HOUR_MS;

/**
 * Steps in which something was counted, with those in which nobody counted: nothing was, and some hour of the step was
 * not wholly observed at any node. What is left out is 0 at the nodes that were observed, one at least. In time.
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
    const hours: number[] = [];
    for (let hour = Math.floor(at / HOUR_MS) * HOUR_MS; hour < Math.min(at + stepMs, to); hour += HOUR_MS)
      hours.push(hour);
    if (hours.every(isObserved)) continue;
    const isPartly = hours.some((hour) => (observed.get(hour) ?? 0) > 0);
    steps.push({ at, counts: null, ...(isPartly ? { partly: true as const } : {}) });
  }
  return steps.sort((a, b) => a.at - b.at);
}

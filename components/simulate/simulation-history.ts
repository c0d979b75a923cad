import type { SimulatedChange } from './simulated-change.ts';

type Changes = readonly SimulatedChange[];

/** Every list of changes that there was, so that each step can be taken back. */
export interface SimulationHistory {
  readonly past: readonly Changes[];
  readonly present: Changes;
  readonly future: readonly Changes[];
  /** What the last step did; steps that do the same become one, as every letter typed into one text. */
  readonly step?: string | undefined;
}

const MOST_STEPS = 50;

export const NO_HISTORY: SimulationHistory = { past: [], present: [], future: [] };

/** @param step the same for steps that are taken back together. */
export function changed(history: SimulationHistory, present: Changes, step?: string): SimulationHistory {
  if (step !== undefined && step === history.step) return { ...history, present, future: [] };
  return { past: [...history.past, history.present].slice(-MOST_STEPS), present, future: [], step };
}

export function undone(history: SimulationHistory): SimulationHistory {
  const { past, present, future } = history;
  const last = past.at(-1);
  if (last === undefined) return history;
  return { past: past.slice(0, -1), present: last, future: [present, ...future] };
}

export function redone(history: SimulationHistory): SimulationHistory {
  const { past, present, future } = history;
  const [next, ...later] = future;
  if (next === undefined) return history;
  return { past: [...past, present], present: next, future: later };
}

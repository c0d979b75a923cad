import type { FlowCoverage, FlowObs } from '#lib/flows/flow-obs.ts';
import type { FlowSink, FlowSourceStatus } from '../flow-source.ts';

/** A sink that keeps all it is told, and takes no more while it is `full`. */
export interface GatheringSink extends FlowSink {
  readonly flows: FlowObs[];
  readonly coverage: FlowCoverage[];
  readonly problems: { readonly place: string; readonly message: string }[];
  readonly statuses: FlowSourceStatus[];
  setFull(full: boolean): void;
}

export function gatheringSink(): GatheringSink {
  let full = false;
  let waiting: (() => void)[] = [];
  const flows: FlowObs[] = [];
  const coverage: FlowCoverage[] = [];
  const problems: { place: string; message: string }[] = [];
  const statuses: FlowSourceStatus[] = [];
  return {
    flows,
    coverage,
    problems,
    statuses,
    setFull(now) {
      full = now;
      if (full) return;
      for (const resume of waiting) resume();
      waiting = [];
    },
    observe(more) {
      flows.push(...more);
      return !full;
    },
    drained: () => (full ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    kept: async () => {},
    cover: (told) => coverage.push(told) > 0,
    unreadable: (problem) => void problems.push(problem),
    status: (status) => void statuses.push(status),
  };
}

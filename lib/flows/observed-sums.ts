import { createEdgeSums } from './edge-sums.ts';
import { createFlowAggregator } from './flow-aggregator.ts';
import type { ClusterNames } from './flow-ends.ts';
import type { FlowCoverage, FlowObs } from './flow-obs.ts';
import type { CoverageRow, FlowWindow } from './flow-row.ts';
import { mergedCoverage } from './merged-coverage.ts';
import type { ObservedTraffic } from './observed.ts';

/** Flows of one cluster summed over all their time, where no store keeps their minutes. */
export interface ObservedSums {
  /** False where there was no room. @param now milliseconds of a clock that goes on. */
  observe(flow: FlowObs, now: number): boolean;
  cover(coverage: FlowCoverage): void;
  /** @param complete the sources whose silence says something. */
  end(window: FlowWindow, complete: readonly string[]): ObservedTraffic;
}

export function createObservedSums(names: ClusterNames): ObservedSums {
  const aggregator = createFlowAggregator(() => names);
  const sums = createEdgeSums();
  const coverage: CoverageRow[] = [];
  const take = (now: number): void => {
    const taken = aggregator.take(now, true);
    for (const row of taken.rows) sums.add(row);
    coverage.push(...taken.coverage);
  };
  return {
    observe(flow, now) {
      const isTaken = aggregator.observe(flow, now);
      if (aggregator.isFilling) take(now);
      return isTaken;
    },
    cover: (told) => aggregator.cover(told),
    end(window, complete) {
      take(window.to);
      return { window, edges: sums.edges(), leftOut: 0, coverage: mergedCoverage(coverage), complete };
    },
  };
}

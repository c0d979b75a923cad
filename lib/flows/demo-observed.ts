import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { demoFlows } from './demo-flows.ts';
import { createEdgeSums } from './edge-sums.ts';
import { createFlowAggregator } from './flow-aggregator.ts';
import { mergedCoverage } from './merged-coverage.ts';
import { clusterNamesOf } from './names-of-cluster.ts';
import type { ObservedTraffic } from './observed.ts';
import { DEMO_FLOWS } from './source-ids.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The demo's day that ends at `until`, as if a source had told it: the same on every machine. */
export function demoObserved(objects: ClusterObjects, until: number): ObservedTraffic {
  const names = clusterNamesOf(objects);
  const aggregator = createFlowAggregator(() => names);
  const { flows, coverage } = demoFlows(until);
  for (const flow of flows) aggregator.observe(flow, until);
  for (const told of coverage) aggregator.cover(told);
  const taken = aggregator.take(until, true);
  const sums = createEdgeSums();
  for (const row of taken.rows) sums.add(row);
  return {
    window: { from: until - DAY_MS, to: until },
    edges: sums.edges(),
    leftOut: 0,
    coverage: mergedCoverage(taken.coverage),
    complete: [DEMO_FLOWS],
  };
}

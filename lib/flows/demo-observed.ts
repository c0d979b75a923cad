import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { demoFlows } from './demo-flows.ts';
import { clusterNamesOf } from './names-of-cluster.ts';
import type { ObservedTraffic } from './observed.ts';
import { createObservedSums } from './observed-sums.ts';
import { DEMO_FLOWS } from './source-ids.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The demo's day that ends at `until`, as if a source had told it: the same on every machine. */
export function demoObserved(objects: ClusterObjects, until: number): ObservedTraffic {
  const sums = createObservedSums(clusterNamesOf(objects));
  const { flows, coverage } = demoFlows(until);
  for (const flow of flows) sums.observe(flow, until);
  for (const told of coverage) sums.cover(told);
  return sums.end({ from: until - DAY_MS, to: until }, [DEMO_FLOWS]);
}

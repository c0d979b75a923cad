import type { FlowWindow } from '#lib/flows/flow-row.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import type { FlowStore } from './flow-store.ts';
import type { AnalysisQuestion, AnswerOfFlows } from './traffic-messages.ts';

/** So many edges of a window are handed on; the others are counted. */
export const OBSERVED_MOST = 20_000;

/**
 * What was observed of a cluster in a window, as the join needs it.
 * @param under the name by which the store knows the cluster.
 */
export async function readObserved(store: FlowStore, under: string, window: FlowWindow): Promise<ObservedTraffic> {
  const [{ edges, total, ever, since }, coverage] = await Promise.all([
    store.edgesEver(under, window, OBSERVED_MOST),
    store.coverage(under, window),
  ]);
  return {
    window,
    edges,
    ever,
    ...(since === undefined ? {} : { since }),
    leftOut: total - edges.length,
    coverage,
    complete: [...new Set(coverage.flatMap(({ source, connectedMs }) => (connectedMs > 0 ? [source] : [])))],
  };
}

/** Connections of a window step by step. */
export async function readTimes(
  store: FlowStore,
  under: string,
  { window, stepMs, apart }: Extract<AnalysisQuestion, { ask: 'times' }>,
): Promise<AnswerOfFlows['times']> {
  const [all, ...others] = await Promise.all([
    store.timeline(under, window, stepMs),
    ...apart.map(({ verdict, only }) => store.timeline(under, window, stepMs, { verdicts: [verdict], only })),
  ]);
  return { all, apart: others };
}

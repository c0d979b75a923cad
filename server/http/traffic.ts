import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { TrafficCoverage, TrafficEdges, TrafficSources, TrafficTimeline } from '#lib/api/traffic-schemas.ts';
import { flowEndsOf } from '#lib/flows/flow-end-names.ts';
import { FLOW_VERDICTS, type FlowVerdict } from '#lib/flows/flow-obs.ts';
import { WINDOW_MOST_MS } from '#lib/flows/flow-row.ts';
import { inSteps } from '#lib/flows/in-steps.ts';
import { stepsOfTime } from '#lib/flows/steps-of-time.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import type { HandlerContext } from './handle.ts';

const HOUR_MS = 60 * 60_000;

export async function trafficEdges(
  { cluster, limit, ...query }: EndpointInput<'GET /api/clusters/{cluster}/traffic/edges'>,
  { runtime }: HandlerContext<'GET /api/clusters/{cluster}/traffic/edges'>,
): Promise<TrafficEdges> {
  const window = windowOf(query);
  const filter = { ...filterOf(query), limit };
  return { window, ...(await runtime.traffic.ask({ ask: 'edges', cluster, window, filter })) };
}

export async function trafficTimeline(
  { cluster, steps, ...query }: EndpointInput<'GET /api/clusters/{cluster}/traffic/timeline'>,
  { runtime }: HandlerContext<'GET /api/clusters/{cluster}/traffic/timeline'>,
): Promise<TrafficTimeline> {
  const { window, stepMs } = inSteps(windowOf(query), steps);
  const [counted, coverage] = await Promise.all([
    runtime.traffic.ask({ ask: 'timeline', cluster, window, stepMs, filter: filterOf(query) }),
    runtime.traffic.ask({ ask: 'coverage', cluster, window }),
  ]);
  return { window, stepMs, steps: stepsOfTime(window, stepMs, counted, coverage) };
}

export async function trafficCoverage(
  { cluster, ...query }: EndpointInput<'GET /api/clusters/{cluster}/traffic/coverage'>,
  { runtime }: HandlerContext<'GET /api/clusters/{cluster}/traffic/coverage'>,
): Promise<TrafficCoverage> {
  const window = windowOf(query);
  return { window, hours: await runtime.traffic.ask({ ask: 'coverage', cluster, window }) };
}

export function trafficSources(
  { cluster }: EndpointInput<'GET /api/clusters/{cluster}/traffic/sources'>,
  { runtime }: HandlerContext<'GET /api/clusters/{cluster}/traffic/sources'>,
): Promise<TrafficSources> {
  return runtime.traffic.ask({ ask: 'sources', cluster });
}

/** Absent: the hour that ends now. Throws BAD_REQUEST. */
function windowOf(query: { readonly from?: string | undefined; readonly to?: string | undefined }) {
  const to = query.to === undefined ? Date.now() : Date.parse(query.to);
  const from = query.from === undefined ? to - HOUR_MS : Date.parse(query.from);
  if (from >= to) throw new RingfenceError('BAD_REQUEST', TRAFFIC.badWindow);
  if (to - from > WINDOW_MOST_MS) throw new RingfenceError('BAD_REQUEST', TRAFFIC.longWindow);
  return { from, to };
}

/** Throws BAD_REQUEST. */
function filterOf({ end, verdict }: { readonly end?: string | undefined; readonly verdict?: string | undefined }) {
  const verdicts = verdict?.split(',').map((written): FlowVerdict => {
    const known = FLOW_VERDICTS.find((one) => one === written);
    if (known === undefined) throw new RingfenceError('BAD_REQUEST', TRAFFIC.badVerdict(written));
    return known;
  });
  const ends = end?.split(',').flatMap((one) => {
    const known = flowEndsOf(one);
    if (known === undefined) throw new RingfenceError('BAD_REQUEST', TRAFFIC.badEnd(one));
    return known;
  });
  return { ...(ends === undefined ? {} : { ends }), ...(verdicts === undefined ? {} : { verdicts }) };
}

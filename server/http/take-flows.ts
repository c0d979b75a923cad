import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { IngestAnswer } from '#lib/api/traffic-schemas.ts';
import * as text from '#lib/text/en/server.ts';
import { TAKING_FLOWS } from '#lib/text/en/taking-flows.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import type { Runtime } from '#server/runtime.ts';
import { unpacked } from '#server/traffic/unpacked.ts';
import type { HandlerContext } from './handle.ts';
import { boundedBody } from './read-body.ts';

/** Some 250,000 flows; whoever has more sends them one after the other. */
export const FLOWS_MAX_BYTES = 256 * 2 ** 20;
const AT_ONCE = 4;

/** Bodies in hand, by runtime. */
const inHand = new WeakMap<Runtime, number>();

/**
 * Passes the body on to the flows' own thread piece by piece, as fast as they are summed and kept there; nothing is parsed
 * here. Throws NOT_READY before the cluster is known, since every address would be a stranger's; TOO_LARGE,
 * TOO_MANY_REQUESTS, and as `TrafficThread.ingest`. What came before a fault is kept.
 */
export async function takeFlows(
  { cluster, source }: EndpointInput<'POST /api/clusters/{cluster}/flows'>,
  { request, runtime }: HandlerContext<'POST /api/clusters/{cluster}/flows'>,
): Promise<IngestAnswer> {
  const { revision, spec, status } = runtime.cluster(cluster);
  if (revision() === undefined) {
    if (status().state === 'failed') throw new RingfenceError('BAD_REQUEST', TAKING_FLOWS.emptyCluster(spec.name));
    throw new RingfenceError('NOT_READY', text.stillReading(spec.name));
  }
  const busy = inHand.get(runtime) ?? 0;
  if (busy >= AT_ONCE) throw new RingfenceError('TOO_MANY_REQUESTS', TRAFFIC.busy);
  inHand.set(runtime, busy + 1);
  try {
    return await runtime.traffic.ingest(cluster, source, unpacked(boundedBody(request, FLOWS_MAX_BYTES)));
  } finally {
    inHand.set(runtime, (inHand.get(runtime) ?? 1) - 1);
  }
}

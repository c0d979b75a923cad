import type { ClusterEvent } from '#lib/api/cluster-types.ts';
import type { EndpointInput } from '#lib/api/endpoints.ts';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import type { Runtime } from '#server/runtime.ts';
import { EVENT_STREAM_HEADERS, eventStream } from './event-stream.ts';
import type { HandlerContext } from './handle.ts';

/** One stream for all clusters: an HTTP/1.1 browser has six connections to one origin, and every tab needs some. */
export function openEvents(
  { hold = '' }: EndpointInput<'GET /api/events'>,
  { runtime, signal }: HandlerContext<'GET /api/events'>,
): Response {
  const held = parseHold(hold);
  const stream = eventStream({
    current: () =>
      runtime.clusters().map(({ id, source, revision }): ClusterEvent => ({ cluster: id, source, revision })),
    subscribe: runtime.subscribe,
    renew: () => renew(runtime, held),
  });
  const forget = runtime.onClose(stream.close);
  signal.addEventListener(
    'abort',
    () => {
      forget();
      stream.close();
    },
    { once: true },
  );
  return new Response(stream.body, { headers: EVENT_STREAM_HEADERS });
}

/** `demo:3,prod:81204` → cluster → revisions. Throws BAD_REQUEST. */
function parseHold(hold: string): ReadonlyMap<string, readonly number[]> {
  const pairs = hold
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, cluster = '', seq = ''] = /^([a-z0-9-]+):(\d{1,15})$/.exec(part) ?? [];
      if (cluster === '') throw new RingfenceError('BAD_REQUEST', text.badHold(part));
      return { cluster, seq: Number(seq) };
    });
  return new Map(
    [...Map.groupBy(pairs, ({ cluster }) => cluster)].map(([cluster, of]) => [cluster, of.map(({ seq }) => seq)]),
  );
}

function renew(runtime: Runtime, held: ReadonlyMap<string, readonly number[]>): void {
  for (const [id, seqs] of held) {
    try {
      runtime.cluster(id).hold(seqs);
    } catch (error) {
      if (!isRingfenceError(error)) throw error; // a cluster that was removed meanwhile has nothing to hold
    }
  }
}

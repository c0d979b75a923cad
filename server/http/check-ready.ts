import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import type { Runtime } from '#server/runtime.ts';

/** Ready: no cluster is still at its first reading, and one at least has been analysed. Throws NOT_READY. */
export function checkReady(runtime: Runtime): { readonly status: 'ok' } {
  const clusters = runtime.clusters();
  const waiting = clusters.find(({ revision, source }) => revision === undefined && source.state !== 'failed');
  if (waiting !== undefined) throw new RingfenceError('NOT_READY', text.stillReading(waiting.name));
  const analysed = clusters.some(({ revision }) => revision !== undefined);
  if (!analysed) throw new RingfenceError('NOT_READY', text.NOTHING_ANALYSED);
  return { status: 'ok' };
}

import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { HandlerContext } from './handle.ts';

type Key = 'GET /api/clusters/{cluster}/snapshots/{seq}/against/{before}';

/** Nothing of it is checked again when it is asked for again: what stands in a chain does not change. */
export async function compareSnapshots(
  { cluster, seq, before }: EndpointInput<Key>,
  { runtime, signal }: HandlerContext<Key>,
): Promise<Response> {
  const { dataDir } = runtime.config;
  const bytes = await runtime.compare({ dataDir, cluster: runtime.keptAs(cluster), before, after: seq }, signal);
  return new Response(bytes, { headers: { 'content-type': 'application/json' } });
}

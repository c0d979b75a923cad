import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { AuditTrail } from '#lib/api/snapshot-schemas.ts';
import type { HandlerContext } from './handle.ts';
import { fileResponse, pageActor } from './snapshots.ts';

export function readTrail(
  { cluster, before, limit }: EndpointInput<'GET /api/trail'>,
  { runtime }: HandlerContext<'GET /api/trail'>,
): Promise<AuditTrail> {
  const of = cluster === undefined ? {} : { cluster: runtime.keptAs(cluster) };
  return runtime.store.call('trail', { ...of, before, limit });
}

export async function exportTrail(
  _: EndpointInput<'POST /api/trail/export'>,
  { body, runtime }: HandlerContext<'POST /api/trail/export'>,
): Promise<Response> {
  const content = await runtime.store.call('exportTrail', pageActor(runtime, body.by));
  return fileResponse(content, 'application/x-ndjson', 'audit-trail.ndjson');
}

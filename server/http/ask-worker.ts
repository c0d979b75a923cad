import { randomUUID } from 'node:crypto';
import type { Revision } from '#lib/api/cluster-types.ts';
import { ENDPOINTS, type EndpointInput } from '#lib/api/endpoints.ts';
import type { Question } from '#server/analysis/messages.ts';
import { handle, type Route } from './handle.ts';

/**
 * A route whose answer the cluster's worker gives: bytes that are passed on as they are. What only depends on revision
 * and address has an entity tag, so a page that asks again for the revision it has costs no work at all.
 */
export function askWorker<Key extends Question>(key: Key): Route {
  const { response, revisioned } = ENDPOINTS[key];
  const contentType = response.type === 'json' ? 'application/json' : response.type;
  return handle(key, async (input, { body, request, runtime, signal }) => {
    const { cluster, rev } = input as EndpointInput<'GET /api/clusters/{cluster}/summary'>;
    const analysis = runtime.cluster(cluster);
    const newest = analysis.revision();
    const known = request.headers.get('if-none-match');
    const asksNewest = newest !== undefined && (rev === undefined || rev === newest.seq);
    if (revisioned && asksNewest && known === entityTag(newest)) {
      analysis.hold([newest.seq]);
      return new Response(null, { status: 304, headers: { etag: known } });
    }
    const answer = await analysis.ask(key, input as Readonly<Record<string, unknown>>, { body, signal });
    const headers = new Headers({ 'content-type': contentType, 'x-ringfence-revision': String(answer.revision.seq) });
    if (revisioned && !answer.provisional) headers.set('etag', entityTag(answer.revision));
    return new Response(answer.bytes, { headers });
  });
}

/** Answers say since when this run knows something: what a browser kept of another run is not the same answer. */
const RUN = randomUUID().slice(0, 8);

/** Weak, since the answer may be compressed on its way. */
function entityTag({ seq, content }: Revision): string {
  return `W/"${RUN}-${seq}-${content.slice(0, 16)}"`;
}

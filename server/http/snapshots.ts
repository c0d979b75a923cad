import { createHash } from 'node:crypto';
import type { EndpointInput } from '#lib/api/endpoints.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import { PACKAGE_FILE } from '#lib/api/snapshot-facts.ts';
import type { SnapshotDetail, SnapshotJob, SnapshotList } from '#lib/api/snapshot-schemas.ts';
import type { Runtime } from '#server/runtime.ts';
import type { TrailActor } from '#server/store/trail-line.ts';
import type { HandlerContext } from './handle.ts';

/** Somebody on the page, with the role that they entered. */
export function pageActor({ access }: Pick<Runtime, 'access'>, said?: string): TrailActor {
  const session = access.token === undefined ? 'local' : 'token';
  return { via: 'page', session, ...(said === undefined ? {} : { said }) };
}

export async function listSnapshots(
  { cluster, before, limit }: EndpointInput<'GET /api/clusters/{cluster}/snapshots'>,
  { runtime }: HandlerContext<'GET /api/clusters/{cluster}/snapshots'>,
): Promise<SnapshotList> {
  const job = runtime.jobs.latest(cluster);
  const running = job === undefined ? {} : { job };
  let kept: string;
  try {
    kept = runtime.keptAs(cluster);
  } catch (error) {
    // The page shows why there are none, in the place where they would be.
    if (!isRingfenceError(error) || error.code !== 'BAD_REQUEST') throw error;
    return { snapshots: [], total: 0, notKept: error.message, ...running };
  }
  return { ...(await runtime.store.call('list', kept, { before, limit })), ...running };
}

export function takeSnapshot(
  { cluster }: EndpointInput<'POST /api/clusters/{cluster}/snapshots'>,
  { body, runtime }: HandlerContext<'POST /api/clusters/{cluster}/snapshots'>,
): SnapshotJob {
  runtime.keptAs(cluster);
  const { by, ...request } = body;
  return runtime.jobs.begin(runtime.cluster(cluster), { ...request, how: 'page', who: pageActor(runtime, by) });
}

export function findJob(
  { cluster, id }: EndpointInput<'GET /api/clusters/{cluster}/snapshot-jobs/{id}'>,
  { runtime }: HandlerContext<'GET /api/clusters/{cluster}/snapshot-jobs/{id}'>,
): SnapshotJob {
  return runtime.jobs.find(cluster, id);
}

export function cancelJob(
  { cluster, id }: EndpointInput<'DELETE /api/clusters/{cluster}/snapshot-jobs/{id}'>,
  { runtime }: HandlerContext<'DELETE /api/clusters/{cluster}/snapshot-jobs/{id}'>,
): Promise<SnapshotJob> {
  return runtime.jobs.cancel(cluster, id);
}

export function oneSnapshot(
  { cluster, seq }: EndpointInput<'GET /api/clusters/{cluster}/snapshots/{seq}'>,
  { runtime }: HandlerContext<'GET /api/clusters/{cluster}/snapshots/{seq}'>,
): Promise<SnapshotDetail> {
  return runtime.store.call('detail', runtime.keptAs(cluster), seq);
}

export async function exportSnapshotFile(
  { cluster, seq, file }: EndpointInput<'POST /api/clusters/{cluster}/snapshots/{seq}/files/{file}'>,
  { body, runtime, signal }: HandlerContext<'POST /api/clusters/{cluster}/snapshots/{seq}/files/{file}'>,
): Promise<Response> {
  const kept = runtime.keptAs(cluster);
  const who = pageActor(runtime, body.by);
  const content =
    file === PACKAGE_FILE
      ? await exportPackage(runtime, { cluster: kept, seq }, who, signal)
      : await runtime.store.call('exportFile', kept, seq, file, who);
  return fileResponse(content, 'application/octet-stream', `${cluster}-snapshot-${seq}-${file}`);
}

/** Made on demand; nothing leaves before the trail says so. */
async function exportPackage(
  { packageOf, store, config: { dataDir } }: Runtime,
  snapshot: { readonly cluster: string; readonly seq: number },
  who: TrailActor,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = await packageOf({ dataDir, ...snapshot }, signal);
  const sha256 = createHash('sha256').update(content).digest('hex');
  await store.call('noteExported', snapshot.cluster, { seq: snapshot.seq, file: PACKAGE_FILE, sha256 }, who);
  return content;
}

/** What is saved of an upload leaves no line: nothing of it is kept. */
export async function noteResult(
  { cluster }: EndpointInput<'POST /api/clusters/{cluster}/exports'>,
  { body, runtime }: HandlerContext<'POST /api/clusters/{cluster}/exports'>,
): Promise<{ readonly written: boolean }> {
  let kept: string;
  try {
    kept = runtime.keptAs(cluster);
  } catch (error) {
    if (!isRingfenceError(error) || error.code !== 'BAD_REQUEST') throw error;
    return { written: false };
  }
  await runtime.store.call('exported', kept, body, pageActor(runtime));
  return { written: true };
}

export async function addNote(
  { cluster, seq }: EndpointInput<'POST /api/clusters/{cluster}/snapshots/{seq}/notes'>,
  { body, runtime }: HandlerContext<'POST /api/clusters/{cluster}/snapshots/{seq}/notes'>,
): Promise<SnapshotDetail> {
  const kept = runtime.keptAs(cluster);
  await runtime.store.call('note', kept, seq, body, pageActor(runtime, body.by));
  return runtime.store.call('detail', kept, seq);
}

export async function signSnapshot(
  { cluster, seq }: EndpointInput<'POST /api/clusters/{cluster}/snapshots/{seq}/sign-offs'>,
  { body, runtime }: HandlerContext<'POST /api/clusters/{cluster}/snapshots/{seq}/sign-offs'>,
): Promise<SnapshotDetail> {
  const kept = runtime.keptAs(cluster);
  await runtime.store.call('sign', kept, seq, body, pageActor(runtime, body.role));
  return runtime.store.call('detail', kept, seq);
}

/** Bytes to take away, under a name that is safe in a header. */
export function fileResponse(content: Uint8Array<ArrayBuffer>, type: string, name: string): Response {
  return new Response(content, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"` },
  });
}

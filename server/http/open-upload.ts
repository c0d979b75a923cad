import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { clusterListItem } from '#server/cluster-list-item.ts';
import type { Runtime } from '#server/runtime.ts';
import type { HandlerContext } from './handle.ts';
import { boundedBody } from './read-body.ts';
import { untilRead } from './until-read.ts';

export const UPLOAD_MAX_BYTES = 256 * 2 ** 20;
const UPLOADS_AT_ONCE = 2;

/** Uploads in hand, by runtime: a page that sends many at once must not fill disk and memory. */
const inHand = new WeakMap<Runtime, number>();

/**
 * The file goes to a private folder on disk, piece by piece, and is parsed by the new cluster's own worker under its
 * heap limit. Answers when it is read; what cannot be read leaves no cluster behind.
 * Throws TOO_LARGE, TOO_MANY_REQUESTS, UNREADABLE_INPUT, NOTHING_KUBERNETES.
 */
export async function openUpload(
  { name }: EndpointInput<'POST /api/uploads'>,
  { request, runtime, signal }: HandlerContext<'POST /api/uploads'>,
): Promise<ClusterListItem> {
  const busy = inHand.get(runtime) ?? 0;
  if (busy >= UPLOADS_AT_ONCE) throw new RingfenceError('TOO_MANY_REQUESTS', text.UPLOADS_BUSY);
  inHand.set(runtime, busy + 1);
  try {
    const folder = await mkdtemp(join(tmpdir(), 'ringfence-')); // 0700
    const path = join(folder, 'upload');
    const forget = () => rm(folder, { recursive: true, force: true });
    try {
      await pipeline(Readable.from(boundedBody(request, UPLOAD_MAX_BYTES)), createWriteStream(path, { mode: 0o600 }), {
        signal,
      });
      await chmod(path, 0o400);
    } catch (error) {
      await forget();
      throw error;
    }
    const analysis = runtime.add(plainName(name), { type: 'upload', name: plainName(name), path }, forget);
    try {
      await untilRead(analysis, runtime, signal);
    } catch (error) {
      await runtime.remove(analysis.spec.id);
      throw error;
    }
    return clusterListItem(analysis);
  } finally {
    inHand.set(runtime, (inHand.get(runtime) ?? 1) - 1);
  }
}

/** Only the last part of a path, without control characters: it is shown and becomes the cluster's name. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/\p{C}/gu, '').trim() || text.UNNAMED_FILE;
}

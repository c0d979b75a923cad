import { parentPort } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import type { Scene } from '#lib/graph/types.ts';
import type { Evidence } from './evidence/evidence.ts';
import { typesetSnapshot } from './typeset.ts';

export interface RenderRequest {
  readonly evidence: Evidence;
  readonly scene: Scene;
}
export type RenderReply =
  | { readonly ok: true; readonly pdf: Uint8Array; readonly evidenceHash: string }
  | { readonly ok: false; readonly message: string; readonly detail?: string };

/** One document, then `process.ts` ends. `workerData` arrives empty in a bundled worker: a message it is. */
parentPort?.once('message', ({ evidence, scene }: RenderRequest) => {
  parentPort?.postMessage(reply(evidence, scene));
});

function reply(evidence: Evidence, scene: Scene): RenderReply {
  try {
    return { ok: true, ...typesetSnapshot(evidence, scene) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const detail = error instanceof RingfenceError ? error.detail : undefined;
    return { ok: false, message, ...(detail === undefined ? {} : { detail }) };
  }
}

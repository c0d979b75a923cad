import { parentPort } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import type { SealedEvidence } from './evidence/seal-evidence.ts';
import type { ReportScenes } from './sections/figures.ts';
import { type ReportForm, typesetSnapshot } from './typeset.ts';

export interface RenderRequest {
  readonly evidence: SealedEvidence;
  readonly scenes: ReportScenes;
  readonly form: ReportForm;
}
export type RenderReply =
  | { readonly ok: true; readonly pdf: Uint8Array; readonly evidenceHash: string }
  | { readonly ok: false; readonly message: string; readonly detail?: string };

/** One document, then `process.ts` ends. `workerData` arrives empty in a bundled worker: a message it is. */
parentPort?.once('message', (request: RenderRequest) => {
  parentPort?.postMessage(reply(request));
});

function reply({ evidence, scenes, form }: RenderRequest): RenderReply {
  try {
    return { ok: true, ...typesetSnapshot(evidence, scenes, form) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const detail = error instanceof RingfenceError ? error.detail : undefined;
    return { ok: false, message, ...(detail === undefined ? {} : { detail }) };
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';
import { directoryWith } from './app-directory.ts';
import type { SealedEvidence } from './evidence/seal-evidence.ts';
import type { ReportScenes } from './sections/figures.ts';
import type { ReportForm, Snapshot } from './typeset.ts';
import type { RenderReply, RenderRequest } from './worker.ts';

/** A document of 10,000 pods takes some seconds; others may have the machine. Beyond this something is wrong. */
const RENDER_TIMEOUT_MS = 300_000;
const HEAP_LIMIT_MB = 2_048;
const PROGRAM = 'server/report/process.ts';

/** A process that waits for one document and loads meanwhile what it needs. It ends with this one. */
export function startTypesetter(): ChildProcess {
  const child = fork(/* turbopackIgnore: true */ join(directoryWith(PROGRAM), PROGRAM), {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${HEAP_LIMIT_MB}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('error', () => undefined); // whoever wants a document from it is told
  return child;
}

export interface RenderOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default: the full one. */
  readonly form?: ReportForm | undefined;
  /** One that was started ahead, while the evidence was gathered. */
  readonly typesetter?: ChildProcess | undefined;
}

/**
 * Renders the snapshot in a process of its own, which ends with the document, the signal, the timeout or this process.
 * Rejects with INTERNAL where the document cannot be set.
 */
export function renderSnapshot(
  evidence: SealedEvidence,
  scenes: ReportScenes,
  { signal, form = 'full', typesetter }: RenderOptions = {},
): Promise<Snapshot> {
  const { promise, resolve, reject } = Promise.withResolvers<Snapshot>();
  const child = typesetter ?? startTypesetter();
  const fail = (message: string, detail?: string): void => reject(new RingfenceError('INTERNAL', message, detail));
  const abort = (): void => fail(reportFailures.cancelled);
  const timer = setTimeout(() => fail(reportFailures.tookTooLong), RENDER_TIMEOUT_MS);
  signal?.addEventListener('abort', abort, { once: true });
  child.once('message', (reply: RenderReply) => {
    if (reply.ok) resolve({ pdf: reply.pdf, evidenceHash: reply.evidenceHash });
    else fail(reply.message, reply.detail);
  });
  child.once('error', (error) => fail(reportFailures.processFailed, String(error)));
  child.once('exit', () => fail(reportFailures.processEnded));
  if (signal?.aborted) abort();
  else if (!child.connected) fail(reportFailures.processEnded);
  else child.send({ evidence, scenes, form } satisfies RenderRequest);
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  });
}

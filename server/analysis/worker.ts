/**
 * One cluster's worker: reads the source, keeps the objects, builds a revision after each gathered change, answers
 * questions about the revisions that are kept. Everything that takes more than a few milliseconds happens here.
 */
import { parentPort } from 'node:worker_threads';
import { isRingfenceError, type RingfenceError } from '#lib/api/errors.ts';
import type { StepProgress } from '#lib/api/snapshot-schemas.ts';
import * as text from '#lib/text/en/server.ts';
import { ClusterAnalyst } from './cluster-analyst.ts';
import { type FromWorker, type ToWorker, toWorker, type WireError } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker only');

const tell = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);
/** Asked and not yet answered. A cancelled question is dropped when its turn comes, or told to end what it started. */
const asked = new Map<number, AbortController>();
let analyst: ClusterAnalyst | undefined;
let unstartable: RingfenceError | undefined;

port.on('message', (raw: unknown) => {
  const message = toWorker.parse(raw);
  switch (message.type) {
    case 'start':
      start(message);
      return;
    case 'ask': {
      const { id, question, input, body } = message;
      asked.set(id, new AbortController());
      // A turn of the event loop for each question, so that a cancellation can overtake it: nobody hears the answer then.
      setImmediate(
        () =>
          void answer(id, async (at, signal) =>
            signal.aborted ? undefined : at.answer(question, input, body, signal),
          ),
      );
      return;
    }
    case 'take': {
      const { id, request } = message;
      asked.set(id, new AbortController());
      const told = (progress: StepProgress) => tell({ type: 'progress', id, progress });
      setImmediate(() => void answer(id, (at, signal) => at.take(request, told, signal)));
      return;
    }
    case 'cancel':
      asked.get(message.id)?.abort();
      return;
    case 'hold':
      analyst?.hold(message.seqs);
      return;
    case 'names':
      analyst?.tellNames(message.port);
      return;
    case 'stop':
      void Promise.resolve(analyst?.stop()).finally(() => tell({ type: 'stopped' }));
  }
});

/** A fault of ours ends the worker, which is started again; what was wrong from the start is told. */
function start(message: Extract<ToWorker, { type: 'start' }>): void {
  try {
    analyst = new ClusterAnalyst(message, tell);
    analyst.start();
  } catch (error) {
    if (!isRingfenceError(error)) throw error;
    unstartable = error;
    tell({ type: 'unstartable', error: wireError(error) });
  }
}

/** Undefined: nothing is to be told. */
type Answering = (
  analyst: ClusterAnalyst,
  signal: AbortSignal,
) => Promise<Awaited<ReturnType<ClusterAnalyst['answer']>> | undefined>;

async function answer(id: number, answering: Answering): Promise<void> {
  const signal = asked.get(id)?.signal;
  try {
    if (unstartable !== undefined) throw unstartable;
    if (signal === undefined || analyst === undefined) return;
    const answered = await answering(analyst, signal);
    if (answered !== undefined) tell({ type: 'answer', id, ...answered }, [answered.bytes.buffer]);
  } catch (error) {
    tell({ type: 'refused', id, error: wireError(error) });
  } finally {
    asked.delete(id);
  }
}

function wireError(error: unknown): WireError {
  if (isRingfenceError(error)) return { code: error.code, message: error.message, detail: error.detail };
  return { code: 'INTERNAL', message: text.INTERNAL, detail: error instanceof Error ? error.stack : String(error) };
}

/**
 * One cluster's worker: reads the source, keeps the objects, builds a revision after each gathered change, answers
 * questions about the revisions that are kept. Everything that takes more than a few milliseconds happens here.
 */
import { parentPort } from 'node:worker_threads';
import { isRingfenceError, type RingfenceError } from '#lib/api/errors.ts';
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
    case 'ask':
      asked.set(message.id, new AbortController());
      // a turn of the event loop for each question, so that a cancellation can overtake it
      setImmediate(() => void answer(message));
      return;
    case 'cancel':
      asked.get(message.id)?.abort();
      return;
    case 'hold':
      analyst?.hold(message.seqs);
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

async function answer({ id, question, input, body }: Extract<ToWorker, { type: 'ask' }>): Promise<void> {
  const signal = asked.get(id)?.signal;
  try {
    if (unstartable !== undefined) throw unstartable;
    if (signal === undefined || signal.aborted || analyst === undefined) return;
    const answer = await analyst.answer(question, input, body, signal);
    tell({ type: 'answer', id, ...answer }, [answer.bytes.buffer]);
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

/**
 * One cluster's worker: reads the source, keeps the objects, builds a revision after each gathered change, answers
 * questions about the revisions that are kept. Everything that takes more than a few milliseconds happens here.
 */
import { parentPort } from 'node:worker_threads';
import { isRingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { ClusterAnalyst } from './cluster-analyst.ts';
import { type FromWorker, type ToWorker, toWorker, type WireError } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker only');

const tell = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);
/** Asked and not yet answered: a cancelled question is dropped when its turn comes. */
const waiting = new Map<number, Extract<ToWorker, { type: 'ask' }>>();
let analyst: ClusterAnalyst | undefined;

port.on('message', (raw: unknown) => {
  const message = toWorker.parse(raw);
  switch (message.type) {
    case 'start':
      analyst = new ClusterAnalyst(message, tell);
      analyst.start();
      return;
    case 'ask':
      waiting.set(message.id, message);
      // a turn of the event loop for each question, so that a cancellation can overtake it
      setImmediate(() => void answer(message.id));
      return;
    case 'cancel':
      waiting.delete(message.id);
      return;
    case 'hold':
      analyst?.hold(message.seqs);
      return;
    case 'stop':
      void Promise.resolve(analyst?.stop()).finally(() => tell({ type: 'stopped' }));
  }
});

async function answer(id: number): Promise<void> {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (asked === undefined || analyst === undefined) return;
  try {
    const { revision, bytes } = await analyst.answer(asked.question, asked.input, asked.body);
    tell({ type: 'answer', id, revision, bytes }, [bytes.buffer]);
  } catch (error) {
    tell({ type: 'refused', id, error: wireError(error) });
  }
}

function wireError(error: unknown): WireError {
  if (isRingfenceError(error)) return { code: error.code, message: error.message, detail: error.detail };
  return { code: 'INTERNAL', message: text.INTERNAL, detail: error instanceof Error ? error.stack : String(error) };
}

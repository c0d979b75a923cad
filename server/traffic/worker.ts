/** The thread of the flows: the store, the sums and the sources of all clusters. Nothing of it runs where requests are answered. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { isRingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { startTraffic, type Traffic, type Upload } from './traffic.ts';
import {
  type AskedOfFlows,
  type FlowsAnswer,
  type FromTraffic,
  type NamesMessage,
  type ToTraffic,
  toTraffic,
} from './traffic-messages.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker only');

const tell = (message: FromTraffic) => port.postMessage(message);
const uploads = new Map<number, Promise<Upload>>();
let traffic: Traffic | undefined;

port.on('message', (raw: unknown) => {
  const message = toTraffic.parse(raw);
  if (message.type === 'start') {
    const { dataDir, keep } = message;
    traffic = startTraffic({
      dataDir,
      keep,
      onChanged: (cluster, seq) => tell({ type: 'changed', cluster, seq }),
      onFault: (error) => process.emitWarning(error instanceof Error ? error : String(error)),
    });
  } else if (traffic !== undefined) hear(traffic, message);
});

function hear(running: Traffic, message: Exclude<ToTraffic, { type: 'start' }>): void {
  switch (message.type) {
    case 'cluster': {
      const { cluster, names, ...observed } = message;
      const told = running.add(cluster, observed);
      names.on('message', (message: NamesMessage | AskedOfFlows) => {
        if ('ask' in message) void answerAnalysis(running, cluster, names, message);
        else told.names(message);
      });
      return;
    }
    case 'forget':
      running.forget(message.cluster);
      return;
    case 'ask':
      void answer(message.id, () => running.answer(message.question));
      return;
    case 'ingest':
      uploads.set(message.id, running.ingest(message.cluster, message.source));
      void next(message.id, async () => {});
      return;
    case 'lines':
      void next(message.id, (upload) => upload.push(message.bytes));
      return;
    case 'ingested': {
      const upload = uploads.get(message.id);
      uploads.delete(message.id);
      const { fault } = message;
      // also one that failed here: its source says so from now on
      void answer(message.id, async () => {
        const ended = await upload;
        return fault === undefined ? ended?.end() : ended?.fail(fault);
      });
      return;
    }
    case 'stop':
      void end(running, 0);
  }
}

/** The store's library works beside this thread, and takes the process along where the thread ends before it is closed. */
async function end(running: Traffic, status: number): Promise<void> {
  await running.stop().catch(() => {});
  process.exit(status); // of this thread
}

process.on('uncaughtException', (error) => {
  process.emitWarning(error);
  if (traffic === undefined) process.exit(1);
  else void end(traffic, 1);
});

/** To the cluster's analysis, through the port by which it tells names. */
async function answerAnalysis(
  running: Traffic,
  cluster: string,
  to: MessagePort,
  { id, ...question }: AskedOfFlows,
): Promise<void> {
  let answer: FlowsAnswer;
  try {
    answer = { id, value: await running.answerAnalysis(cluster, question) };
  } catch (error) {
    const { code, message } = isRingfenceError(error) ? error : { code: 'INTERNAL' as const, message: text.INTERNAL };
    answer = { id, error: { code, message } };
  }
  to.postMessage(answer);
}

/** A step of an upload; the one who sends waits for it. */
async function next(id: number, step: (upload: Upload) => Promise<void>): Promise<void> {
  const upload = uploads.get(id);
  if (upload === undefined) return;
  try {
    await step(await upload);
    tell({ type: 'next', id });
  } catch (error) {
    refuse(id, error);
  }
}

async function answer(id: number, question: () => Promise<unknown>): Promise<void> {
  try {
    tell({ type: 'answer', id, value: await question() });
  } catch (error) {
    refuse(id, error);
  }
}

function refuse(id: number, error: unknown): void {
  const { code, message, detail } = isRingfenceError(error)
    ? error
    : {
        code: 'INTERNAL' as const,
        message: text.INTERNAL,
        detail: error instanceof Error ? error.stack : String(error),
      };
  tell({ type: 'refused', id, error: { code, message, detail } });
}

import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import type { IngestAnswer, TrafficSources } from '#lib/api/traffic-schemas.ts';
import type { CoverageRow, FlowEdges } from '#lib/flows/flow-row.ts';
import * as text from '#lib/text/en/server.ts';
import { brokenOff, faultOf } from './broken-off.ts';
import type { FlowSettings } from './flow-settings.ts';
import type { FlowRetention, FlowStore } from './flow-store.ts';
import type { FromTraffic, ToTraffic, TrafficQuestion } from './traffic-messages.ts';

/** V8's own choice grows with the machine, and is no faster here. */
const YOUNG_HEAP_MB = 16;
/** Longer than it takes to write what is left and to close the store: ended before, it takes the process along. */
const STOP_MS = 30_000;
/** A first question waits for the store to be opened; a window of months on a slow disk. */
const ASK_TIMEOUT_MS = 30_000;

/** A thread that died begins anew so much later, where something is observed. */
const AGAIN_MS = 1_000;

type AnswerOf<Ask extends TrafficQuestion['ask']> = {
  edges: FlowEdges;
  seen: FlowEdges;
  timeline: Awaited<ReturnType<FlowStore['timeline']>>;
  coverage: readonly CoverageRow[];
  sources: TrafficSources;
}[Ask];

/** Observed traffic as the thread that answers requests sees it. */
export interface TrafficThread {
  /** Throws NOT_FOUND, USAGE, NOT_WRITABLE, DAMAGED, TIMED_OUT, WORKER_LOST as RingfenceError. */
  ask<Question extends TrafficQuestion>(question: Question): Promise<AnswerOf<Question['ask']>>;
  /** Tells the thread of a cluster, where it does not know it yet. Throws NOT_FOUND. */
  know(cluster: string): void;
  /** Takes lines piece by piece, as fast as they are summed and kept. Throws as `ask`, and what the pieces throw. */
  ingest(cluster: string, source: string, pieces: AsyncIterable<Uint8Array>): Promise<IngestAnswer>;
  /** Has the cluster observed from now on, also after the thread died. */
  begin(cluster: string): void;
  /** A cluster was removed. */
  forget(cluster: string): void;
  /** Whether the thread is there: a process that leaves it before it has stopped ends with its error. */
  readonly isRunning: boolean;
  stop(): Promise<void>;
}

/** One cluster as the flows know it. */
export interface TrafficCluster {
  readonly id: string;
  /** The name by which its flows are kept; undefined: they last as long as the process. */
  readonly under: string | undefined;
  /** The names of other clusters: what is kept under them is not its own. */
  readonly others?: readonly string[];
  /** Where its traffic is observed, as `serve` was told. */
  readonly flows?: FlowSettings | undefined;
  /** It has an invented day. */
  readonly demo: boolean;
  /** Has its analysis tell who goes by which address, through a port of its own, again whenever it begins anew. */
  tellNames(port: () => MessagePort): void;
}

export interface TrafficThreadOptions {
  readonly dataDir: string;
  readonly keep: FlowRetention;
  /** Throws NOT_FOUND. */
  readonly cluster: (id: string) => TrafficCluster;
  readonly onChanged: (cluster: string, seq: number) => void;
  readonly onLost: (error: Error | undefined) => void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The thread begins with the first question or cluster that is observed, and anew after it died. */
export function startTrafficThread(options: TrafficThreadOptions): TrafficThread {
  const pending = new Map<number, Pending>();
  let known = new Set<string>();
  const begun = new Set<string>();
  let again: NodeJS.Timeout | undefined;
  let nextId = 1;
  let worker: Worker | undefined;
  let running = 0;
  let isStopped = false;
  const ended = new WeakSet<Worker>();
  const lost = () => new RingfenceError('WORKER_LOST', text.WORKER_LOST);

  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'traffic',
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    });
    running++;
    let fault: Error | undefined;
    started.on('message', (message: FromTraffic) => receive(message));
    started.on('error', (error: unknown) => {
      fault = error instanceof Error ? error : new Error(String(error));
    });
    started.once('exit', () => {
      running--;
      ended.add(started);
      for (const { reject } of pending.values()) reject(lost());
      pending.clear();
      if (worker !== started) return;
      worker = undefined;
      known = new Set();
      options.onLost(fault);
      again = setTimeout(() => {
        for (const cluster of begun) threadFor(cluster);
      }, AGAIN_MS).unref();
    });
    started.unref();
    started.postMessage({ type: 'start', dataDir: options.dataDir, keep: options.keep } satisfies ToTraffic);
    return started;
  };
  const receive = (message: FromTraffic): void => {
    switch (message.type) {
      case 'answer':
        settle(message.id)?.resolve(message.value);
        return;
      case 'next':
        settle(message.id)?.resolve(undefined);
        return;
      case 'refused': {
        const { code, message: sentence, detail } = message.error;
        settle(message.id)?.reject(new RingfenceError(code, sentence, detail));
        return;
      }
      case 'changed':
        options.onChanged(message.cluster, message.seq);
        return;
    }
  };
  const settle = (id: number): Pending | undefined => {
    const asked = pending.get(id);
    pending.delete(id);
    return asked;
  };
  /** The running thread, which knows the cluster; none begins any more once it was stopped. */
  const threadFor = (id: string): Worker => {
    if (isStopped) throw lost();
    const cluster = options.cluster(id);
    worker ??= start();
    if (!known.has(id)) {
      known.add(id);
      announce(worker, cluster);
    }
    return worker;
  };
  const send = (to: Worker, message: ToTraffic & { readonly id: number }): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended.has(to)) return reject(lost()); // it answers nobody
      pending.set(message.id, { resolve, reject });
      to.postMessage(message);
    });

  return {
    async ask<Question extends TrafficQuestion>(question: Question) {
      const id = nextId++;
      const answer = send(threadFor(question.cluster), { type: 'ask', id, question });
      return (await withLimit(answer, () => settle(id))) as AnswerOf<Question['ask']>;
    },
    know(cluster) {
      threadFor(cluster);
    },
    async ingest(cluster, source, pieces) {
      const id = nextId++;
      const to = threadFor(cluster);
      try {
        await withLimit(send(to, { type: 'ingest', id, cluster, source }), () => settle(id));
      } catch (error) {
        // whatever still holds it up holds up this too: told, and not waited for
        if (worker === to) to.postMessage({ type: 'ingested', id, fault: faultOf(error) } satisfies ToTraffic);
        throw error;
      }
      try {
        for await (const piece of pieces) await send(to, { type: 'lines', id, bytes: new Uint8Array(piece) });
      } catch (error) {
        if (worker !== to) throw error;
        const fault = faultOf(error);
        const taken = await send(to, { type: 'ingested', id, fault }).catch(() => undefined);
        throw brokenOff(error, taken as IngestAnswer | undefined);
      }
      return (await send(to, { type: 'ingested', id })) as IngestAnswer;
    },
    begin(cluster) {
      begun.add(cluster);
      threadFor(cluster);
    },
    forget(cluster) {
      begun.delete(cluster);
      if (known.delete(cluster)) worker?.postMessage({ type: 'forget', cluster } satisfies ToTraffic);
    },
    get isRunning() {
      return running > 0;
    },
    async stop() {
      isStopped = true;
      clearTimeout(again);
      const stopping = worker;
      if (stopping === undefined) return;
      worker = undefined;
      const gone = new Promise<void>((resolve) => stopping.once('exit', () => resolve()));
      stopping.ref(); // the process waits for it
      stopping.postMessage({ type: 'stop' } satisfies ToTraffic);
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
      await stopping.terminate();
    },
  };
}

/** Tells the thread of a cluster. Whenever its analysis begins anew it gets another port, and tells everything again. */
function announce(worker: Worker, { id, under, others = [], flows, demo, tellNames }: TrafficCluster): void {
  tellNames(() => {
    const { port1, port2 } = new MessageChannel();
    const message: ToTraffic = { type: 'cluster', cluster: id, under, others: [...others], flows, demo, names: port2 };
    worker.postMessage(message, [port2]);
    return port1;
  });
}

async function withLimit<T>(answer: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(new RingfenceError('TIMED_OUT', text.timedOut(ASK_TIMEOUT_MS / 1000)));
    }, ASK_TIMEOUT_MS).unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

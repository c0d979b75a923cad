import { Worker } from 'node:worker_threads';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import type { CallArguments, CallName, CallResult } from './calls.ts';
import type { FromStore, ToStore } from './thread-messages.ts';

/** Long enough to close a database. */
const STOP_MS = 500;

/** The store as the thread that answers requests sees it. */
export interface StoreThread {
  /** Throws whatever the call throws, as RingfenceError; WORKER_LOST where the thread died. */
  call<Name extends CallName>(name: Name, ...args: CallArguments<Name>): Promise<CallResult<Name>>;
  stop(): Promise<void>;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The thread begins with the first call, and anew with the next one after it died. */
export function startStoreThread(dataDir: string): StoreThread {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let worker: Worker | undefined;

  function start(): Worker {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { name: 'store' });
    started.on('message', (message: FromStore) => {
      if (message.type === 'stopped') return;
      const asked = pending.get(message.id);
      pending.delete(message.id);
      if (message.type === 'answer') asked?.resolve(message.value);
      else asked?.reject(new RingfenceError(message.error.code, message.error.message, message.error.detail));
    });
    started.on('error', () => {}); // the exit says the rest
    started.once('exit', () => {
      worker = undefined;
      for (const { reject } of pending.values()) reject(new RingfenceError('WORKER_LOST', text.WORKER_LOST));
      pending.clear();
    });
    started.unref();
    send(started, { type: 'start', dataDir });
    return started;
  }

  return {
    call(name, ...args) {
      worker ??= start();
      const id = nextId++;
      const to = worker;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: resolve as Pending['resolve'], reject });
        send(to, { type: 'call', id, call: name, args: [...args] });
      });
    },
    async stop() {
      const stopping = worker;
      if (stopping === undefined) return;
      const gone = new Promise<void>((resolve) => stopping.once('exit', () => resolve()));
      const closed = new Promise<void>((resolve) =>
        stopping.on('message', ({ type }: FromStore) => type === 'stopped' && resolve()),
      );
      send(stopping, { type: 'stop' });
      await Promise.race([gone, closed, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
      await stopping.terminate();
    },
  };
}

function send(worker: Worker, message: ToStore): void {
  worker.postMessage(message);
}

/** The thread of the store: what takes more than a few milliseconds of it must not happen where requests are answered. */
import { parentPort } from 'node:worker_threads';
import { isRingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { CALLS } from './calls.ts';
import { openStore, type Store } from './store.ts';
import { type FromStore, toStore } from './thread-messages.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker only');

const tell = (message: FromStore, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);
let dataDir = '';
let opened: Store | undefined;

port.on('message', (raw: unknown) => {
  const message = toStore.parse(raw);
  switch (message.type) {
    case 'start':
      dataDir = message.dataDir;
      return;
    case 'call':
      void answer(message.id, message.call, message.args);
      return;
    case 'stop':
      opened?.close();
      tell({ type: 'stopped' });
  }
});

async function answer(id: number, name: keyof typeof CALLS, args: readonly unknown[]): Promise<void> {
  try {
    // A folder that could not be opened may be mended while the server runs.
    opened ??= openStore(dataDir);
    const call = CALLS[name] as (store: Store, ...given: readonly unknown[]) => unknown;
    const value = await call(opened, ...args);
    tell({ type: 'answer', id, value }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []);
  } catch (error) {
    const { code, message, detail } = isRingfenceError(error)
      ? error
      : {
          code: 'INTERNAL' as const,
          message: text.INTERNAL,
          detail: error instanceof Error ? error.stack : String(error),
        };
    tell({ type: 'refused', id, error: { code, message, ...(detail === undefined ? {} : { detail }) } });
  }
}

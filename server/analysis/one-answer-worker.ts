import { parentPort } from 'node:worker_threads';
import { isRingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { openStore, type Store } from '#server/store/store.ts';
import type { WireError } from './messages.ts';

export type OneAnswer =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly error: WireError };

/** In a thread of `askOnce`: answers its one question out of the store, which is only looked at. */
export function answerOnce<Asked extends { readonly dataDir: string }>(
  parse: (raw: unknown) => Asked,
  work: (store: Store, asked: Asked) => Promise<Uint8Array<ArrayBuffer>>,
): void {
  parentPort?.once('message', async (raw: unknown) => {
    const answer = await answerOf(parse(raw), work);
    parentPort?.postMessage(answer, answer.ok ? [answer.bytes.buffer] : []);
  });
}

async function answerOf<Asked extends { readonly dataDir: string }>(
  asked: Asked,
  work: (store: Store, asked: Asked) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<OneAnswer> {
  try {
    const store = openStore(asked.dataDir, { look: true });
    try {
      return { ok: true, bytes: await work(store, asked) };
    } finally {
      store.close();
    }
  } catch (error) {
    if (!isRingfenceError(error)) {
      const detail = error instanceof Error ? error.stack : String(error);
      return {
        ok: false,
        error: { code: 'INTERNAL', message: text.INTERNAL, ...(detail === undefined ? {} : { detail }) },
      };
    }
    const { code, message, detail } = error;
    return { ok: false, error: { code, message, ...(detail === undefined ? {} : { detail }) } };
  }
}

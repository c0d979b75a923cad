/** One comparison in a thread of its own: it compiles two states, and gives their memory back with its end. */
import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { isRingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { openStore } from '#server/store/store.ts';
import { compareSnapshots } from './compare-snapshots.ts';
import type { WireError } from './messages.ts';

export const comparing = z.object({ dataDir: z.string(), cluster: z.string(), before: z.int(), after: z.int() });
export type Comparing = z.output<typeof comparing>;
export type Compared =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly error: WireError };

parentPort?.once('message', async (raw: unknown) => {
  const answer = await compare(comparing.parse(raw));
  parentPort?.postMessage(answer, answer.ok ? [answer.bytes.buffer] : []);
});

async function compare({ dataDir, cluster, before, after }: Comparing): Promise<Compared> {
  try {
    const store = openStore(dataDir, { look: true });
    try {
      const comparison = await compareSnapshots(store, cluster, { before, after });
      return { ok: true, bytes: new TextEncoder().encode(JSON.stringify(comparison)) };
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

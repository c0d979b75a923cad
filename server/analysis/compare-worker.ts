/** One comparison in a thread of its own: it compiles two states. */
import { z } from 'zod';
import { compareSnapshots } from './compare-snapshots.ts';
import { answerOnce } from './one-answer-worker.ts';

export const comparing = z.object({ dataDir: z.string(), cluster: z.string(), before: z.int(), after: z.int() });
export type Comparing = z.output<typeof comparing>;

answerOnce(
  (raw) => comparing.parse(raw),
  async (store, { cluster, before, after }) =>
    new TextEncoder().encode(JSON.stringify(await compareSnapshots(store, cluster, { before, after }))),
);

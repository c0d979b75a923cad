/** One evidence package in a thread of its own: it reads the whole evidence, and packs it. */
import { z } from 'zod';
import { signingKey } from '#server/read-key.ts';
import { answerOnce } from './one-answer-worker.ts';
import { packageOfSnapshot } from './package-of-snapshot.ts';

const packing = z.object({ dataDir: z.string(), cluster: z.string(), seq: z.int() });
export type Packing = z.output<typeof packing>;

answerOnce(
  (raw) => packing.parse(raw),
  (store, { cluster, seq }) => packageOfSnapshot(store, cluster, seq, signingKey(undefined)),
);

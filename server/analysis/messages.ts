import type { MessagePort } from 'node:worker_threads';
import { z } from 'zod';
import type { Revision, SourceStatus } from '#lib/api/cluster-types.ts';
import { ENDPOINTS, type EndpointKey } from '#lib/api/endpoints.ts';
import type { ErrorCode } from '#lib/api/errors.ts';
import type { StepProgress } from '#lib/api/snapshot-schemas.ts';
import type { SourceSpec } from '#server/config.ts';
import type { TakeRequest } from './take-snapshot.ts';

/** What the store and the flows answer, without the cluster's worker. */
type OfOthers =
  `${string} /api/clusters/{cluster}/${'snapshots' | 'snapshot-jobs' | 'exports' | 'chain' | 'traffic' | 'flows'}${'' | `/${string}`}`;
const OF_OTHERS = /\{cluster\}\/(snapshots|snapshot-jobs|exports|chain|traffic|flows)(\/|$)/;
/** Questions are endpoints of one cluster: the table of endpoints parses them at both edges. */
export type Question = Exclude<Extract<EndpointKey, `${string} /api/clusters/{cluster}/${string}`>, OfOthers>;

const sourceSpec: z.ZodType<SourceSpec> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('demo') }),
  z.object({
    type: z.literal('files'),
    paths: z.array(z.string()),
    example: z.object({ name: z.string(), dataMap: z.object({ text: z.string(), file: z.string() }) }).optional(),
  }),
  z.object({
    type: z.literal('live'),
    context: z.string().optional(),
    kubeconfig: z.string().optional(),
    inCluster: z.boolean().optional(),
  }),
  z.object({ type: z.literal('upload'), name: z.string(), path: z.string() }),
]);
const questions = Object.keys(ENDPOINTS).filter(
  (key) => / \/api\/clusters\/\{cluster\}\/./.test(key) && !OF_OTHERS.test(key),
) as Question[];

const takeRequest: z.ZodType<TakeRequest> = z.object({
  title: z.string().optional(),
  reason: z.string().optional(),
  timeZone: z.string().optional(),
  scope: z.array(z.string()).optional(),
  how: z.enum(['page', 'command', 'schedule']),
  who: z.object({
    via: z.enum(['page', 'command', 'schedule', 'server']),
    session: z.enum(['token', 'local']).optional(),
    account: z.string().optional(),
    said: z.string().optional(),
  }),
});

/** What the worker is told. The first message starts it: `workerData` arrives empty in the built server. */
export const toWorker = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    cluster: z.object({ id: z.string(), name: z.string() }),
    source: sourceSpec,
    profile: z.string(),
    sets: z.array(z.string()),
    /** A DataMap given at start: its text and file. */
    dataMap: z.object({ text: z.string(), file: z.string() }).optional(),
    /** The file of an adequacy table given at start. */
    adequacy: z.string().optional(),
    /** Where what the page changes is kept; absent: it lasts as long as the worker. */
    kept: z.object({ dataDir: z.string(), under: z.string(), session: z.enum(['token', 'local']) }).optional(),
    /** What a page chose before the worker died. */
    chosen: z.object({ profile: z.string(), sets: z.array(z.string()) }).optional(),
    /** The file of waivers given at start. */
    waivers: z.string().optional(),
    /** Sequence numbers go on after a worker died. */
    firstSeq: z.int().positive(),
  }),
  z.object({
    type: z.literal('ask'),
    id: z.int(),
    question: z.enum(questions),
    /** Path parameters and query, already parsed by the table of endpoints. */
    input: z.record(z.string(), z.unknown()),
    body: z.unknown(),
  }),
  /** A snapshot of the newest revision, into the chain. */
  z.object({ type: z.literal('take'), id: z.int(), request: takeRequest }),
  z.object({ type: z.literal('cancel'), id: z.int() }),
  /** Revisions that a page looks at: their leases are renewed. */
  z.object({ type: z.literal('hold'), seqs: z.array(z.int()) }),
  /** Where the flows hear who goes by which address. */
  z.object({
    type: z.literal('names'),
    port: z.custom<MessagePort>((value) => typeof value === 'object' && value !== null),
  }),
  z.object({ type: z.literal('stop') }),
]);
export type ToWorker = z.output<typeof toWorker>;

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail?: string;
}

/** What the worker tells. Answers are bytes, encoded there, so that the HTTP thread only passes them on. */
export type FromWorker =
  | { readonly type: 'status'; readonly source: SourceStatus }
  | { readonly type: 'revision'; readonly revision: Revision }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly revision: Revision;
      /** Before the gaps were known. */
      readonly provisional: boolean;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly type: 'refused'; readonly id: number; readonly error: WireError }
  /** It wants to ask the flows, and has no port to them. */
  | { readonly type: 'wants-flows' }
  /** How far a snapshot is. */
  | { readonly type: 'progress'; readonly id: number; readonly progress: StepProgress }
  /** What it was told to start with is wrong, and stays wrong: starting again would not help. */
  | { readonly type: 'unstartable'; readonly error: WireError }
  | { readonly type: 'stopped' };

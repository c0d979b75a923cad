import { type MessagePort, Worker } from 'node:worker_threads';
import type { ClusterEvent, Revision, SourceStatus } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { StepProgress } from '#lib/api/snapshot-schemas.ts';
import type { ProfileChoice } from '#lib/policy/profile-view.ts';
import * as text from '#lib/text/en/server.ts';
import type { ClusterSpec } from '#server/config.ts';
import type { KeptPlace } from './kept-cluster.ts';
import type { FromWorker, Question, ToWorker, WireError } from './messages.ts';
import type { TakeRequest } from './take-snapshot.ts';

/** A question that takes longer is given up; the worker goes on with the next. */
const ASK_TIMEOUT_MS = 30_000;
/** Typesetting a report of 10,000 pods takes some ten seconds, and others may be before it. */
const SNAPSHOT_TIMEOUT_MS = 120_000;
const RESTART_FIRST_MS = 250;
const RESTART_LONGEST_MS = 30_000;
/** A worker that ran for so long has recovered: the next death counts as the first. */
const RECOVERED_MS = 60_000;
/** So that a file made to exhaust memory ends its worker and not the server. */
const UPLOAD_HEAP_MB = 1536;
/** V8's own choice grows with the machine: some 100 MB more for a cluster of 10,000 pods, and no faster. */
const YOUNG_HEAP_MB = 48;

export interface Answer {
  readonly revision: Revision;
  /** Before the gaps were known: the same question of the same revision will have another answer. */
  readonly provisional: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
export interface AskOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface TakeOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StepProgress) => void;
}

/** One cluster as the HTTP thread sees it: its worker's state, and a way to ask. */
export interface ClusterAnalysis {
  readonly spec: ClusterSpec;
  status(): SourceStatus;
  revision(): Revision | undefined;
  /** Throws NOT_READY, REVISION_GONE, NOT_FOUND, BAD_REQUEST, WORKER_LOST, TIMED_OUT as RingfenceError. */
  ask(question: Question, input: Readonly<Record<string, unknown>>, options?: AskOptions): Promise<Answer>;
  /**
   * Takes a snapshot of the newest revision into the chain, and gives its number. Cancelled too late, it is done all the
   * same. Throws as `ask`, NOT_WRITABLE.
   */
  take(request: TakeRequest, options: TakeOptions): Promise<number>;
  /** Renews the leases of revisions that a page looks at. */
  hold(seqs: readonly number[]): void;
  /** Tells who goes by which address through a port of whoever asks last: at once, and again when the worker was started anew. */
  tellNames(port: () => MessagePort): void;
  event(): ClusterEvent;
  stop(): Promise<void>;
}

export interface AnalysisOptions {
  readonly profile: string;
  readonly sets: readonly string[];
  /** A DataMap given at start, for every cluster. */
  readonly dataMap?: { readonly text: string; readonly file: string };
  /** The file of an adequacy table given at start, for every cluster. */
  readonly adequacy?: string;
  /** Where what the page changes is kept between runs; absent: it lasts as long as the worker. */
  readonly kept?: KeptPlace;
  readonly onEvent: (event: ClusterEvent) => void;
  readonly onLost?: (error: Error | undefined) => void;
  /** It wants to ask the flows: whoever has them is to say so with `tellNames`. */
  readonly onWantsFlows?: () => void;
  /** Heap of an upload's worker, in MB. */
  readonly uploadHeapMb?: number;
  /** How long a question but that for a report may take, in ms. */
  readonly askTimeoutMs?: number;
}

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: TakeOptions['onProgress'];
}
/** What the worker is asked, without the number that its answer carries. */
type Asked = DistributiveOmit<Extract<ToWorker, { type: 'ask' | 'take' }>, 'id'>;
type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
interface Waiting {
  /** In ms, until it is given up. Without, the worker decides how it ends, also when `signal` says that nobody waits. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: TakeOptions['onProgress'];
}

/** Starts the cluster's worker, and starts it again whenever it dies. */
export function startClusterAnalysis(spec: ClusterSpec, options: AnalysisOptions): ClusterAnalysis {
  const pending = new Map<number, Pending>();
  const readsStdin = spec.source.type === 'files' && spec.source.paths.includes('-');
  let nextId = 1;
  /** Outlives the worker: what somebody chose holds until the process ends. */
  let chosen: ProfileChoice | undefined;
  let status: SourceStatus = firstStatus(spec);
  let revision: Revision | undefined;
  let stopping = false;
  let deaths = 0;
  let restart: NodeJS.Timeout | undefined;
  let namesPort: (() => MessagePort) | undefined;
  let worker = start();

  function event(): ClusterEvent {
    return { cluster: spec.id, source: status, revision };
  }
  function changed() {
    if (!stopping) options.onEvent(event());
  }

  function start(): Worker {
    const startedAt = performance.now();
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      name: `analysis ${spec.id}`,
      resourceLimits: {
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
        ...(spec.source.type === 'upload' ? { maxOldGenerationSizeMb: options.uploadHeapMb ?? UPLOAD_HEAP_MB } : {}),
      },
      stdin: readsStdin,
    });
    if (readsStdin && started.stdin !== null) process.stdin.pipe(started.stdin);
    let fault: Error | undefined;
    started.on('message', (message: FromWorker) => receive(message));
    started.on('error', (error: unknown) => {
      fault = error instanceof Error ? error : new Error(String(error));
    });
    started.once('exit', () => {
      if (stopping) return;
      if (performance.now() - startedAt > RECOVERED_MS) deaths = 0;
      lost(fault);
    });
    send(started, {
      type: 'start',
      cluster: { id: spec.id, name: spec.name },
      source: spec.source,
      profile: options.profile,
      sets: [...options.sets],
      ...(options.dataMap === undefined ? {} : { dataMap: options.dataMap }),
      ...(options.adequacy === undefined ? {} : { adequacy: options.adequacy }),
      ...(options.kept === undefined ? {} : { kept: options.kept }),
      ...(chosen === undefined ? {} : { chosen: { profile: chosen.profile, sets: [...chosen.sets] } }),
      ...(spec.waivers === undefined ? {} : { waivers: spec.waivers }),
      firstSeq: (revision?.seq ?? 0) + 1,
    });
    if (namesPort !== undefined) tellNames(started, namesPort());
    return started;
  }

  /** The revision stays known: its number must not be given twice. Its content is gone with the worker. */
  function lost(fault: Error | undefined) {
    options.onLost?.(fault);
    const forGood = unrepeatable(fault);
    for (const { reject } of pending.values()) reject(new RingfenceError('WORKER_LOST', text.WORKER_LOST));
    pending.clear();
    const delay = Math.min(RESTART_FIRST_MS * 2 ** deaths, RESTART_LONGEST_MS);
    deaths++;
    status = {
      ...status,
      state: forGood === undefined ? 'reading' : 'failed',
      retryInSeconds: forGood === undefined ? Math.ceil(delay / 1000) : undefined,
      error: forGood ?? { code: 'WORKER_LOST', message: text.WORKER_LOST },
    };
    changed();
    if (forGood !== undefined) return;
    restart = setTimeout(() => {
      worker = start();
    }, delay);
    restart.unref();
  }

  /** Why starting again would not help: it would die again, or has nothing to read. */
  function unrepeatable(fault: Error | undefined): SourceStatus['error'] {
    if (spec.source.type === 'upload' && isOutOfMemory(fault)) {
      return { code: 'TOO_LARGE', message: text.UPLOAD_TOO_HUNGRY };
    }
    return readsStdin ? { code: 'WORKER_LOST', message: text.STDIN_READ_ONCE } : undefined;
  }

  function receive(message: FromWorker) {
    switch (message.type) {
      case 'status':
        status = message.source;
        changed();
        return;
      case 'revision':
        revision = message.revision;
        changed();
        return;
      case 'answer':
        settle(message.id)?.resolve(message);
        return;
      case 'progress':
        pending.get(message.id)?.onProgress?.(message.progress);
        return;
      case 'refused':
        settle(message.id)?.reject(errorOf(message.error));
        return;
      case 'unstartable':
        status = { ...status, state: 'failed', error: message.error };
        changed();
        return;
      case 'wants-flows':
        options.onWantsFlows?.();
        return;
      case 'stopped':
        return;
    }
  }
  function settle(id: number): Pending | undefined {
    const asked = pending.get(id);
    pending.delete(id);
    return asked;
  }

  /** Sends it, and waits until it is answered, refused, given up or too late. */
  function askWorker(asked: Asked, { limit, signal, onProgress }: Waiting): Promise<Answer> {
    signal?.throwIfAborted();
    const id = nextId++;
    return new Promise<Answer>((resolve, reject) => {
      const giveUp = (error: Error) => {
        if (settle(id) === undefined) return;
        send(worker, { type: 'cancel', id });
        done();
        reject(error);
      };
      const aborted = () => {
        if (limit === undefined) send(worker, { type: 'cancel', id });
        else giveUp(new RingfenceError('TIMED_OUT', text.CLIENT_GONE));
      };
      const tooLate = () => giveUp(new RingfenceError('TIMED_OUT', text.timedOut((limit ?? 0) / 1000)));
      const timer = limit === undefined ? undefined : setTimeout(tooLate, limit).unref();
      signal?.addEventListener('abort', aborted, { once: true });
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
      };
      pending.set(id, {
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      send(worker, { ...asked, id });
    });
  }

  return {
    spec,
    status: () => status,
    revision: () => revision,
    event,
    async ask(question, input, { body, signal } = {}) {
      const limit =
        question === 'POST /api/clusters/{cluster}/snapshot'
          ? SNAPSHOT_TIMEOUT_MS
          : (options.askTimeoutMs ?? ASK_TIMEOUT_MS);
      const answer = await askWorker({ type: 'ask', question, input: { ...input }, body }, { limit, signal });
      if (question === 'POST /api/clusters/{cluster}/profile') chosen = body as ProfileChoice;
      return answer;
    },
    async take(request, { signal, onProgress }) {
      const { bytes } = await askWorker({ type: 'take', request }, { signal, onProgress });
      return (JSON.parse(new TextDecoder().decode(bytes)) as { seq: number }).seq;
    },
    tellNames(port) {
      namesPort = port;
      tellNames(worker, port());
    },
    hold(seqs) {
      send(worker, { type: 'hold', seqs: [...seqs] });
    },
    async stop() {
      stopping = true;
      clearTimeout(restart);
      const gone = new Promise<void>((resolve) => worker.once('message', resolve).once('exit', () => resolve()));
      send(worker, { type: 'stop' });
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
      await worker.terminate();
    },
  };
}

/** For the source to end its requests and child processes; then the worker is ended anyway. */
const STOP_MS = 500;

function send(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function tellNames(worker: Worker, port: MessagePort): void {
  worker.postMessage({ type: 'names', port } satisfies ToWorker, [port]);
}

function errorOf(error: WireError): RingfenceError {
  return new RingfenceError(error.code, error.message, error.detail);
}

function isOutOfMemory(fault: Error | undefined): boolean {
  return fault !== undefined && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function firstStatus({ source, name }: ClusterSpec): SourceStatus {
  switch (source.type) {
    case 'demo':
      return { type: 'demo', label: text.DEMO_LABEL, state: 'reading' };
    case 'live':
      return { type: 'live', label: text.LIVE_LABEL, state: 'reading' };
    case 'files':
      return { type: 'file', label: text.fileCount(source.paths.length), state: 'reading' };
    case 'upload':
      return { type: 'file', label: name, state: 'reading' };
  }
}

import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import { SNAPSHOT_STEPS, type SnapshotJob, type StepProgress } from '#lib/api/snapshot-schemas.ts';
import { STORE } from '#lib/text/en/store.ts';
import type { ClusterAnalysis } from './analysis/cluster-analysis.ts';
import type { TakeRequest } from './analysis/take-snapshot.ts';
import { createTurns } from './take-turns.ts';

/** The snapshots that this server takes: one of a cluster at a time, going on when the page that asked for it is gone. */
export interface SnapshotJobs {
  /** Begins one. Throws TOO_MANY_REQUESTS where one of this cluster is being taken. */
  begin(analysis: ClusterAnalysis, request: TakeRequest): SnapshotJob;
  /** The one of a cluster that is being taken, or the last that was. */
  latest(cluster: string): SnapshotJob | undefined;
  /** Throws NOT_FOUND. */
  find(cluster: string, id: string): SnapshotJob;
  /** Resolves when it has ended; one that has ended is left as it is. Throws NOT_FOUND. */
  cancel(cluster: string, id: string): Promise<SnapshotJob>;
  /** Gives up all that run. */
  stop(): void;
}

interface Running {
  job: SnapshotJob;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Each has a typesetter of its own, hundreds of MB; of more clusters they wait before their first step. */
const AT_ONCE = 2;

/** `onChange` is told of each step. */
export function createSnapshotJobs(
  onChange: (cluster: string, job: SnapshotJob) => void,
  log: Pick<Logger, 'error'>,
  now = () => new Date().toISOString(),
): SnapshotJobs {
  const turn = createTurns(AT_ONCE);
  const latest = new Map<string, Running>();

  const find = (cluster: string, id: string): Running => {
    const found = latest.get(cluster);
    if (found === undefined || found.job.id !== id) throw new RingfenceError('NOT_FOUND', STORE.noSuchJob);
    return found;
  };

  return {
    begin(analysis, request) {
      const cluster = analysis.spec.id;
      if (latest.get(cluster)?.job.state === 'running') throw new RingfenceError('TOO_MANY_REQUESTS', STORE.oneAtATime);
      const { title, reason, scope, how } = request;
      const abort = new AbortController();
      const ended = Promise.withResolvers<void>();
      const running: Running = {
        job: {
          id: randomUUID(),
          state: 'running',
          how,
          title,
          reason,
          scope,
          startedAt: now(),
          steps: SNAPSHOT_STEPS.map((step) => ({ step, state: 'waiting', notes: [] })),
        },
        abort,
        ended: ended.promise,
      };
      latest.set(cluster, running);
      const change = (changes: Partial<SnapshotJob>) => {
        running.job = { ...running.job, ...changes };
        onChange(cluster, running.job);
      };
      const onProgress = (progress: StepProgress) =>
        change({ steps: running.job.steps.map((each) => (each.step === progress.step ? progress : each)) });
      const fail = (error: unknown) => {
        const said = isRingfenceError(error) ? { code: error.code, detail: error.detail } : { err: error };
        log.error({ cluster, how, ...said }, 'snapshot failed');
        change({ state: 'failed', error: wordsOf(error), endedAt: now() });
      };
      const take = async () => {
        const leave = await turn(abort.signal);
        try {
          abort.signal.throwIfAborted();
          return await analysis.take(request, { signal: abort.signal, onProgress });
        } finally {
          leave();
        }
      };
      take()
        .then(
          (snapshot) => change({ state: 'done', snapshot, endedAt: now() }),
          (error: unknown) => (abort.signal.aborted ? change({ state: 'cancelled', endedAt: now() }) : fail(error)),
        )
        .finally(ended.resolve);
      onChange(cluster, running.job);
      return running.job;
    },
    latest: (cluster) => latest.get(cluster)?.job,
    find: (cluster, id) => find(cluster, id).job,
    async cancel(cluster, id) {
      const running = find(cluster, id);
      running.abort.abort();
      await running.ended;
      return running.job;
    },
    stop() {
      for (const { abort } of latest.values()) abort.abort();
    },
  };
}

function wordsOf(error: unknown): NonNullable<SnapshotJob['error']> {
  if (isRingfenceError(error)) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: STORE.jobFailed };
}

import type { CoverageRow, FlowRow } from '#lib/flows/flow-row.ts';
import type { FlowStore } from './flow-store.ts';

/** So many rows and hours of coverage may wait for the store; then sources pause, and what they go on telling is bounded before it. */
const WAITING_MOST = 50_000;
/** One transaction: a flush to the disk each, and short enough to be waited for where the server ends. */
const TOGETHER_MOST = 10_000;
const RETRY_MS = 5_000;

/** Takes windows to the store one after the other, and tries again what could not be kept. */
export interface FlowWriter {
  /** False where nothing more can be taken: `drained` says when. */
  readonly hasRoom: boolean;
  readonly waitingRows: number;
  /** Why the store could not be written to; undefined: it can. */
  readonly error: Error | undefined;
  write(cluster: string, rows: readonly FlowRow[], coverage: readonly CoverageRow[]): void;
  /** Resolves when there is room again, or when the store fails. */
  drained(): Promise<void>;
  /** Resolves when nothing waits; rejects where the store fails. */
  written(): Promise<void>;
  /** No more tries. */
  stop(): void;
}

interface Waiting {
  readonly cluster: string;
  readonly rows: readonly FlowRow[];
  readonly coverage: readonly CoverageRow[];
}

/** @param onWritten after each window that is kept. */
export function createFlowWriter(
  storeOf: (cluster: string) => Promise<Pick<FlowStore, 'appendWindow'>>,
  onWritten: (cluster: string) => void,
  retryMs = RETRY_MS,
): FlowWriter {
  const queue: Waiting[] = [];
  let waitingRows = 0;
  let waitingHours = 0;
  let error: Error | undefined;
  let isWriting = false;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;
  let listeners: (() => void)[] = [];

  const changed = (): void => {
    const told = listeners;
    listeners = [];
    for (const listener of told) listener();
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => listeners.push(resolve));
  };
  /** The next windows of one cluster that fit into one transaction. They stay in the queue until they are kept. */
  const next = (): { cluster: string; windows: number; rows: FlowRow[]; coverage: CoverageRow[] } | undefined => {
    const [first] = queue;
    if (first === undefined) return undefined;
    const together = { cluster: first.cluster, windows: 0, rows: [] as FlowRow[], coverage: [] as CoverageRow[] };
    for (const { cluster, rows, coverage } of queue) {
      if (cluster !== first.cluster) break;
      if (together.windows > 0 && together.rows.length + rows.length > TOGETHER_MOST) break;
      together.windows++;
      together.rows.push(...rows);
      together.coverage.push(...coverage);
    }
    return together;
  };
  const run = async (): Promise<void> => {
    if (isWriting || isStopped) return;
    isWriting = true;
    clearTimeout(retry);
    for (let work = next(); work !== undefined && !isStopped; work = next()) {
      try {
        const store = await storeOf(work.cluster);
        await store.appendWindow(work.cluster, work.rows, work.coverage);
      } catch (caught) {
        error = caught instanceof Error ? caught : new Error(String(caught));
        break;
      }
      error = undefined;
      queue.splice(0, work.windows);
      waitingRows -= work.rows.length;
      waitingHours -= work.coverage.length;
      onWritten(work.cluster);
      changed();
    }
    isWriting = false;
    changed();
    if (error !== undefined && !isStopped) {
      retry = setTimeout(() => void run(), retryMs);
      retry.unref();
    }
  };

  const hasRoom = () => waitingRows + waitingHours < WAITING_MOST;
  return {
    get hasRoom() {
      return hasRoom();
    },
    get waitingRows() {
      return waitingRows;
    },
    get error() {
      return error;
    },
    write(cluster, rows, coverage) {
      if (rows.length === 0 && coverage.length === 0) return;
      queue.push({ cluster, rows, coverage });
      waitingRows += rows.length;
      waitingHours += coverage.length;
      if (error === undefined) void run();
    },
    drained: () => until(() => hasRoom() || error !== undefined || isStopped),
    async written() {
      await until(() => queue.length === 0 || error !== undefined || isStopped);
      if (error !== undefined) throw error;
    },
    stop() {
      isStopped = true;
      clearTimeout(retry);
      changed();
    },
  };
}

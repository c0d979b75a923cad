import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import type { IngestAnswer, TrafficSources } from '#lib/api/traffic-schemas.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import { type ClusterTraffic, createClusterTraffic } from './cluster-traffic.ts';
import { createDemoSource } from './demo-source.ts';
import { type FilesRead, forgetFilesRead, openFilesRead } from './files-read.ts';
import type { FlowSettings } from './flow-settings.ts';
import type { FlowRetention, FlowStore } from './flow-store.ts';
import { createFlowWriter } from './flow-writer.ts';
import { createIngest } from './ingest.ts';
import { createKeptStore } from './kept-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createNamesOfFlows } from './names-of-flows.ts';
import { readObserved, readTimes } from './read-observed.ts';
import { createSourceNames, isOfOthers, type SourceNames } from './source-names.ts';
import { minutesKeptFrom } from './times-taken.ts';
import type { AnalysisQuestion, AnswerOfFlows, TrafficQuestion } from './traffic-messages.ts';

const FLUSH_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 10 * 60_000;
const RETAIN_EVERY_MS = 60 * 60_000;
/** Not while the server starts. */
const RETAIN_FIRST_MS = 30_000;

/** What waits is written for so long when the server ends, which takes a second at most; the rest is lost, and its coverage. */
const WRITE_ON_MS = 200;

/** Observed traffic of all clusters: who owns it owns the store. */
export interface Traffic {
  /** Once, and starts its sources; later it gives the same again. */
  add(cluster: string, told?: ObservedCluster): ClusterTraffic;
  forget(cluster: string): void;
  /** Throws NOT_FOUND, USAGE where another process holds the store, NOT_WRITABLE, DAMAGED. */
  answer(question: TrafficQuestion): Promise<unknown>;
  /** What the cluster's analysis asks. Throws as `answer`. */
  answerAnalysis(cluster: string, question: AnalysisQuestion): Promise<AnswerOfFlows[AnalysisQuestion['ask']]>;
  /** Throws NOT_FOUND, and BAD_REQUEST for the name of all further sources. Waits until the cluster's objects are known. */
  ingest(cluster: string, source: string): Promise<Upload>;
  /** Writes what is left, and closes the store. */
  stop(): Promise<void>;
}

/** How a cluster's traffic is observed and kept. */
export interface ObservedCluster {
  /** The name by which its flows are kept; absent: they last as long as the process. */
  readonly under?: string | undefined;
  /** The names of other clusters: what is kept under them is not its own. */
  readonly others?: readonly string[] | undefined;
  /** Where its traffic is observed. */
  readonly flows?: FlowSettings | undefined;
  /** It has an invented day. */
  readonly demo?: boolean | undefined;
}

export interface Upload {
  /** Resolves when the next bytes may come. Throws NOT_WRITABLE where the store takes nothing more. */
  push(bytes: Uint8Array): Promise<void>;
  /** Resolves when all minutes that are over are kept. Throws NOT_WRITABLE. */
  end(): Promise<IngestAnswer>;
  /** What was sent broke off, which the source says from now on. Resolves and throws as `end`. */
  fail(fault: string): Promise<IngestAnswer>;
}

export interface TrafficOptions {
  readonly dataDir: string;
  readonly keep: FlowRetention;
  /** Of a command: what the server that owned the flows last was told counts, and `keep` where there was none. */
  readonly keepAsBefore?: boolean;
  readonly onChanged: (cluster: string, seq: number) => void;
  readonly onFault: (error: unknown) => void;
  readonly open?: (file: string) => Promise<FlowStore>;
  readonly clock?: () => number;
}

interface Entry {
  readonly traffic: ClusterTraffic;
  readonly kept: 'file' | 'memory';
  readonly under: string;
  readonly sourceNames: SourceNames;
  seq: number;
  /** While the invented day is being kept: whoever asks in its first moments waits for it. */
  filling: Promise<void> | undefined;
}

/** Begins the names of what is not kept. */
const IN_MEMORY = 'memory/';

/** Takes what nobody will ask for. */
const NOWHERE: Pick<FlowStore, 'appendWindow'> = { appendWindow: async () => {} };

/** The library of the store is large: it is loaded where something is kept. */
async function openKept(file: string): Promise<FlowStore> {
  const { openDuckDbStore } = await import('./duckdb-store.ts');
  return openDuckDbStore(file);
}

export function startTraffic(options: TrafficOptions): Traffic {
  const { dataDir, keep, keepAsBefore = false, onChanged, onFault, open = openKept, clock = Date.now } = options;
  const file = createKeptStore({ dataDir, keep, keepAsBefore, open, onFault, clock });
  if (!file.isThere) {
    try {
      forgetFilesRead(dataDir);
    } catch (error) {
      onFault(error);
    }
  }
  const entries = new Map<string, Entry>();
  const memory = createMemoryStore();
  /** Names in memory of clusters that were forgotten. */
  const dropped = new Set<string>();
  let runs = 0;
  let hasTaken = false;

  const entryOf = (cluster: string): Entry => {
    const found = entries.get(cluster);
    if (found === undefined) throw new RingfenceError('NOT_FOUND', TRAFFIC.noCluster(cluster));
    return found;
  };
  /** To read from: a file that nobody wrote is not made for a question. */
  const readable = (entry: Entry): Promise<FlowStore> =>
    entry.kept === 'memory' || !file.isThere ? Promise.resolve(memory) : file.open();
  /** Before anything is taken: what is too old is known by then. What cannot be opened is told where it is written to. */
  const opened = async (entry: Entry): Promise<unknown> => readable(entry).catch(() => {});
  const namesOfFlows = createNamesOfFlows(async () => (await file.open()).clusters());
  const nameOf = async ({ kept, under }: Entry): Promise<string> =>
    kept === 'memory' || !file.isThere ? under : namesOfFlows.of(under);
  const writable = async (under: string): Promise<Pick<FlowStore, 'appendWindow'>> => {
    const [store, name] = [await file.open(), await namesOfFlows.of(under)];
    return { appendWindow: (_, rows, coverage) => store.appendWindow(name, rows, coverage) };
  };
  const writer = createFlowWriter(
    // By the name alone: what still waits when its cluster is forgotten must not reach the file.
    (under) =>
      !under.startsWith(IN_MEMORY) ? writable(under) : Promise.resolve(dropped.has(under) ? NOWHERE : memory),
    (under) => {
      for (const [cluster, entry] of entries) if (entry.under === under) onChanged(cluster, ++entry.seq);
    },
  );
  const retain = async (): Promise<void> => {
    await memory.retain(clock(), keep);
    await file.retain(clock());
    for (const { sourceNames } of entries.values()) sourceNames.forget();
  };
  const every = (ms: number, work: () => void | Promise<void>): NodeJS.Timeout =>
    setInterval(() => void Promise.resolve().then(work).catch(onFault), ms).unref();
  const timers = [
    every(FLUSH_EVERY_MS, () => {
      for (const { traffic } of entries.values()) traffic.flush(clock());
    }),
    every(FORGET_EVERY_MS, () => {
      for (const { traffic } of entries.values()) traffic.forget(clock());
    }),
    every(RETAIN_EVERY_MS, retain),
    setTimeout(() => void retain().catch(onFault), RETAIN_FIRST_MS).unref(),
  ];
  const sourcesOf = ({ traffic, kept, sourceNames }: Entry): TrafficSources => ({
    sources: traffic.sources(),
    ...(traffic.sourcesForgotten === 0 ? {} : { forgotten: traffic.sourcesForgotten }),
    ...(sourceNames.together === 0 ? {} : { keptTogether: sourceNames.together }),
    store: {
      kept,
      waitingRows: writer.waitingRows,
      ...(writer.error === undefined ? {} : { error: sentenceOf(writer.error, writer.waitingRows) }),
    },
  });

  return {
    add(cluster, { under, others = [], flows, demo } = {}) {
      const known = entries.get(cluster);
      if (known !== undefined) return known.traffic;
      const kept = under === undefined ? 'memory' : 'file';
      const name = under ?? `${IN_MEMORY}${++runs}/${cluster}`; // another cluster may get the same id later
      const oldest = kept === 'file' ? file.minutesFrom : (now: number) => minutesKeptFrom(now, keep.minuteDays);
      const traffic = createClusterTraffic(name, writer, clock, oldest);
      const sourceNames = createSourceNames(async () => (await readable(entry)).sources(await nameOf(entry)));
      const entry: Entry = { traffic, kept, under: name, sourceNames, seq: 0, filling: undefined };
      entries.set(cluster, entry);
      if (kept === 'file') namesOfFlows.know(name, others);
      if (demo) {
        traffic.start(createDemoSource(clock));
        void traffic.named.then(() => {
          traffic.flush(clock());
          entry.filling = writer.written().catch(onFault);
        });
      }
      if (flows !== undefined) {
        void opened(entry)
          .then(() => nameOf(entry).catch(() => name)) // what cannot be opened is told where it is written to
          .then((keptAs) => (under === undefined ? undefined : openFilesRead(dataDir, keptAs)))
          .then((before) => startSources(traffic, flows, before, clock))
          .catch(onFault);
      }
      return traffic;
    },
    forget(cluster) {
      const entry = entries.get(cluster);
      entries.delete(cluster);
      void entry?.traffic.stop();
      if (entry?.kept !== 'memory') return;
      dropped.add(entry.under);
      memory.drop(entry.under);
    },
    async answer(question) {
      const entry = entryOf(question.cluster);
      if (question.ask === 'sources') return sourcesOf(entry);
      await entry.filling;
      const store = await readable(entry);
      const under = await nameOf(entry);
      switch (question.ask) {
        case 'edges':
          return store.edges(under, question.window, filterOf(question.filter));
        case 'seen':
          return store.seen(under, filterOf(question.filter));
        case 'timeline':
          return store.timeline(under, question.window, question.stepMs, filterOf(question.filter));
        case 'coverage':
          return store.coverage(under, question.window);
      }
    },
    async answerAnalysis(cluster, question) {
      const entry = entryOf(cluster);
      await entry.filling;
      const store = await readable(entry);
      const under = await nameOf(entry);
      if (question.ask === 'times') return readTimes(store, under, question);
      const { seq } = entry; // before it is read: what comes meanwhile is told the next time
      if (question.known === seq) return { seq };
      return { seq, observed: await readObserved(store, under, question.window) };
    },
    async ingest(cluster, source) {
      const entry = entryOf(cluster);
      if (isOfOthers(source)) throw new RingfenceError('BAD_REQUEST', TRAFFIC.nameOfOthers(source));
      const { traffic } = entry;
      await Promise.all([traffic.named, opened(entry)]);
      hasTaken = true;
      const ingest = createIngest(traffic, source, clock, await entry.sourceNames.of(source));
      const release = traffic.hold(source);
      const failed = (): RingfenceError =>
        new RingfenceError('NOT_WRITABLE', TRAFFIC.notStored(writer.waitingRows), writer.error?.message);
      const kept = async (answer: IngestAnswer): Promise<IngestAnswer> => {
        release();
        traffic.flush(clock());
        await writer.written().catch(() => {
          throw failed();
        });
        return answer;
      };
      return {
        async push(bytes) {
          ingest.push(bytes);
          await writer.drained();
          if (!writer.hasRoom) throw failed();
        },
        end: () => kept(ingest.end()),
        fail: (fault) => kept(ingest.fail(fault)),
      };
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([...entries.values()].map(({ traffic }) => traffic.stop()));
      for (const { traffic } of entries.values()) traffic.flush(clock(), true);
      const late = setTimeout(() => writer.stop(), WRITE_ON_MS);
      await writer.written().catch(onFault);
      clearTimeout(late);
      writer.stop();
      // a command ends before it is time, and nobody else may come
      if (keepAsBefore && hasTaken) await file.retain(clock()).catch(onFault);
      await file.close();
    },
  };
}

/** What speaks gRPC is loaded where it is wanted. */
async function startSources(
  traffic: ClusterTraffic,
  flows: FlowSettings,
  before: FilesRead | undefined,
  clock: () => number,
): Promise<void> {
  const { createFlowSources } = await import('./create-flow-sources.ts');
  for (const source of createFlowSources(flows, clock, traffic.relay, before)) traffic.start(source);
}

function sentenceOf(error: Error, waitingRows: number): string {
  return isRingfenceError(error) ? error.message : TRAFFIC.notStored(waitingRows);
}

function filterOf(filter: Extract<TrafficQuestion, { ask: 'edges' }>['filter']) {
  const { ends, verdicts, limit } = filter;
  return {
    ...(ends === undefined ? {} : { ends }),
    ...(verdicts === undefined ? {} : { verdicts }),
    ...(limit === undefined ? {} : { limit }),
  };
}

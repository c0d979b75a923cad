import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { FLOW_FILE, problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FileRead, FilesRead } from './files-read.ts';
import type { FlowSink, FlowSource, FlowSourceStatus } from './flow-source.ts';
import { inTime } from './line-in-time.ts';
import { createFlowLineReader } from './read-flow-line.ts';
import { isPacked, readLines } from './read-lines.ts';

/** Observations that are handed over at once. */
const BATCH = 500;
const TELL_EVERY_MS = 1_000;

/** One for each file, with an id of its own also where two are called alike. */
export function createFileSources(
  paths: readonly string[],
  before?: FilesRead,
  clock?: () => number,
): readonly FlowSource[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const wanted = `file:${basename(path)}`;
    let id = wanted;
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
    taken.add(id);
    return createFileSource(path, id, before, clock);
  });
}

/**
 * The records of a file, one a line, read once. It tells nothing of coverage, but what it says was lost: nobody knows what
 * was not written into it.
 * @param before how far it was read earlier: where what it tells is kept, it goes on from there.
 * @param clock by which a line of a time that has not come cannot be read; without one none is.
 */
export function createFileSource(
  path: string,
  id: string,
  before?: FilesRead,
  clock: () => number = () => Number.POSITIVE_INFINITY,
): FlowSource {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  return {
    id,
    label: FLOW_FILE.label(basename(path)),
    start(sink) {
      running ??= readFile({ path, id, sink, stopping: stopping.signal, before, clock });
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Reading {
  readonly path: string;
  readonly id: string;
  readonly sink: FlowSink;
  readonly stopping: AbortSignal;
  readonly before: FilesRead | undefined;
  readonly clock: () => number;
}

async function readFile({ path, id, sink, stopping, before, clock }: Reading): Promise<void> {
  const file = basename(path);
  const readLine = createFlowLineReader(id);
  const since = new Date().toISOString();
  const counts = { records: 0, unreadable: 0, withoutFlow: 0, lost: 0 };
  let newest = 0;
  let told = Date.now();
  let pending: FlowObs[] = [];

  const stopped = new Promise<void>((resolve) => stopping.addEventListener('abort', () => resolve(), { once: true }));
  const tell = (state: FlowSourceStatus['state'], error?: string): void => {
    told = Date.now();
    const at = state === 'observing' ? since : new Date().toISOString();
    const time = newest === 0 ? {} : { newest: new Date(newest).toISOString() };
    sink.status({ source: id, state, since: at, ...time, ...(error === undefined ? {} : { error }), ...counts });
  };
  const observe = (flow: FlowObs): void => {
    counts.records++;
    newest = Math.max(newest, flow.t1);
    pending.push(flow);
  };
  const hand = async (): Promise<void> => {
    const flows = pending;
    pending = [];
    if (flows.length > 0 && !sink.observe(flows)) await Promise.race([sink.drained(), stopped]);
    if (Date.now() - told >= TELL_EVERY_MS) tell('observing');
  };
  /** What is wrong with the line, where something is. */
  const take = (text: string | undefined): string | undefined => {
    if (text === undefined) return problemsOfFlows.longLine;
    const line = inTime(readLine(text), clock());
    if ('problem' in line) return line.problem;
    for (const flow of line.flows) observe(flow);
    if (line.flows.length === 0 && line.lost === undefined && text.trim() !== '') counts.withoutFlow++;
    if (line.lost !== undefined) {
      counts.lost += line.lost.records;
      sink.cover(line.lost);
    }
    return undefined;
  };

  tell('observing');
  try {
    let read = before?.of(path) ?? NOTHING_READ;
    const packed = before !== undefined && (await isPacked(path));
    // what is packed is read as a whole, or was
    const isRead = packed && read.bytes === statSync(path).size;
    if (packed && !isRead) read = NOTHING_READ;
    const lines = isRead ? [] : readLines(path, read);
    for await (const { number, text, bytes } of lines) {
      if (stopping.aborted) break;
      const problem = take(text);
      // of a line without an end more may come, but where it was whole
      if (bytes !== undefined) read = { bytes, lines: number };
      else if (problem === undefined) read = { bytes: statSync(path).size, lines: number };
      if (problem !== undefined) {
        counts.unreadable++;
        sink.unreadable({ source: id, place: FLOW_FILE.place(file, number), message: problem });
      }
      if (pending.length >= BATCH) await hand();
    }
    await hand();
    if (packed) read = stopping.aborted ? NOTHING_READ : { bytes: statSync(path).size, lines: read.lines };
    if (before !== undefined) await keepRead(path, read, before, sink, stopping);
    tell('ended');
  } catch (error) {
    await hand();
    tell('failed', FLOW_FILE.unreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

const NOTHING_READ: FileRead = { bytes: 0, lines: 0 };
/** Of the second in which a server ends. */
const KEEP_WITHIN_MS = 200;

/** Says how far the file was read once all of it is kept. What could not be kept will be read again. */
async function keepRead(
  path: string,
  read: FileRead,
  before: FilesRead,
  sink: FlowSink,
  stopping: AbortSignal,
): Promise<void> {
  if (read.bytes === 0) return;
  const kept = sink.kept().then(
    () => true,
    () => false,
  );
  const late = stopping.aborted ? sleep(KEEP_WITHIN_MS, false, { ref: false }) : kept;
  if (!(await Promise.race([kept, late]))) return;
  try {
    before.keep(path, read);
  } catch {
    // the disk is full: the file will be read again
  }
}

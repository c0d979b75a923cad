import { basename } from 'node:path';
import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { hubbleMillis } from '#lib/flows/hubble-flow.ts';
import { HubbleReader } from '#lib/flows/hubble-reader.ts';
import { FLOW_FILE, problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowSink, FlowSource, FlowSourceStatus } from './flow-source.ts';
import { parseFlowLine } from './read-flow-line.ts';
import { readLines } from './read-lines.ts';

/** Observations that are handed over at once. */
const BATCH = 500;
const TELL_EVERY_MS = 1_000;

/** One for each file, with an id of its own also where two are called alike. */
export function createFileSources(paths: readonly string[]): readonly FlowSource[] {
  const taken = new Set<string>();
  return paths.map((path) => {
    const wanted = `file:${basename(path)}`;
    let id = wanted;
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
    taken.add(id);
    return createFileSource(path, id);
  });
}

/**
 * The records of a file, one a line, read once. It tells nothing of coverage, but what it says was lost: nobody knows what
 * was not written into it.
 */
export function createFileSource(path: string, id: string): FlowSource {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  return {
    id,
    label: FLOW_FILE.label(basename(path)),
    start(sink) {
      running ??= readFile(path, id, sink, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function readFile(path: string, id: string, sink: FlowSink, stopping: AbortSignal): Promise<void> {
  const file = basename(path);
  const reader = new HubbleReader(id);
  const since = new Date().toISOString();
  const counts = { records: 0, unreadable: 0, lost: 0 };
  let newest = 0;
  /** Of the last event that says when. */
  let clock = 0;
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
    const line = parseFlowLine(text, { source: id, place: file });
    if ('problem' in line) return line.problem;
    if ('flows' in line) {
      for (const flow of line.flows) observe(flow);
      return undefined;
    }
    clock = hubbleMillis(line.event.flow?.time ?? line.event.time) ?? clock;
    if (line.event.lost_events && clock === 0) return problemsOfFlows.noTime;
    const { flow, lost, problem } = reader.read(line.event, clock);
    if (flow !== undefined) observe(flow);
    if (lost?.type === 'lost') {
      counts.lost += lost.records;
      sink.cover(lost);
    }
    return problem;
  };

  tell('observing');
  try {
    for await (const { number, text } of readLines(path)) {
      if (stopping.aborted) break;
      const problem = take(text);
      if (problem !== undefined) {
        counts.unreadable++;
        sink.unreadable({ source: id, place: FLOW_FILE.place(file, number), message: problem });
      }
      if (pending.length >= BATCH) await hand();
    }
    await hand();
    tell('ended');
  } catch (error) {
    await hand();
    tell('failed', FLOW_FILE.unreadable(file, error instanceof Error ? error.message : String(error)));
  }
}

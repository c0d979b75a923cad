import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createFlowAggregator } from '#lib/flows/flow-aggregator.ts';
import { parseRanges } from '#lib/flows/flow-ends.ts';
import { hubbleMillis } from '#lib/flows/hubble-flow.ts';
import { HubbleReader } from '#lib/flows/hubble-reader.ts';
import { createNameHistory, type NameChange } from '#lib/flows/name-history.ts';
import { decodeResponse } from '#server/traffic/hubble-proto.ts';
import { SeenEvents } from '#server/traffic/seen-events.ts';
import { startTrafficThread, type TrafficThread } from '#server/traffic/traffic-thread.ts';
import { addressOf, hubbleMessages, numberMessage } from './hubble-messages.ts';
import { percentile, rounded } from './timing.ts';

const PODS = 10_000;
const DECODED = 200_000;
const WARM_MS = 3_000;
const LOOK_EVERY_MS = 1_000;

export interface RelayFigures {
  readonly seconds: number;
  readonly flows: number;
  readonly flowsPerSecond: number;
  /** By the seconds of CPU of the flows' thread: receive, decode, resolve, sum, hand to the store. */
  readonly flowsPerThreadSecond: number;
  /** By those of this whole process: also collect what is not used any more, keep, and answer what is asked meanwhile. */
  readonly flowsPerCpuSecond: number;
  /** Messages in a second of CPU that does nothing else. */
  readonly decodedPerCpuSecond: number;
  /** Likewise of CPU that decodes, tells what is new, resolves and sums, and receives nothing: what the budget is about. */
  readonly summedPerCpuSecond: number;
  readonly lost: number;
  /** Beyond what the process had before. */
  readonly rssMbMost: number;
  /** Of the thread that would answer requests. */
  readonly longestStallMs: number;
  readonly askedMs: { readonly median: number; readonly p95: number };
  readonly stopMs: number;
}

/** Observes a local relay that replays generated flows, keeps them, and asks for the last hour all the while. @param rate flows in a second; 0: as many as are read. */
export async function measureRelay(seconds: number, rate: number): Promise<RelayFigures> {
  const decodedPerCpuSecond = decodeAlone();
  const summedPerCpuSecond = sumAlone();
  const relay = spawn(process.execPath, [scriptFile(), String(rate)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = (await once(createInterface({ input: relay.stdout }), 'line')) as [string];
  const dataDir = mkdtempSync(join(tmpdir(), 'ringfence-bench-relay-'));
  const before = rssMb();
  const thread = observing(dataDir, `127.0.0.1:${port}`);
  try {
    thread.begin('bench');
    await sleep(WARM_MS);
    const stalls = monitorEventLoopDelay({ resolution: 1 });
    stalls.enable();
    const start = { at: performance.now(), cpu: process.cpuUsage(), own: threadSeconds(), ...(await counted(thread)) };
    const asked: number[] = [];
    let most = 0;
    for (const end = start.at + seconds * 1000; performance.now() < end; await sleep(LOOK_EVERY_MS)) {
      const asking = performance.now();
      const now = Date.now();
      const window = { from: now - 60 * 60_000, to: now };
      await thread.ask({ ask: 'edges', cluster: 'bench', window, filter: { limit: 1000 } });
      asked.push(performance.now() - asking);
      most = Math.max(most, rssMb());
    }
    const { flows, lost } = await counted(thread);
    const wall = (performance.now() - start.at) / 1000;
    const own = threadSeconds() - start.own;
    const { user, system } = process.cpuUsage(start.cpu);
    const stopping = performance.now();
    await thread.stop();
    return {
      seconds: rounded(wall),
      flows: flows - start.flows,
      flowsPerSecond: Math.round((flows - start.flows) / wall),
      flowsPerThreadSecond: Math.round((flows - start.flows) / own),
      flowsPerCpuSecond: Math.round((flows - start.flows) / ((user + system) / 1_000_000)),
      decodedPerCpuSecond,
      summedPerCpuSecond,
      lost,
      rssMbMost: Math.round(most - before),
      longestStallMs: rounded(stalls.max / 1_000_000),
      askedMs: { median: rounded(percentile(asked, 0.5)), p95: rounded(percentile(asked, 0.95)) },
      stopMs: Math.round(performance.now() - stopping),
    };
  } finally {
    relay.stdin.end();
    await thread.stop();
    rmSync(dataDir, { recursive: true });
  }
}

function scriptFile(): string {
  return fileURLToPath(new URL('./replaying-relay.ts', import.meta.url));
}

function decodeAlone(): number {
  const messages = hubbleMessages(2_000, PODS, Date.now());
  const decode = (count: number) => {
    for (let i = 0; i < count; i++) decodeResponse((messages[i % messages.length] as (typeof messages)[number]).bytes);
  };
  decode(DECODED / 4);
  const start = process.cpuUsage();
  decode(DECODED);
  const { user, system } = process.cpuUsage(start);
  return Math.round(DECODED / ((user + system) / 1_000_000));
}

function sumAlone(): number {
  const now = Date.now();
  const messages = hubbleMessages(20_000, PODS, now);
  const history = createNameHistory();
  for (const change of benchNames()) history.change(change);
  const names = { history, podRanges: parseRanges(RANGES) };
  const [reader, seen] = [new HubbleReader('hubble'), new SeenEvents()];
  const aggregator = createFlowAggregator(() => names);
  const sum = (from: number, to: number): number => {
    const bytes = Array.from({ length: to - from }, (_, number) =>
      numberMessage(messages[(from + number) % messages.length] as (typeof messages)[number], from + number),
    );
    const start = process.cpuUsage();
    for (const message of bytes) {
      const event = decodeResponse(message);
      const isNew = event.flow && seen.take(event.flow, event.node_name ?? '', hubbleMillis(event.flow.time) ?? now);
      const flow = isNew ? reader.read(event, now).flow : undefined;
      if (flow !== undefined) aggregator.observe(flow, now);
    }
    aggregator.take(now);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000_000;
  };
  sum(0, DECODED / 4);
  return Math.round(DECODED / sum(DECODED / 4, DECODED / 4 + DECODED));
}

const RANGES = ['10.0.0.0/8'];

function benchNames(): readonly NameChange[] {
  return Array.from({ length: PODS }, (_, pod): readonly NameChange[] => {
    const workload = Math.floor(pod / 10);
    const listens = [{ protocol: 6, port: 8080 + (pod % 4) }];
    const holder = { type: 'pod' as const, workload: `ns${workload % 50}/Deployment/w${workload}`, listens };
    return [
      { name: addressOf(pod), at: null, holder },
      { name: `ns${workload % 50}/w${workload}-${pod % 10}`, at: null, holder },
    ];
  }).flat();
}

function observing(dataDir: string, address: string): TrafficThread {
  const changes = benchNames();
  return startTrafficThread({
    dataDir,
    keep: { minuteDays: 30, hourMonths: 13 },
    cluster: (id) => ({
      id,
      under: id,
      demo: false,
      flows: { hubble: { address }, files: [] },
      tellNames: (port) => port().postMessage({ whole: true, changes, ranges: RANGES }),
    }),
    onChanged: () => {},
    onLost: () => {},
  });
}

async function counted(thread: TrafficThread): Promise<{ readonly flows: number; readonly lost: number }> {
  const { sources } = await thread.ask({ ask: 'sources', cluster: 'bench' });
  const [hubble] = sources;
  return { flows: hubble?.records ?? 0, lost: hubble?.lost ?? 0 };
}

/** Seconds of CPU of the thread called `traffic`, as Linux counts them; NaN elsewhere. */
function threadSeconds(): number {
  const tasks = '/proc/self/task';
  if (!existsSync(tasks)) return Number.NaN;
  for (const task of readdirSync(tasks)) {
    if (readFileSync(join(tasks, task, 'comm'), 'utf8').trim() !== 'traffic') continue;
    const fields =
      readFileSync(join(tasks, task, 'stat'), 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }
  return Number.NaN;
}

/** Not what `process.memoryUsage` counts, which is of all threads just so: as the system does. */
function rssMb(): number {
  const [, pages = '0'] = readFileSync('/proc/self/statm', 'utf8').split(' ');
  return (Number(pages) * 4096) / 1_048_576;
}

import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { IngestAnswer, TrafficCoverage, TrafficEdges } from '#lib/api/traffic-schemas.ts';
import type { FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import { namesOfCluster, podRangesOf, podsElsewhere } from '#lib/flows/names-of-cluster.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import { openSource } from '#server/analysis/open-source.ts';
import { createStateSink } from '#server/analysis/state-sink.ts';
import { type ClusterSpec, parseServeArguments } from '#server/config.ts';
import { flowsKept } from '#server/kept-under.ts';
import { namesOfClusters } from '#server/names-of-clusters.ts';
import { keptNamesIn } from '#server/store/kept-names.ts';
import { runningServe } from '#server/store/serve-lock.ts';
import { brokenOff, faultOf } from '#server/traffic/broken-off.ts';
import { startTraffic } from '#server/traffic/traffic.ts';
import { unpacked } from '#server/traffic/unpacked.ts';

export interface EdgesAsked {
  /** By what was written: the ends of flows that it means. */
  readonly ends: ReadonlyMap<string, readonly string[]>;
  readonly verdicts: readonly FlowVerdict[];
  readonly limit: number;
}

/** Whoever owns the flows of a data folder: a running server, or this command. */
export interface FlowOwner {
  take(source: string, pieces: AsyncIterable<Uint8Array>): Promise<IngestAnswer>;
  edges(window: FlowWindow, asked: EdgesAsked): Promise<TrafficEdges>;
  coverage(window: FlowWindow): Promise<TrafficCoverage>;
  close(): Promise<void>;
}

export interface OwnerOptions {
  readonly dataDir: string;
  /** `NAME`, or `NAME=SOURCE` where no server runs. */
  readonly cluster: string | undefined;
  readonly server: string | undefined;
  readonly tokenFile: string | undefined;
}

/** Throws USAGE, SOURCE_UNREACHABLE, NOT_FOUND, and what the owner says. */
export async function openFlowOwner(options: OwnerOptions): Promise<FlowOwner> {
  const serving = options.server === undefined ? runningServe(options.dataDir) : undefined;
  const address = options.server ?? serving?.address;
  if (address !== undefined) return askServer(address, options);
  if (serving !== undefined) throw new RingfenceError('USAGE', TRAFFIC.cli.addressUnknown(serving.pid));
  return openHere(options);
}

async function askServer(address: string, { cluster, tokenFile }: OwnerOptions): Promise<FlowOwner> {
  const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').split('\n', 1)[0]?.trim();
  const { origin } = new URL(address);
  // as the server's own page: it is asked by whoever may ask it
  const headers = {
    origin,
    'sec-fetch-site': 'same-origin',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    let response: Response;
    try {
      response = await fetch(new URL(path, origin), { ...init, headers: { ...headers, ...init.headers } });
    } catch (error) {
      throw new RingfenceError('SOURCE_UNREACHABLE', TRAFFIC.cli.serverGone(origin), causeOf(error));
    }
    const body = await response.json();
    if (response.ok) return body;
    const { code, message } = (body as ErrorBody).error;
    throw new RingfenceError(code as RingfenceError['code'], message);
  };
  const [name] = cluster?.split('=') ?? [];
  const id = name ?? (await firstCluster(ask));
  const base = `/api/clusters/${encodeURIComponent(id)}`;
  const windowed = ({ from, to }: FlowWindow, more: Record<string, string> = {}) =>
    new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), ...more });
  return {
    async take(source, pieces) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: Readable.toWeb(Readable.from(pieces, { objectMode: false })),
        duplex: 'half',
      } as RequestInit;
      return (await ask(`${base}/flows?${new URLSearchParams({ source })}`, init)) as IngestAnswer;
    },
    async edges(window, { ends, verdicts, limit }) {
      const query = windowed(window, {
        limit: String(limit),
        ...(ends.size === 0 ? {} : { end: [...ends.keys()].join(',') }),
        ...(verdicts.length === 0 ? {} : { verdict: verdicts.join(',') }),
      });
      return (await ask(`${base}/traffic/edges?${query}`)) as TrafficEdges;
    },
    coverage: async (window) => (await ask(`${base}/traffic/coverage?${windowed(window)}`)) as TrafficCoverage,
    close: async () => {},
  };
}

async function firstCluster(ask: (path: string) => Promise<unknown>): Promise<string> {
  const { clusters } = (await ask('/api/clusters')) as { clusters: readonly { id: string }[] };
  const [first] = clusters;
  if (first === undefined) throw new RingfenceError('NOT_FOUND', TRAFFIC.cli.noClusterThere);
  return first.id;
}

function causeOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

async function openHere({ dataDir, cluster }: OwnerOptions): Promise<FlowOwner> {
  const named = cluster === undefined ? [] : ['--cluster', cluster];
  const { clusters, flowRetention } = parseServeArguments(
    [...named, '--data-dir', dataDir],
    process.env,
    process.cwd(),
  );
  const [spec] = clusters as [ClusterSpec];
  const names = namesOfClusters(keptNamesIn(dataDir), clusters);
  const under = flowsKept(spec, names.add(spec));
  if (under === undefined) throw new RingfenceError('USAGE', TRAFFIC.cli.notKept(spec.name));
  const traffic = startTraffic({
    dataDir,
    keep: flowRetention,
    keepAsBefore: true,
    onChanged: () => {},
    onFault: () => {},
  });
  const { id } = spec;
  const added = traffic.add(id, { under, others: [...names.others(spec)] });
  let reading: Promise<void> | undefined;
  return {
    async take(source, pieces) {
      reading ??= readNames(spec).then((message) => added.names(message));
      await reading;
      const upload = await traffic.ingest(id, source);
      try {
        for await (const piece of unpacked(pieces)) await upload.push(piece);
      } catch (error) {
        throw brokenOff(error, await upload.fail(faultOf(error)).catch(() => undefined));
      }
      return upload.end();
    },
    async edges(window, { ends, verdicts, limit }) {
      const filter = {
        limit,
        ...(ends.size === 0 ? {} : { ends: [...ends.values()].flat() }),
        ...(verdicts.length === 0 ? {} : { verdicts: [...verdicts] }),
      };
      const told = await traffic.answer({ ask: 'edges', cluster: id, window, filter });
      return { window, ...(told as Omit<TrafficEdges, 'window'>) };
    },
    async coverage(window) {
      const hours = (await traffic.answer({ ask: 'coverage', cluster: id, window })) as TrafficCoverage['hours'];
      return { window, hours };
    },
    close: () => traffic.stop(),
  };
}

/** Who goes by which address in the cluster, as its source tells it now. Throws SOURCE_UNREACHABLE. */
async function readNames({ source: spec }: ClusterSpec) {
  const source = openSource(spec);
  const objects = await new Promise<ReturnType<ReturnType<typeof createStateSink>['snapshot']>>((resolve, reject) => {
    const state = createStateSink(
      () => {},
      ({ state: now, error }) => {
        if (now === 'current') resolve(state.snapshot());
        if (now === 'failed') reject(new RingfenceError('SOURCE_UNREACHABLE', error?.message ?? '', error?.detail));
      },
    );
    source.start(state.sink);
  });
  await source.stop();
  const changes = [...namesOfCluster(objects)].map(([name, { holder, since = null }]) => ({ name, at: since, holder }));
  return { whole: true, changes, ranges: podRangesOf(objects), elsewhere: podsElsewhere(objects) };
}

import type { Logger } from 'pino';
import type { ClusterEvent, ClusterListItem } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { ownTimeZone } from '#lib/local-time.ts';
import * as text from '#lib/text/en/server.ts';
import { STORE } from '#lib/text/en/store.ts';
import { type ClusterAnalysis, startClusterAnalysis } from './analysis/cluster-analysis.ts';
import { createComparisons } from './analysis/compare-thread.ts';
import { createPackages } from './analysis/package-thread.ts';
import { clusterListItem } from './cluster-list-item.ts';
import { type ClusterSpec, clusterId, type ServeConfig, type SourceSpec } from './config.ts';
import type { AccessRules } from './http/access.ts';
import { flowsKept } from './kept-under.ts';
import { namesOfClusters } from './names-of-clusters.ts';
import { createSnapshotJobs, type SnapshotJobs } from './snapshot-jobs.ts';
import { type ScheduledCluster, startSchedule } from './snapshot-schedule.ts';
import { keptNamesIn, rememberNames } from './store/kept-names.ts';
import { startStoreKeeping } from './store/store-keeping.ts';
import { type StoreThread, startStoreThread } from './store/store-thread.ts';
import { createFlowBeginning } from './traffic/flow-beginning.ts';
import { gatherChanges } from './traffic/gather-changes.ts';
import { startTrafficThread, type TrafficThread } from './traffic/traffic-thread.ts';

/** All that lives as long as the process. There is one; everything in it is per cluster. */
export interface Runtime {
  readonly config: ServeConfig;
  readonly access: AccessRules;
  readonly log: Logger;
  /** Contexts of the kubeconfig present at start: the only ones that a page may connect. */
  contexts(): readonly string[];
  clusters(): readonly ClusterListItem[];
  /** Throws NOT_FOUND. */
  cluster(id: string): ClusterAnalysis;
  /** Adds a cluster that a page opened. `onRemove` runs when it is removed or the process ends. */
  add(name: string, source: SourceSpec, onRemove?: () => Promise<void>): ClusterAnalysis;
  /** Opens a context present at start; an open one is given again. Throws NOT_FOUND. */
  connect(context: string): Promise<ClusterAnalysis>;
  /** Removes a cluster that a page opened. Throws NOT_FOUND, BAD_REQUEST for those given at start. */
  remove(id: string): Promise<void>;
  readonly store: StoreThread;
  readonly traffic: TrafficThread;
  readonly jobs: SnapshotJobs;
  readonly compare: ReturnType<typeof createComparisons>;
  /** Makes the evidence package of a kept snapshot. */
  readonly packageOf: ReturnType<typeof createPackages>;
  /** The name under which the data folder keeps what is said of a cluster. Throws NOT_FOUND, BAD_REQUEST where nothing is. */
  keptAs(id: string): string;
  /** Every change of a cluster's source or revision. Returns the function that ends it. */
  subscribe(listener: (event: ClusterEvent) => void): () => void;
  /** Runs when the process ends, or never where the returned function was called before. */
  onClose(closer: () => void): () => void;
  /** The address as a link that lets its reader in: with the token where one was made at start. */
  link(address: string): string;
  /** Ends streams, workers and sources. */
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  readonly config: ServeConfig;
  readonly log: Logger;
  readonly token?: string;
  readonly contexts: readonly string[];
}

interface Entry {
  readonly analysis: ClusterAnalysis;
  /** Absent: nothing of it is kept. */
  readonly kept: string | undefined;
  /** Absent for the clusters given at start. */
  readonly opened?: { readonly onRemove?: () => Promise<void> };
}

export function createRuntime({ config, log, token, contexts }: RuntimeOptions): Runtime {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(event: ClusterEvent) => void>();
  const closers = new Set<() => void>();
  const session = token === undefined ? 'local' : 'token';

  const tell = (event: ClusterEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const store = startStoreThread(config.dataDir);
  const jobs = createSnapshotJobs((cluster, job) => {
    const found = entries.get(cluster);
    if (found !== undefined) tell({ ...found.analysis.event(), job });
  }, log);
  const traffic = startTrafficThread({
    dataDir: config.dataDir,
    keep: config.flowRetention,
    cluster: (id) => {
      const { analysis, kept } = entry(id);
      const { spec, tellNames } = analysis;
      const demo = spec.source.type === 'demo';
      const others = [...names.others(spec)];
      return { id, under: flowsKept(spec, kept), others, flows: spec.flows, demo, tellNames };
    },
    onChanged: gatherChanges((cluster, seq) => {
      const found = entries.get(cluster);
      if (found !== undefined) tell({ ...found.analysis.event(), traffic: seq });
    }),
    onLost: (error) => log.error({ err: error }, 'traffic worker ended; it starts again when it is asked'),
  });
  const beginFlows = createFlowBeginning((id) => {
    if (entries.has(id)) traffic.begin(id);
  }, config.dataDir);
  const known = look(config.dataDir, log);
  const names = namesOfClusters(known, config.clusters);
  const start = (spec: ClusterSpec): Pick<Entry, 'analysis' | 'kept'> => {
    const kept = names.add(spec);
    const analysis = startClusterAnalysis(spec, {
      profile: config.profile,
      sets: config.sets,
      dataMap: config.dataMap,
      adequacy: config.adequacy,
      ...(kept === undefined ? {} : { kept: { dataDir: config.dataDir, under: kept, session } }),
      onEvent: (event) => {
        tell(event);
        if (event.revision !== undefined) beginFlows(spec);
      },
      onLost: (error) => log.error({ cluster: spec.id, err: error }, 'analysis worker ended; starting it again'),
      onWantsFlows: () => {
        if (entries.has(spec.id)) traffic.know(spec.id);
      },
    });
    return { analysis, kept };
  };
  const add = (name: string, source: SourceSpec, opened?: Entry['opened']): ClusterAnalysis => {
    const started = start({ id: clusterId(name, new Set(entries.keys())), name, source });
    entries.set(started.analysis.spec.id, { ...started, opened });
    tell(started.analysis.event());
    return started.analysis;
  };
  const entry = (id: string): Entry => {
    const found = entries.get(id);
    if (found === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchCluster(id));
    return found;
  };
  for (const spec of config.clusters) entries.set(spec.id, start(spec));
  remember(
    config.dataDir,
    [...entries.values()].flatMap(({ kept = [] }) => kept).filter((name) => !known.includes(name)),
    log,
  );
  const stopKeeping = startStoreKeeping(store, config.retention, log);
  const stopSchedule =
    config.schedule === undefined ? () => {} : startSchedule(config.schedule, () => scheduled(entries, store, jobs));

  return {
    config,
    access: { allowedHosts: config.allowedHosts, token },
    log,
    contexts: () => contexts,
    clusters: () => [...entries.values()].map(({ analysis }) => clusterListItem(analysis)),
    cluster: (id) => entry(id).analysis,
    store,
    traffic,
    jobs,
    compare: createComparisons(),
    packageOf: createPackages(),
    keptAs(id) {
      const { kept } = entry(id);
      if (kept === undefined) throw new RingfenceError('BAD_REQUEST', STORE.notKept);
      return kept;
    },
    add: (name, source, onRemove) => add(name, source, { onRemove }),
    async connect(context) {
      if (!contexts.includes(context)) throw new RingfenceError('NOT_FOUND', text.noSuchContext(context));
      for (const { analysis } of entries.values()) {
        const { source } = analysis.spec;
        if (source.type === 'live' && source.context === context) return analysis;
      }
      return add(context, { type: 'live', context, kubeconfig: config.kubeconfig }, {});
    },
    async remove(id) {
      const { analysis, opened } = entry(id);
      if (opened === undefined) throw new RingfenceError('BAD_REQUEST', text.notRemovable(analysis.spec.name));
      entries.delete(id);
      names.remove(analysis.spec);
      traffic.forget(id);
      await analysis.stop();
      await opened.onRemove?.();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose(closer) {
      closers.add(closer);
      return () => closers.delete(closer);
    },
    link: (address) => (config.token.from === 'random' && token !== undefined ? `${address}/#token=${token}` : address),
    async stop() {
      for (const closer of closers) closer();
      closers.clear();
      stopSchedule();
      stopKeeping();
      jobs.stop();
      const open = [...entries.values()];
      entries.clear();
      await Promise.all([
        store.stop(),
        traffic.stop(),
        ...open.map(async ({ analysis, opened }) => {
          await analysis.stop();
          await opened?.onRemove?.();
        }),
      ]);
    },
  };
}

/** What cannot be read is told, since a chain may begin beside another one for it. */
function look(dataDir: string, log: Logger): readonly string[] {
  try {
    return keptNamesIn(dataDir);
  } catch (error) {
    log.error({ err: error }, 'the names in the data folder could not be read: each cluster goes by its own');
    return [];
  }
}

function remember(dataDir: string, names: readonly string[], log: Logger): void {
  try {
    rememberNames(dataDir, names);
  } catch (error) {
    log.error({ err: error, names }, 'the names of the clusters could not be kept');
  }
}

/** The clusters of which something is kept, as the schedule sees them. */
function scheduled(
  entries: ReadonlyMap<string, Entry>,
  store: StoreThread,
  jobs: SnapshotJobs,
): readonly ScheduledCluster[] {
  return [...entries].flatMap(([id, { analysis, kept }]) => {
    if (kept === undefined) return [];
    const take = () =>
      jobs.begin(analysis, {
        reason: STORE.scheduled,
        timeZone: ownTimeZone(),
        how: 'schedule',
        who: { via: 'schedule' },
      });
    return [
      {
        id,
        last: async () => {
          const [newest] = (await store.call('list', kept, { limit: 1 })).snapshots;
          return newest && Date.parse(newest.keptAt);
        },
        isBusy: () => jobs.latest(id)?.state === 'running',
        failedAt: () => {
          const { how, state, endedAt } = jobs.latest(id) ?? {};
          return how === 'schedule' && state === 'failed' && endedAt !== undefined ? Date.parse(endedAt) : undefined;
        },
        isReady: () => analysis.status().state === 'current',
        take: () => void take(),
      },
    ];
  });
}

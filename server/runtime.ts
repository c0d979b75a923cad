import type { Logger } from 'pino';
import { RingfenceError } from '#lib/api/errors.ts';
import type { ClusterEvent, ClusterListItem } from '#lib/api/types.ts';
import * as text from '#lib/text/en/server.ts';
import { type ClusterAnalysis, startClusterAnalysis } from './analysis/cluster-analysis.ts';
import { waiverStorePath } from './analysis/waiver-store.ts';
import { clusterListItem } from './cluster-list-item.ts';
import { type ClusterSpec, clusterId, type ServeConfig, type SourceSpec } from './config.ts';
import { dataMapPath } from './data-map/data-map-store.ts';
import type { AccessRules } from './http/access.ts';
import { keptUnder } from './kept-under.ts';

/** All that lives as long as the process. There is one; everything in it is per cluster. */
export interface Runtime {
  readonly config: ServeConfig;
  readonly access: AccessRules;
  readonly log: Logger;
  /** Contexts of the kubeconfig present at start: the only ones that a page may connect. */
  contexts(): Promise<readonly string[]>;
  clusters(): readonly ClusterListItem[];
  /** Throws NOT_FOUND. */
  cluster(id: string): ClusterAnalysis;
  /** Adds a cluster that a page opened. `onRemove` runs when it is removed or the process ends. */
  add(name: string, source: SourceSpec, onRemove?: () => Promise<void>): ClusterAnalysis;
  /** Opens a context present at start; an open one is given again. Throws NOT_FOUND. */
  connect(context: string): Promise<ClusterAnalysis>;
  /** Removes a cluster that a page opened. Throws NOT_FOUND, BAD_REQUEST for those given at start. */
  remove(id: string): Promise<void>;
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
  /** Asked for after the clusters given at start have begun to read: what reads a kubeconfig is large. */
  readonly contexts: () => Promise<readonly string[]>;
}

interface Entry {
  readonly analysis: ClusterAnalysis;
  /** Absent for the clusters given at start. */
  readonly opened?: { readonly onRemove?: () => Promise<void> };
}

export function createRuntime({ config, log, token, contexts: readContexts }: RuntimeOptions): Runtime {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(event: ClusterEvent) => void>();
  const closers = new Set<() => void>();

  const start = (spec: ClusterSpec): ClusterAnalysis => {
    const kept = keptUnder(spec);
    return startClusterAnalysis(spec, {
      profile: config.profile,
      sets: config.sets,
      dataMap: config.dataMap,
      adequacy: config.adequacy,
      ...(kept === undefined
        ? {}
        : {
            dataMapPath: dataMapPath(config.dataDir, kept),
            waiverStorePath: waiverStorePath(config.dataDir, kept),
          }),
      onEvent: (event) => {
        for (const listener of listeners) listener(event);
      },
      onLost: (error) => log.error({ cluster: spec.id, err: error }, 'analysis worker ended; starting it again'),
    });
  };
  const add = (name: string, source: SourceSpec, opened?: Entry['opened']): ClusterAnalysis => {
    const analysis = start({ id: clusterId(name, new Set(entries.keys())), name, source });
    entries.set(analysis.spec.id, { analysis, opened });
    for (const listener of listeners) listener(analysis.event());
    return analysis;
  };
  const entry = (id: string): Entry => {
    const found = entries.get(id);
    if (found === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchCluster(id));
    return found;
  };
  for (const spec of config.clusters) entries.set(spec.id, { analysis: start(spec) });
  const contexts = readContexts();

  return {
    config,
    access: { allowedHosts: config.allowedHosts, token },
    log,
    contexts: () => contexts,
    clusters: () => [...entries.values()].map(({ analysis }) => clusterListItem(analysis)),
    cluster: (id) => entry(id).analysis,
    add: (name, source, onRemove) => add(name, source, { onRemove }),
    async connect(context) {
      if (!(await contexts).includes(context)) throw new RingfenceError('NOT_FOUND', text.noSuchContext(context));
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
      const open = [...entries.values()];
      entries.clear();
      await Promise.all(
        open.map(async ({ analysis, opened }) => {
          await analysis.stop();
          await opened?.onRemove?.();
        }),
      );
    },
  };
}

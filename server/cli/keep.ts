import { userInfo } from 'node:os';
import type { DataMapInForce } from '#lib/gdpr/data-map/data-map-in-force.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { CURRENT_CONTEXT } from '#lib/text/en/server.ts';
import { findContext } from '#server/cluster/live/find-context.ts';
import type { SourceSpec } from '#server/config.ts';
import { readDataMapText } from '#server/data-map/read-data-map.ts';
import { keptAmong } from '#server/kept-under.ts';
import { nameOfSources } from '#server/name-of-sources.ts';
import { keptDataMap } from '#server/store/kept-data-map.ts';
import { keptNames } from '#server/store/kept-names.ts';
import { keptWaivers } from '#server/store/kept-waivers.ts';
import type { Store } from '#server/store/store.ts';
import { takeOverDataMap, takeOverWaivers } from '#server/store/take-over-files.ts';
import type { TrailActor } from '#server/store/trail-line.ts';
import type { CommonOptions } from './options.ts';

/**
 * The name under which the data folder keeps what is said of the source of a command: that under which `serve` keeps it,
 * also where it was called something else there. Undefined where the source could not be found again.
 */
export function keptNameOf(store: Store, options: CommonOptions): string | undefined {
  return keptAmong(keptNames(store), specOf(options));
}

function specOf({ demo, sources, context, kubeconfig, inCluster }: CommonOptions): {
  readonly name: string;
  readonly source: SourceSpec;
} {
  if (demo) return { name: 'demo', source: { type: 'demo' } };
  if (sources.length > 0) return { name: nameOfSources(sources), source: { type: 'files', paths: sources } };
  if (inCluster) return { name: 'in-cluster', source: { type: 'live', inCluster } };
  const named = context ?? findContext(undefined, kubeconfig)?.context;
  return { name: named ?? CURRENT_CONTEXT, source: { type: 'live', context: named, kubeconfig } };
}

/** What people say of the cluster on the page: it counts for a snapshot in the same chain. Throws UNREADABLE_INPUT. */
export function keptOnPage(
  store: Store,
  cluster: string,
): { readonly waivers: readonly Waiver[]; readonly dataMap: DataMapInForce | undefined } {
  takeOverWaivers(store, cluster);
  takeOverDataMap(store, cluster);
  const found = keptDataMap(store, cluster);
  return {
    waivers: keptWaivers(store, cluster),
    dataMap: found && readDataMapText(found.text, { from: 'store', who: found.who, when: found.when }),
  };
}

/** Whoever runs the command, as the system calls the account; in a container it may have no name. */
export function commandActor(): TrailActor {
  try {
    return { via: 'command', account: userInfo().username };
  } catch {
    return { via: 'command' };
  }
}

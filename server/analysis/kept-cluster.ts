import { openStore, type Store } from '#server/store/store.ts';
import type { TrailActor } from '#server/store/trail-line.ts';

/** Where the data folder keeps what people say of a cluster, and how the page that says it was let in. */
export interface KeptPlace {
  readonly dataDir: string;
  /** See `keptUnder`. */
  readonly under: string;
  readonly session: 'token' | 'local';
}

/** What is kept of one cluster, as its worker has it open. */
export interface KeptCluster {
  readonly store: Store;
  readonly cluster: string;
  /** Who did something on the page, for the trail. */
  readonly who: (said?: string) => TrailActor;
}

/** Throws as `openStore`. */
export function openKeptCluster({ dataDir, under, session }: KeptPlace): KeptCluster {
  return {
    store: openStore(dataDir),
    cluster: under,
    who: (said) => ({ via: 'page', session, ...(said === undefined ? {} : { said }) }),
  };
}

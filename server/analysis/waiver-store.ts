import { RingfenceError } from '#lib/api/errors.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { acceptWaiver, keptWaivers, withdrawWaiver } from '#server/store/kept-waivers.ts';
import { takeOverWaivers } from '#server/store/take-over-files.ts';
import type { KeptCluster } from './kept-cluster.ts';

/** What people accepted on the page. */
export interface WaiverStore {
  waivers(): readonly Waiver[];
  /**
   * `make` gets every id that was ever given here. Throws what it throws, NOT_WRITABLE where it cannot be kept; nothing is
   * changed then.
   */
  accept(make: (ids: ReadonlySet<string>) => Waiver, by: string): void;
  /** Throws NOT_FOUND, NOT_WRITABLE. */
  withdraw(id: string, by: string): void;
}

/**
 * Those of the data folder. Throws UNREADABLE_INPUT where they cannot be understood: to go on without them would report
 * what somebody accepted.
 */
export function openWaiverStore({ store, cluster, who }: KeptCluster): WaiverStore {
  takeOverWaivers(store, cluster);
  keptWaivers(store, cluster);
  return {
    waivers: () => keptWaivers(store, cluster),
    accept: (make, by) => void acceptWaiver(store, cluster, make, who(by)),
    withdraw: (id, by) => withdrawWaiver(store, cluster, { id, by }, who(by)),
  };
}

/** As long as the process: what is opened from the page could not be found again. */
export function waiversInMemory(): WaiverStore {
  const ids = new Set<string>();
  let waivers: readonly Waiver[] = [];
  return {
    waivers: () => waivers,
    accept(make) {
      const waiver = make(ids);
      ids.add(waiver.id);
      waivers = [...waivers, waiver];
    },
    withdraw(id) {
      if (!waivers.some((waiver) => waiver.id === id)) throw new RingfenceError('NOT_FOUND', WAIVERS.noSuch(id));
      waivers = waivers.filter((waiver) => waiver.id !== id);
    },
  };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FLOWS_FILE, type FlowRetention, type FlowStore } from './flow-store.ts';
import { minutesKeptFrom } from './times-taken.ts';

/** The store of a data folder, opened when it is first needed, and again where that failed: it may be mended meanwhile. */
export interface KeptStore {
  /** It was opened, or there is a file of it. */
  readonly isThere: boolean;
  /** Throws USAGE where another process holds it, NOT_WRITABLE, DAMAGED. */
  open(): Promise<FlowStore>;
  /** The start of the first hour of which it takes minutes at `now`, as far as is known before it is open. */
  minutesFrom(now: number): number;
  /** Takes away what is older than it is kept, where it is there. */
  retain(now: number): Promise<void>;
  close(): Promise<void>;
}

export interface KeptStoreOptions {
  readonly dataDir: string;
  readonly keep: FlowRetention;
  /** Of a command: for how long things are kept is the server's to say; `keep` counts where nobody ever did. */
  readonly keepAsBefore: boolean;
  readonly open: (file: string) => Promise<FlowStore>;
  readonly onFault: (error: unknown) => void;
}

export function createKeptStore({ dataDir, keep, keepAsBefore, open, onFault }: KeptStoreOptions): KeptStore {
  const file = join(dataDir, FLOWS_FILE);
  let opening: Promise<FlowStore> | undefined;
  let store: FlowStore | undefined;
  /** Undefined: minutes were taken away already, and nobody says any more how many were to stay. */
  const keepOf = ({ keeps, minutesFrom }: FlowStore): FlowRetention | undefined =>
    keepAsBefore ? (keeps ?? (minutesFrom === 0 ? keep : undefined)) : keep;
  const openOnce = async (): Promise<FlowStore> => {
    const opened = await open(file);
    const kept = keepOf(opened);
    // what is kept can be read where nothing can be written
    if (kept !== undefined) await opened.keepFor(kept).catch(onFault);
    store = opened;
    return opened;
  };
  const openStore = (): Promise<FlowStore> => {
    opening ??= openOnce().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const isThere = () => opening !== undefined || existsSync(file);
  return {
    get isThere() {
      return isThere();
    },
    open: openStore,
    minutesFrom(now) {
      if (store === undefined) return minutesKeptFrom(now, keep.minuteDays);
      const kept = keepOf(store);
      return kept === undefined
        ? store.minutesFrom
        : Math.max(store.minutesFrom, minutesKeptFrom(now, kept.minuteDays));
    },
    async retain(now) {
      if (!isThere()) return;
      const opened = await openStore();
      const kept = keepOf(opened);
      if (kept !== undefined) await opened.retain(now, kept);
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

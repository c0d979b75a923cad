import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FLOWS_FILE, type FlowRetention, type FlowStore } from './flow-store.ts';
import { DAY_MS, MONTH_MS } from './tiers.ts';
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
  /**
   * Of a command: for how long things are kept is the server's to say. Where nobody remembers what one said, `keep` counts,
   * and what a server let stay is not taken away for it.
   */
  readonly keepAsBefore: boolean;
  readonly open: (file: string) => Promise<FlowStore>;
  readonly onFault: (error: unknown) => void;
  readonly clock?: () => number;
}

export function createKeptStore({
  dataDir,
  keep,
  keepAsBefore,
  open,
  onFault,
  clock = Date.now,
}: KeptStoreOptions): KeptStore {
  const file = join(dataDir, FLOWS_FILE);
  let opening: Promise<FlowStore> | undefined;
  let store: FlowStore | undefined;
  const keepOf = (kept: FlowStore, now: number): FlowRetention =>
    keepAsBefore ? (kept.keeps ?? longer(keep, leftBy(kept, now))) : keep;
  const openOnce = async (): Promise<FlowStore> => {
    const opened = await open(file);
    const keeps = keepOf(opened, clock());
    // that something is spared that a server let stay, nobody said: it is not remembered
    const isSaid = opened.keeps !== undefined || isSame(keeps, keep);
    // what is kept can be read where nothing can be written
    if (isSaid) await opened.keepFor(keeps).catch(onFault);
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
      return Math.max(store.minutesFrom, minutesKeptFrom(now, keepOf(store, now).minuteDays));
    },
    async retain(now) {
      if (!isThere()) return;
      const opened = await openStore();
      await opened.retain(now, keepOf(opened, now));
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

/** As long as things were kept when they were last taken away, or longer where that was a while ago; 0 where none ever were. */
function leftBy({ minutesFrom, sumsFrom }: FlowStore, now: number): FlowRetention {
  return {
    minuteDays: minutesFrom === 0 ? 0 : Math.floor((now - minutesFrom) / DAY_MS),
    hourMonths: sumsFrom === 0 ? 0 : Math.ceil((now - sumsFrom) / MONTH_MS),
  };
}

/** Hours for as long as minutes, at least: these are part of them. */
function longer(a: FlowRetention, b: FlowRetention): FlowRetention {
  const minuteDays = Math.max(a.minuteDays, b.minuteDays);
  return { minuteDays, hourMonths: Math.max(a.hourMonths, b.hourMonths, Math.ceil((minuteDays * DAY_MS) / MONTH_MS)) };
}

function isSame(a: FlowRetention, b: FlowRetention): boolean {
  return a.minuteDays === b.minuteDays && a.hourMonths === b.hourMonths;
}

import type {
  AuditTrail,
  ChainReport,
  SignOff,
  SnapshotDetail,
  SnapshotItem,
  SnapshotList,
} from '#lib/api/snapshot-schemas.ts';
import { checkStore, isSound, type StoreCheck } from './integrity.ts';
import { addNote, remarksOf, signSnapshot } from './remarks.ts';
import { applyRetention, type Retention, removeOrphans } from './retention.ts';
import {
  chainHead,
  exportSnapshotFile,
  gapsOfSnapshot,
  type KeptSnapshot,
  listSnapshots,
  noteSnapshotExported,
  snapshotOf,
} from './snapshots.ts';
import { inOneState, inTransaction, type Store } from './store.ts';
import { addTrailLine, trailPage, trailText } from './trail.ts';
import type { TrailActor } from './trail-line.ts';

/** What the thread of the store is asked. Arguments and answers are plain data; each may throw a RingfenceError. */
export const CALLS = {
  list(
    store: Store,
    cluster: string,
    { before, limit }: { readonly before?: number | undefined; readonly limit: number },
  ): SnapshotList {
    return inOneState(store, () => {
      const found = listSnapshots(store, cluster, { before, limit: limit + 1 });
      const snapshots = found.slice(0, limit).map((kept) => snapshotItem(store, cluster, kept));
      return {
        snapshots,
        total: chainHead(store, cluster)?.seq ?? 0,
        ...(found.length > limit ? { next: snapshots.at(-1)?.seq } : {}),
        ...(store.readOnly === undefined ? {} : { notKept: store.readOnly }),
      };
    });
  },

  detail(store: Store, cluster: string, seq: number): SnapshotDetail {
    return inOneState(store, () => ({
      ...snapshotItem(store, cluster, snapshotOf(store, cluster, seq)),
      openGaps: gapsOfSnapshot(store, cluster, seq) ?? null,
    }));
  },

  exportFile: exportSnapshotFile,
  noteExported: noteSnapshotExported,
  note: addNote,
  sign(store: Store, cluster: string, seq: number, signOff: Omit<SignOff, 'at'>, who: TrailActor): void {
    signSnapshot(store, cluster, seq, signOff, who);
  },

  /** Writes down that a result left, where its file is made elsewhere. */
  exported(store: Store, cluster: string, what: Readonly<Record<string, string>>, who: TrailActor): void {
    inTransaction(store, () => addTrailLine(store, who, { action: 'result-exported', cluster, what }));
  },

  async chain(store: Store, cluster: string): Promise<ChainReport> {
    const { checkedAt, database, trail, chains, files, damaged } = await checkStore(store, cluster);
    const [chain] = chains;
    return {
      checkedAt,
      links: chain?.links ?? 0,
      head: chain?.head ?? null,
      ...(chain?.problem === undefined ? {} : { problem: chain.problem }),
      files,
      damaged: damaged.map(({ cluster: _, ...found }) => found),
      trail,
      database,
    };
  },

  trail(
    store: Store,
    page: { readonly cluster?: string | undefined; readonly before?: number | undefined; readonly limit: number },
  ): AuditTrail {
    return inOneState(store, () => trailPage(store, page));
  },

  /** The whole trail; its last line is about that. */
  exportTrail(store: Store, who: TrailActor): Uint8Array<ArrayBuffer> {
    inTransaction(store, () => addTrailLine(store, who, { action: 'trail-exported', what: {} }));
    return new TextEncoder().encode(inOneState(store, () => [...trailText(store)].join('')));
  },

  /** What a server does now and then. Nothing of it where nothing can be written. */
  tidy(store: Store, retention: Retention): { readonly orphans: number; readonly removed: number } {
    if (store.readOnly !== undefined) return { orphans: 0, removed: 0 };
    return { orphans: removeOrphans(store), removed: applyRetention(store, retention, { via: 'server' }) };
  },

  async check(store: Store): Promise<StoreCheck & { readonly sound: boolean }> {
    const check = await checkStore(store);
    return { ...check, sound: isSound(check) };
  },
} as const;

export type CallName = keyof typeof CALLS;
type Rest<Parameters extends readonly unknown[]> = Parameters extends readonly [Store, ...infer More] ? More : never;
export type CallArguments<Name extends CallName> = Rest<Parameters<(typeof CALLS)[Name]>>;
export type CallResult<Name extends CallName> = Awaited<ReturnType<(typeof CALLS)[Name]>>;

export function snapshotItem(store: Store, cluster: string, kept: KeptSnapshot): SnapshotItem {
  const { link, keptAt, facts, files, removedAt } = kept;
  return {
    seq: link.seq,
    taken: link.taken,
    keptAt,
    evidence: link.evidence,
    link: link.hash,
    prev: link.prev,
    files,
    ...(removedAt === undefined ? {} : { removedAt }),
    ...remarksOf(store, cluster, link.seq),
    ...facts,
  };
}

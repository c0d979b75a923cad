import { RingfenceError } from '#lib/api/errors.ts';
import { SIGN_STEPS, type SignOff, type SnapshotNote } from '#lib/api/snapshot-schemas.ts';
import { STORE } from '#lib/text/en/store.ts';
import { snapshotOf } from './snapshots.ts';
import { inTransaction, type Store } from './store.ts';
import { addTrailLine } from './trail.ts';
import type { TrailActor } from './trail-line.ts';

/** What people say of a snapshot. It adds lines beside it and never changes it. */
export interface Remarks {
  /** Oldest first. */
  readonly notes: readonly SnapshotNote[];
  readonly signOffs: readonly SignOff[];
}

export function remarksOf({ db }: Store, cluster: string, seq: number): Remarks {
  const notes = db
    .prepare('SELECT at, by, text FROM notes WHERE cluster = ? AND seq = ? ORDER BY id')
    .all(cluster, seq);
  const signed = db
    .prepare('SELECT step, role, name, comment, at FROM sign_offs WHERE cluster = ? AND seq = ?')
    .all(cluster, seq) as unknown as readonly (Omit<SignOff, 'comment'> & { comment: string | null })[];
  const signOffs = SIGN_STEPS.flatMap((step) => {
    const found = signed.find((each) => each.step === step);
    if (found === undefined) return [];
    const { comment, ...rest } = found;
    return [{ ...rest, ...(comment === null ? {} : { comment }) }];
  });
  return { notes: notes.map((note) => ({ ...(note as unknown as SnapshotNote) })), signOffs };
}

/** Throws NOT_FOUND, NOT_WRITABLE. */
export function addNote(
  store: Store,
  cluster: string,
  seq: number,
  { by, text }: Pick<SnapshotNote, 'by' | 'text'>,
  who: TrailActor,
): void {
  inTransaction(store, () => {
    const { link } = snapshotOf(store, cluster, seq);
    store.db
      .prepare('INSERT INTO notes (cluster, seq, at, by, text) VALUES (?, ?, ?, ?, ?)')
      .run(cluster, seq, store.now(), by, text);
    addTrailLine(store, who, {
      action: 'snapshot-noted',
      cluster,
      what: { snapshot: seq, link: link.hash, note: text },
    });
  });
}

/**
 * Each step once, and none before the one before it. Throws NOT_FOUND, CONFLICT for one that is signed, BAD_REQUEST for one
 * whose turn has not come, NOT_WRITABLE.
 */
export function signSnapshot(
  store: Store,
  cluster: string,
  seq: number,
  { step, role, name, comment }: Omit<SignOff, 'at'>,
  who: TrailActor,
): void {
  inTransaction(store, () => {
    const { link } = snapshotOf(store, cluster, seq);
    const signed = new Set(remarksOf(store, cluster, seq).signOffs.map((each) => each.step));
    if (signed.has(step)) throw new RingfenceError('CONFLICT', STORE.signedAlready(step));
    const before = SIGN_STEPS[SIGN_STEPS.indexOf(step) - 1];
    if (before !== undefined && !signed.has(before)) {
      throw new RingfenceError('BAD_REQUEST', STORE.signOrder(before));
    }
    store.db
      .prepare('INSERT INTO sign_offs (cluster, seq, step, role, name, comment, at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(cluster, seq, step, role, name, comment ?? null, store.now());
    addTrailLine(store, who, {
      action: 'snapshot-signed',
      cluster,
      what: { snapshot: seq, link: link.hash, step, role, name, ...(comment === undefined ? {} : { comment }) },
    });
  });
}

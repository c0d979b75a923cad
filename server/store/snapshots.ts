import { RingfenceError } from '#lib/api/errors.ts';
import type { KeptGap, SnapshotFacts } from '#lib/api/snapshot-facts.ts';
import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import type { GapReport } from '#lib/gdpr/types.ts';
import { STORE } from '#lib/text/en/store.ts';
import { type ChainLink, linkHash } from '#server/report/evidence/chain-link.ts';
import { type Blob, hasBlob, readBlob, writeBlob } from './blobs.ts';
import { inTransaction, type Store } from './store.ts';
import { addTrailLine } from './trail.ts';
import { hashOfText, type TrailActor } from './trail-line.ts';
import type { HashedChainLink } from './verify-chain.ts';

/** The files of a snapshot, as they are called when they are taken away. */
export const SNAPSHOT_FILES = { evidence: 'evidence.json', pdf: 'snapshot.pdf' } as const;

export type FileContent = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Where a chain stands. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export interface NewSnapshot {
  /** Sealed over the head that was read before: `seq` and `prev` say which. */
  readonly link: ChainLink;
  /** Name and content; `evidence.json` has the link's hash. */
  readonly files: readonly { readonly name: string; readonly content: FileContent }[];
  readonly facts: Omit<SnapshotFacts, 'against' | 'clock'>;
  readonly gaps: readonly KeptGap[];
}

export interface SnapshotFile extends Blob {
  readonly name: string;
}

/** One snapshot as it is kept. */
export interface KeptSnapshot {
  readonly link: HashedChainLink;
  /** By this machine's clock; `link.taken` is the source's. */
  readonly keptAt: string;
  readonly facts: SnapshotFacts;
  /** Empty where retention has taken them. */
  readonly files: readonly SnapshotFile[];
  readonly removedAt?: string | undefined;
}

interface SnapshotRow {
  readonly seq: number;
  readonly prev: string | null;
  readonly evidence: string;
  readonly taken: string;
  readonly hash: string;
  readonly kept_at: string;
  readonly facts: string;
  readonly removed_at: string | null;
}

/** The last link of a cluster's chain; undefined before the first. */
export function chainHead({ db }: Store, cluster: string): ChainHead | undefined {
  const sql = 'SELECT seq, hash FROM links WHERE cluster = ? ORDER BY seq DESC LIMIT 1';
  return db.prepare(sql).get(cluster) as unknown as ChainHead | undefined;
}

/** All links of a cluster in order. */
export function chainLinks({ db }: Store, cluster: string): Iterable<HashedChainLink> {
  const sql = 'SELECT seq, prev, evidence, taken, hash FROM links WHERE cluster = ? ORDER BY seq';
  return db.prepare(sql).iterate(cluster) as unknown as Iterable<HashedChainLink>;
}

/**
 * Keeps a snapshot: its files first, then link, facts and a line of the trail in one transaction. A kill before its end
 * leaves files that nothing names, which go at the next start. Throws CONFLICT where the chain has grown since its head was
 * read (seal again), NOT_WRITABLE.
 */
export async function keepSnapshot(
  store: Store,
  cluster: string,
  snapshot: NewSnapshot,
  who: TrailActor,
): Promise<KeptSnapshot> {
  const { link } = snapshot;
  assertNext(link, chainHead(store, cluster)); // before megabytes are written for nothing
  const files: SnapshotFile[] = [];
  for (const { name, content } of snapshot.files) files.push({ name, ...(await writeBlob(store, content)) });
  const evidence = files.find(({ name }) => name === SNAPSHOT_FILES.evidence);
  if (evidence?.hash !== link.evidence) throw new Error('the link does not name the evidence that was given');
  return inTransaction(store, () => {
    assertNext(link, chainHead(store, cluster));
    // Another process clears away what nobody names: in its transaction, so that it cannot happen behind this one.
    if (!files.every(({ hash }) => hasBlob(store, hash))) throw new RingfenceError('CONFLICT', STORE.headMoved);
    const { db, now } = store;
    const { seq, prev, evidence, taken } = link;
    const hash = linkHash(link);
    const keptAt = now();
    const facts = { ...snapshot.facts, ...sinceLast(store, cluster, snapshot) };
    db.prepare('INSERT INTO links (cluster, seq, prev, evidence, taken, hash) VALUES (?, ?, ?, ?, ?, ?)').run(
      ...[cluster, seq, prev, evidence, taken, hash],
    );
    const [factsText, gapsText] = [JSON.stringify(facts), JSON.stringify(snapshot.gaps)];
    db.prepare('INSERT INTO snapshots (cluster, seq, kept_at, facts, gaps) VALUES (?, ?, ?, ?, ?)').run(
      ...[cluster, seq, keptAt, factsText, gapsText],
    );
    const insertFile = db.prepare('INSERT INTO files (cluster, seq, name, hash, bytes) VALUES (?, ?, ?, ?, ?)');
    for (const file of files) insertFile.run(cluster, seq, file.name, file.hash, file.bytes);
    const { scope, reason } = facts;
    addTrailLine(store, who, {
      action: 'snapshot-taken',
      cluster,
      what: {
        snapshot: seq,
        link: hash,
        ...Object.fromEntries(files.map((file) => [file.name, file.hash])),
        facts: hashOfText(factsText),
        gaps: hashOfText(gapsText),
        scope: scope ?? 'all',
        ...(reason === undefined ? {} : { reason }),
      },
    });
    return { link: { ...link, hash }, keptAt, facts, files };
  });
}

function assertNext({ seq, prev }: ChainLink, head: ChainHead | undefined): void {
  if (seq !== (head?.seq ?? 0) + 1 || prev !== (head?.hash ?? null)) {
    throw new RingfenceError('CONFLICT', STORE.headMoved);
  }
}

/** What became of the gaps, and whether the clock went on. */
function sinceLast(
  store: Store,
  cluster: string,
  { link, gaps, facts }: NewSnapshot,
): Pick<SnapshotFacts, 'against' | 'clock'> {
  const last = findSnapshot(store, cluster, link.seq - 1);
  if (last === undefined) return {};
  const isBehind = Date.parse(link.taken) < Date.parse(last.link.taken);
  const clock = isBehind ? { clock: STORE.clockBack(link.taken, last.link.taken) } : {};
  const seq = lastOfScope(store, cluster, link.seq, facts.scope);
  const before = seq === undefined ? undefined : gapsOfSnapshot(store, cluster, seq);
  if (seq === undefined || before === undefined) return clock;
  const { opened, closed, changed } = diffKeptGaps(before, gaps);
  return {
    against: { seq, opened: opened.length, closed: closed.length, changed: changed.length },
    ...clock,
  };
}

/** The newest before `seq` that tells of the same namespaces: against another one, what it leaves out would be closed. */
export function lastOfScope(
  { db }: Store,
  cluster: string,
  seq: number,
  scope: SnapshotFacts['scope'],
): number | undefined {
  const sql = `SELECT seq FROM snapshots WHERE cluster = ? AND seq < ? AND gaps IS NOT NULL
    AND facts ->> '$.scope' IS ? ORDER BY seq DESC LIMIT 1`;
  const wanted = scope === undefined ? null : JSON.stringify(scope);
  return (db.prepare(sql).get(cluster, seq, wanted) as { seq: number } | undefined)?.seq;
}

/** As `diffGaps`, which looks at nothing else of a gap. */
export function diffKeptGaps(before: readonly KeptGap[], after: readonly KeptGap[]) {
  return diffGaps({ gaps: before } as unknown as GapReport, { gaps: after } as unknown as GapReport);
}

const COLUMNS = 'seq, prev, evidence, taken, hash, kept_at, facts, removed_at';
const FROM = 'FROM snapshots JOIN links USING (cluster, seq)';

export function findSnapshot(store: Store, cluster: string, seq: number): KeptSnapshot | undefined {
  const row = store.db.prepare(`SELECT ${COLUMNS} ${FROM} WHERE cluster = ? AND seq = ?`).get(cluster, seq);
  return row === undefined ? undefined : keptSnapshot(store, cluster, row as unknown as SnapshotRow);
}

/** Throws NOT_FOUND. */
export function snapshotOf(store: Store, cluster: string, seq: number): KeptSnapshot {
  const found = findSnapshot(store, cluster, seq);
  if (found === undefined) throw new RingfenceError('NOT_FOUND', STORE.noSuchSnapshot(seq));
  return found;
}

/** Newest first, below `before`. */
export function listSnapshots(
  store: Store,
  cluster: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): readonly KeptSnapshot[] {
  const sql = `SELECT ${COLUMNS} ${FROM} WHERE cluster = ? AND seq < ? ORDER BY seq DESC LIMIT ?`;
  const rows = store.db.prepare(sql).all(cluster, before ?? Number.MAX_SAFE_INTEGER, limit);
  return rows.map((row) => keptSnapshot(store, cluster, row as unknown as SnapshotRow));
}

function keptSnapshot({ db }: Store, cluster: string, row: SnapshotRow): KeptSnapshot {
  const { seq, prev, evidence, taken, hash, kept_at: keptAt, removed_at: removedAt } = row;
  const files = db
    .prepare('SELECT name, hash, bytes FROM files WHERE cluster = ? AND seq = ? ORDER BY name')
    .all(cluster, seq) as unknown as readonly SnapshotFile[];
  return {
    link: { seq, prev, evidence, taken, hash },
    keptAt,
    facts: JSON.parse(row.facts) as SnapshotFacts,
    files: files.map((file) => ({ ...file })),
    ...(removedAt === null ? {} : { removedAt }),
  };
}

/** Undefined where retention has taken them. */
export function gapsOfSnapshot({ db }: Store, cluster: string, seq: number): readonly KeptGap[] | undefined {
  const sql = 'SELECT gaps FROM snapshots WHERE cluster = ? AND seq = ?';
  const { gaps } = (db.prepare(sql).get(cluster, seq) ?? { gaps: null }) as { gaps: string | null };
  return gaps === null ? undefined : (JSON.parse(gaps) as readonly KeptGap[]);
}

/** One file of a snapshot, checked against its hash. Throws NOT_FOUND, DAMAGED with the file's name. */
export async function readSnapshotFile(
  store: Store,
  cluster: string,
  seq: number,
  name: string,
): Promise<{ readonly file: SnapshotFile; readonly content: Uint8Array<ArrayBuffer> }> {
  const { files, link, removedAt } = snapshotOf(store, cluster, seq);
  if (removedAt !== undefined) throw new RingfenceError('NOT_FOUND', STORE.removed(seq, removedAt));
  const file = files.find((each) => each.name === name);
  if (file === undefined) throw new RingfenceError('NOT_FOUND', STORE.noSuchFile(seq, name));
  if (name === SNAPSHOT_FILES.evidence && file.hash !== link.evidence) {
    throw new RingfenceError('DAMAGED', STORE.check.notTheEvidence);
  }
  return { file, content: await readBlob(store, file) };
}

/** Takes a file away, and writes down who did. Throws as `readSnapshotFile`, NOT_WRITABLE. */
export async function exportSnapshotFile(
  store: Store,
  cluster: string,
  seq: number,
  name: string,
  who: TrailActor,
): Promise<Uint8Array<ArrayBuffer>> {
  const { file, content } = await readSnapshotFile(store, cluster, seq, name);
  noteSnapshotExported(store, cluster, { seq, file: name, sha256: file.hash }, who);
  return content;
}

/** Writes down that a file of a snapshot left, or one that was made of them. Throws NOT_WRITABLE. */
export function noteSnapshotExported(
  store: Store,
  cluster: string,
  { seq, file, sha256 }: { readonly seq: number; readonly file: string; readonly sha256: string },
  who: TrailActor,
): void {
  inTransaction(store, () =>
    addTrailLine(store, who, { action: 'snapshot-exported', cluster, what: { snapshot: seq, file, sha256 } }),
  );
}

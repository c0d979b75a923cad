import { STORE } from '#lib/text/en/store.ts';
import type { DamagedFile } from './integrity.ts';
import { SNAPSHOT_FILES } from './snapshots.ts';
import type { Store } from './store.ts';
import { hashOfText, type TrailLine } from './trail-line.ts';

const TOLD = ['snapshot-taken', 'snapshot-noted', 'snapshot-signed', 'snapshot-removed'];

/** What else than files is told of a snapshot that was taken. */
const NO_FILE: ReadonlySet<string> = new Set(['snapshot', 'link', 'scope', 'reason', 'facts', 'gaps']);

interface Row {
  readonly cluster: string;
  readonly seq: number;
  readonly link: string;
  readonly evidence: string;
  readonly removed: string | null;
  readonly keptAt: string;
  readonly facts: string;
  readonly gaps: string | null;
}

/**
 * What is kept of each snapshot beside its chain, held against the chain and the trail: files, notes, signatures, removals.
 * Whoever alters a row of the database has to alter both. The trail itself is recomputed elsewhere.
 */
export function differencesFromTrail(store: Store, only?: string): readonly DamagedFile[] {
  const { db } = store;
  const lines = linesBySnapshot(store);
  const rows = db
    .prepare(
      `SELECT cluster, seq, hash AS link, evidence, removed_at AS removed, kept_at AS keptAt, facts, gaps FROM links JOIN snapshots USING (cluster, seq)
      WHERE ? IS NULL OR cluster = ? ORDER BY cluster, seq`,
    )
    .all(only ?? null, only ?? null) as unknown as readonly Row[];
  const filesOf = db.prepare('SELECT name, hash FROM files WHERE cluster = ? AND seq = ?');
  const notesOf = db.prepare('SELECT text, by, at FROM notes WHERE cluster = ? AND seq = ? ORDER BY id');
  const signedOf = db.prepare('SELECT step, role, name, comment, at FROM sign_offs WHERE cluster = ? AND seq = ?');
  return rows.flatMap(({ cluster, seq, link, evidence, removed, keptAt, facts, gaps }) => {
    const found: DamagedFile[] = [];
    const tell = (name: string, message: string): void => void found.push({ cluster, seq, name, message });
    const told = lines.get(keyOf(cluster, seq)) ?? [];
    const linesOf = (action: string) => told.filter((line) => line.action === action);
    const whatOf = (action: string) => linesOf(action).map(({ what }) => what);
    const files = new Map(filesOf.all(cluster, seq).map(({ name, hash }) => [String(name), String(hash)]));
    const { evidence: evidenceFile } = SNAPSHOT_FILES;
    if (removed === null && files.get(evidenceFile) !== evidence) tell(evidenceFile, STORE.check.notTheEvidence);
    const [taken, ...others] = whatOf('snapshot-taken');
    if (taken === undefined || others.length > 0 || taken.link !== link) tell('chain', STORE.check.notTaken);
    if (linesOf('snapshot-taken').some(({ at }) => !isThen(keptAt, at))) tell('chain', STORE.check.notAsTold);
    if (isOther(facts, taken?.facts)) tell('facts', STORE.check.notAsTold);
    if (gaps !== null && isOther(gaps, taken?.gaps)) tell('gaps', STORE.check.notAsTold);
    if (taken !== undefined && removed === null) {
      const named = Object.fromEntries(Object.entries(taken).filter(([name]) => !NO_FILE.has(name)));
      for (const name of new Set([...Object.keys(named), ...files.keys()])) {
        if (named[name] !== files.get(name)) tell(name, STORE.check.notAsTold);
      }
    }
    if ((removed === null ? 0 : 1) !== whatOf('snapshot-removed').length) tell('files', STORE.check.notAsTold);
    if (!areAlike(notesOf.all(cluster, seq), linesOf('snapshot-noted'), isNote)) tell('notes', STORE.check.notAsTold);
    const signed = linesOf('snapshot-signed');
    if (!areAlike(signedOf.all(cluster, seq), signed, isSignature)) tell('signatures', STORE.check.notAsTold);
    return found;
  });
}

function linesBySnapshot(store: Store): ReadonlyMap<string, readonly TrailLine[]> {
  const lines = new Map<string, TrailLine[]>();
  for (const line of linesOfTrail(store)) {
    if (line.cluster === undefined || !TOLD.includes(line.action)) continue;
    const key = keyOf(line.cluster, Number(line.what.snapshot));
    lines.set(key, [...(lines.get(key) ?? []), line]);
  }
  return lines;
}

/** The lines that can be read, in order. One that cannot is named where the trail is recomputed. */
export function* linesOfTrail({ db }: Store): Generator<TrailLine> {
  for (const { line } of db.prepare('SELECT line FROM trail ORDER BY seq').iterate()) {
    const parsed = parse(String(line));
    if (parsed?.what !== undefined) yield parsed;
  }
}

const keyOf = (cluster: string, seq: number): string => JSON.stringify([cluster, seq]);

/** Lines of earlier versions tell no hash. */
const isOther = (text: string, told: unknown): boolean => told !== undefined && told !== hashOfText(text);

type KeptRow = Readonly<Record<string, unknown>>;

/** Each row is told by one line, which tells of no other. */
function areAlike(
  rows: readonly KeptRow[],
  lines: readonly TrailLine[],
  isLike: (row: KeptRow, line: TrailLine) => boolean,
): boolean {
  const left = [...lines];
  const found = rows.every((row) => {
    const at = left.findIndex((line) => isLike(row, line) && isThen(row.at, line.at));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return found && left.length === 0;
}

function isNote({ text, by }: KeptRow, { what, who }: TrailLine): boolean {
  return text === what.note && (who.said === undefined || who.said === by);
}

function isSignature(row: KeptRow, { what }: TrailLine): boolean {
  return ['step', 'role', 'name', 'comment'].every((key) => (row[key] ?? null) === (what[key] ?? null));
}

/** A row and its line are written together, each with its own time. */
const TOGETHER_MS = 60_000;

function isThen(kept: unknown, told: string): boolean {
  return Math.abs(Date.parse(String(kept)) - Date.parse(told)) <= TOGETHER_MS;
}

function parse(line: string): TrailLine | undefined {
  try {
    return JSON.parse(line) as TrailLine;
  } catch {
    return undefined;
  }
}

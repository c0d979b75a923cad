import type { Store } from './store.ts';
import {
  type HashedTrailLine,
  hashOfText,
  type TrailActor,
  type TrailCheck,
  type TrailLine,
  textOfLine,
  verifyTrail,
} from './trail-line.ts';

interface Row {
  readonly seq: number;
  readonly hash: string;
  readonly line: string;
}

/** Adds a line, inside the transaction of what it tells of: neither is there without the other. */
export function addTrailLine(
  { db, now }: Store,
  who: TrailActor,
  { action, cluster, what }: Pick<TrailLine, 'action' | 'cluster' | 'what'>,
): void {
  const last = db.prepare('SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1').get() as Row | undefined;
  const line: TrailLine = {
    seq: (last?.seq ?? 0) + 1,
    prev: last?.hash ?? null,
    at: now(),
    who,
    action,
    ...(cluster === undefined ? {} : { cluster }),
    what,
  };
  const text = textOfLine(line);
  db.prepare('INSERT INTO trail (seq, cluster, hash, line) VALUES (?, ?, ?, ?)').run(
    line.seq,
    cluster ?? null,
    hashOfText(text),
    text,
  );
}

export interface TrailPage {
  /** Newest first. */
  readonly lines: readonly HashedTrailLine[];
  /** Of the whole trail, or of the cluster asked for. */
  readonly total: number;
  /** Pass as `before` for what is older; absent: there is no older. */
  readonly next?: number | undefined;
}

/** Lines below `before`, newest first. */
export function trailPage(
  { db }: Store,
  { cluster, before, limit }: { readonly cluster?: string; readonly before?: number; readonly limit: number },
): TrailPage {
  const asked = [cluster ?? null, cluster ?? null] as const;
  const rows = db
    .prepare('SELECT seq, hash, line FROM trail WHERE (? IS NULL OR cluster = ?) AND seq < ? ORDER BY seq DESC LIMIT ?')
    .all(...asked, before ?? Number.MAX_SAFE_INTEGER, limit + 1) as unknown as readonly Row[];
  const { total } = db
    .prepare('SELECT count(*) AS total FROM trail WHERE (? IS NULL OR cluster = ?)')
    .get(...asked) as {
    total: number;
  };
  const lines = rows.slice(0, limit).map(hashedLine);
  return { lines, total, ...(rows.length > limit ? { next: lines.at(-1)?.seq } : {}) };
}

/** The whole trail from the first line on, as it is exported: canonical JSON with the hash, one line each. */
export function* trailText({ db }: Store): Generator<string> {
  for (const row of db.prepare('SELECT seq, hash, line FROM trail ORDER BY seq').iterate()) {
    yield `${JSON.stringify(hashedLine(row as unknown as Row))}\n`;
  }
}

/** Recomputes the kept trail. */
export function checkTrail({ db }: Store): TrailCheck {
  const rows = db.prepare('SELECT seq, hash, line FROM trail ORDER BY seq').iterate();
  return verifyTrail(
    (function* () {
      for (const row of rows) {
        const { seq, hash, line } = row as unknown as Row;
        const parsed = parse(line);
        // The number in the row orders the lines; one that is not that of the line was put there.
        yield parsed === undefined || parsed.seq !== seq ? {} : { ...parsed, hash };
      }
    })(),
  );
}

function hashedLine({ hash, line }: Row): HashedTrailLine {
  return { ...(JSON.parse(line) as TrailLine), hash };
}

function parse(line: string): TrailLine | undefined {
  try {
    return JSON.parse(line) as TrailLine;
  } catch {
    return undefined;
  }
}

import type { DatabaseSync } from 'node:sqlite';

/** In the header of the file: "RFNC". A database of somebody else is not ours to change. */
export const APPLICATION_ID = 0x52464e43;

/**
 * The steps from nothing to today's tables, oldest first; `PRAGMA user_version` counts those that were taken. A step that
 * was once released is never changed: a new one is added.
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- The chain of each cluster. It only grows; triggers hold that against our own mistakes, hashes against everybody's.
  CREATE TABLE links (
    cluster TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    prev TEXT,
    evidence TEXT NOT NULL,
    taken TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (cluster, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER a_link_is_never_changed BEFORE UPDATE ON links
    BEGIN SELECT RAISE(ABORT, 'a link is never changed'); END;
  CREATE TRIGGER a_link_is_never_removed BEFORE DELETE ON links
    BEGIN SELECT RAISE(ABORT, 'a link is never removed'); END;

  -- What lists show of a snapshot, so that no evidence has to be read for them. Times are RFC 3339.
  CREATE TABLE snapshots (
    cluster TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kept_at TEXT NOT NULL,
    facts TEXT NOT NULL,
    gaps TEXT,
    removed_at TEXT,
    PRIMARY KEY (cluster, seq),
    FOREIGN KEY (cluster, seq) REFERENCES links (cluster, seq)
  ) STRICT, WITHOUT ROWID;

  -- The files of a snapshot: the hash names a blob. Retention takes the rows, and the blobs that no row names.
  CREATE TABLE files (
    cluster TEXT NOT NULL,
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (cluster, seq, name),
    FOREIGN KEY (cluster, seq) REFERENCES snapshots (cluster, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX files_by_hash ON files (hash);

  CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    cluster TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    text TEXT NOT NULL,
    FOREIGN KEY (cluster, seq) REFERENCES snapshots (cluster, seq)
  ) STRICT;
  CREATE INDEX notes_by_snapshot ON notes (cluster, seq);

  CREATE TABLE sign_offs (
    cluster TEXT NOT NULL,
    seq INTEGER NOT NULL,
    step TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    comment TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (cluster, seq, step),
    FOREIGN KEY (cluster, seq) REFERENCES snapshots (cluster, seq)
  ) STRICT, WITHOUT ROWID;

  -- Withdrawn ones stay: who accepted what and when can be told later, and no id is given twice.
  CREATE TABLE waivers (
    cluster TEXT NOT NULL,
    id TEXT NOT NULL,
    waiver TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT,
    PRIMARY KEY (cluster, id)
  ) STRICT, WITHOUT ROWID;

  -- Every text that was kept; the last is in force, and an empty one means none.
  CREATE TABLE data_maps (
    cluster TEXT NOT NULL,
    seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (cluster, seq)
  ) STRICT, WITHOUT ROWID;

  -- The audit trail of the data folder: canonical JSON, each line naming the hash of the one before.
  CREATE TABLE trail (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    cluster TEXT,
    hash TEXT NOT NULL,
    line TEXT NOT NULL
  ) STRICT;
  CREATE INDEX trail_by_cluster ON trail (cluster, seq);
  CREATE TRIGGER a_line_is_never_changed BEFORE UPDATE ON trail
    BEGIN SELECT RAISE(ABORT, 'a line of the trail is never changed'); END;
  CREATE TRIGGER a_line_is_never_removed BEFORE DELETE ON trail
    BEGIN SELECT RAISE(ABORT, 'a line of the trail is never removed'); END;

  -- Files of earlier versions whose content is in these tables by now.
  CREATE TABLE taken_over (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Where the boxes of the map stood last, by view, so that a restart moves none. drawn counts up with each picture.
  CREATE TABLE map_places (
    cluster TEXT NOT NULL,
    view TEXT NOT NULL,
    drawn INTEGER NOT NULL,
    places TEXT NOT NULL,
    PRIMARY KEY (cluster, view)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Names under which a server had clusters open, whether or not anything of them is kept.
  CREATE TABLE names (cluster TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
];

/** Takes the steps that are missing, each in a transaction of its own; another process may be at it too. */
export function migrate(db: DatabaseSync, steps: readonly string[] = MIGRATIONS): void {
  for (;;) {
    db.exec('BEGIN IMMEDIATE');
    try {
      const version = versionOf(db);
      const step = steps[version];
      if (step !== undefined) {
        db.exec(step);
        db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
        db.exec(`PRAGMA user_version = ${version + 1}`);
      }
      db.exec('COMMIT');
      if (step === undefined) return;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}

export function versionOf(db: DatabaseSync): number {
  return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}

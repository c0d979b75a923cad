import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';
import { DATABASE_FILE } from '#server/data-dir.ts';
import { closeFolder, FOLDER_MODE } from './close-folder.ts';
import { APPLICATION_ID, MIGRATIONS, migrate, versionOf } from './migrations.ts';
import { storeError } from './store-error.ts';

const FILE_MODE = 0o600;
/** Writing takes some ms; a process that holds the lock for longer hangs. */
const BUSY_MS = 5_000;
/** SQLite's result code. */
const NOT_A_DATABASE = 26;

/**
 * The data folder as one process or thread has it open: a database beside content-addressed files. Several may have it
 * open at once; who writes holds SQLite's lock for some milliseconds.
 */
export interface Store {
  readonly dataDir: string;
  readonly db: DatabaseSync;
  /** Why nothing can be kept; undefined where it can. */
  readonly readOnly: string | undefined;
  /** RFC 3339, by this machine's clock. */
  readonly now: () => string;
  readonly close: () => void;
}

export interface StoreOptions {
  readonly now?: () => string;
  /** Only to look: nothing is made, changed or migrated. */
  readonly look?: boolean;
  /** For tests of migrations. */
  readonly migrations?: readonly string[];
}

/**
 * Opens the store of a data folder, and makes it where it is not there. A folder that cannot be written to is opened to
 * be read, and says so in `readOnly`.
 *
 * WAL, so that pages read while something is written, with `synchronous=FULL`: each commit is on the disk before it is
 * told (`NORMAL` would lose the last ones with the power, though nothing would be torn).
 *
 * Throws NEWER_STORE for a database of a newer version, DAMAGED for a file that is none or not ours: both are left as
 * they are.
 */
export function openStore(dataDir: string, options: StoreOptions = {}): Store {
  const file = join(dataDir, DATABASE_FILE);
  const { now = () => new Date().toISOString(), migrations = MIGRATIONS } = options;
  const opened = (db: DatabaseSync, readOnly: string | undefined, forget?: () => void): Store => ({
    dataDir,
    db,
    readOnly,
    now,
    close: () => {
      db.close();
      forget?.();
    },
  });
  try {
    if (existsSync(file)) checkOrigin(file, migrations.length);
    const reason = options.look === true ? STORE.onlyLooked : whyUnwritable(dataDir, file);
    if (reason === undefined) return opened(openToWrite(file, migrations), undefined);
    if (!existsSync(file)) return opened(emptyDatabase(migrations), reason);
    const looking = openToLook(file, migrations.length);
    if (looking !== undefined) return opened(looking, reason);
    const { db, forget } = openCopy(file, migrations);
    return opened(db, reason, forget);
  } catch (error) {
    throw storeError(error, file);
  }
}

/** Everything that `work` writes, or nothing of it. Throws NOT_WRITABLE, DAMAGED, and whatever `work` throws. */
export function inTransaction<Result>(store: Store, work: () => Result): Result {
  const { db, dataDir, readOnly } = store;
  if (readOnly !== undefined) throw new RingfenceError('NOT_WRITABLE', readOnly);
  try {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  } catch (error) {
    throw storeError(error, join(dataDir, DATABASE_FILE));
  }
}

/** Reads that belong together see one state. */
export function inOneState<Result>({ db, dataDir }: Store, work: () => Result): Result {
  try {
    db.exec('BEGIN');
    try {
      return work();
    } finally {
      if (db.isTransaction) db.exec('COMMIT');
    }
  } catch (error) {
    throw storeError(error, join(dataDir, DATABASE_FILE));
  }
}

/**
 * Who wrote it, before anything is written. Asked by SQLite, never by a file handle of ours: to close one would drop the
 * locks that other connections of this process hold on the file (sqlite.org/howtocorrupt.html, 2.2).
 */
function checkOrigin(file: string, known: number): void {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
    checkVersion(file, applicationOf(db), versionOf(db), known);
  } catch (error) {
    const { errcode = 0 } = error as { errcode?: number };
    if ((errcode & 0xff) === NOT_A_DATABASE) throw new RingfenceError('DAMAGED', STORE.notADatabase(file));
    if (errcode === 0) throw error;
    // It may not be looked at without files beside it: whoever opens it next says what is wrong.
  } finally {
    db?.close();
  }
}

function applicationOf(db: DatabaseSync): number {
  return (db.prepare('PRAGMA application_id').get() as { application_id: number }).application_id;
}

function checkVersion(file: string, application: number, version: number, known: number): void {
  if (application !== 0 && application !== APPLICATION_ID) throw new RingfenceError('DAMAGED', STORE.notOurs(file));
  if (version > known) throw new RingfenceError('NEWER_STORE', STORE.newer(file, version, known));
}

/** Undefined where it can be written to. */
function whyUnwritable(dataDir: string, file: string): string | undefined {
  try {
    mkdirSync(dataDir, { recursive: true, mode: FOLDER_MODE });
    closeFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    if (existsSync(file)) accessSync(file, constants.W_OK);
    else makeFile(file);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return STORE.readOnly(dataDir, message.split(',', 1)[0] ?? message);
  }
}

/** SQLite would make it readable for others; what it lays beside it takes this mode over. */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', FILE_MODE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was faster
  }
}

function openToWrite(file: string, migrations: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    checkVersion(file, applicationOf(db), versionOf(db), migrations.length);
    untilFree(() => db.exec('PRAGMA journal_mode = WAL'));
    db.exec('PRAGMA synchronous = FULL');
    db.exec('PRAGMA fullfsync = ON'); // macOS: or the disk keeps it in its own memory
    db.exec('PRAGMA foreign_keys = ON');
    db.exec('PRAGMA trusted_schema = OFF');
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Changing the mode does not wait for its turn by itself. */
function untilFree(step: () => void): void {
  const giveUp = Date.now() + BUSY_MS;
  for (;;) {
    try {
      step();
      return;
    } catch (error) {
      if (((error as { errcode?: number }).errcode ?? 0) !== 5 || Date.now() > giveUp) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function openToLook(file: string, version: number): DatabaseSync | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
    if (versionOf(db) === version) return db;
  } catch {
    // WAL needs files beside the database, which cannot be made here
  }
  db?.close();
  return undefined;
}

/** What was committed and not yet checkpointed is in the second file. */
function openCopy(file: string, migrations: readonly string[]): { db: DatabaseSync; forget: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-store-'));
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', forget);
  const copy = join(folder, DATABASE_FILE);
  copyFileSync(file, copy);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  return {
    db: openToWrite(copy, migrations),
    forget: () => {
      process.off('exit', forget);
      forget();
    },
  };
}

function emptyDatabase(migrations: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  migrate(db, migrations);
  return db;
}

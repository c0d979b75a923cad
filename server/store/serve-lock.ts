import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';
import { openAtomicFile } from '#server/atomic-file.ts';
import { closeFolder } from './close-folder.ts';
import { openStore } from './store.ts';

const LOCK = 'serve.lock';
const HOLDER = 'serve.json';
/** `address`: where it answers, once it does. */
const holderSchema = z.object({ pid: z.int(), since: z.string(), address: z.string().optional() });
export type ServeHolder = z.output<typeof holderSchema>;

export interface ServeLock {
  readonly release: () => void;
}

/**
 * One `serve` to a data folder. The lock is the system's own, on an empty database that SQLite holds exclusively: it ends
 * with the process, however that ends, so that there is no stale one to take over and no process number to be mistaken.
 * Who holds it stands in a file beside it, only to be told. Undefined where the folder cannot be written to: then nothing
 * is kept, and nothing needs a lock. Throws USAGE where another holds it.
 */
export function lockForServe(
  dataDir: string,
  now: () => string = () => new Date().toISOString(),
): ServeLock | undefined {
  const file = join(dataDir, LOCK);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    // never opened where it is there: to close a handle would drop this process's own lock
    if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  } catch {
    return undefined;
  }
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = MEMORY'); // nothing is ever written
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (((error as { errcode?: number }).errcode ?? 0) !== 5) return undefined;
    throw new RingfenceError('USAGE', STORE.inUse(dataDir, holderOf(dataDir)));
  }
  tellHolder(dataDir, { pid: process.pid, since: now() });
  return {
    release: () => {
      rmSync(join(dataDir, HOLDER), { force: true });
      db.close();
    },
  };
}

/** Says where the server of a data folder answers, for commands beside it. The holder of the lock calls it. */
export function tellServeAddress(dataDir: string, address: string): void {
  const holder = readHolder(dataDir);
  if (holder?.pid === process.pid) tellHolder(dataDir, { ...holder, address });
}

/** The server that serves from the data folder; undefined where none does. For commands, never for the holder itself. */
export function runningServe(dataDir: string): ServeHolder | undefined {
  const file = join(dataDir, LOCK);
  if (!existsSync(file)) return undefined;
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return undefined;
  } catch {
    return readHolder(dataDir);
  } finally {
    db.close();
  }
}

function tellHolder(dataDir: string, holder: ServeHolder): void {
  try {
    const file = openAtomicFile(join(dataDir, HOLDER));
    file.write(`${JSON.stringify(holder)}\n`);
    file.commit('hasty'); // it tells of a process that is there
  } catch {
    // the lock holds without
  }
}

function holderOf(dataDir: string): string {
  const holder = readHolder(dataDir);
  return holder === undefined ? '' : STORE.holder(holder.pid, holder.since);
}

function readHolder(dataDir: string): ServeHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(join(dataDir, HOLDER), 'utf8')));
  } catch {
    return undefined;
  }
}

/** The launcher and the framework's start are two programs in one process: the second finds what the first has claimed. */
const CLAIMED = Symbol.for('ringfence.serve-lock');

/**
 * Makes the data folder this process's own to serve from, until it ends, and looks whether its store can be used. Gives
 * a warning where others may look into the folder. Throws USAGE where another serves from it, NEWER_STORE, DAMAGED.
 */
export function claimForServe(dataDir: string): string | undefined {
  const holder = globalThis as { [CLAIMED]?: Map<string, ServeLock | undefined> };
  holder[CLAIMED] ??= new Map();
  const claimed = holder[CLAIMED];
  if (claimed.has(dataDir)) return undefined;
  const lock = lockForServe(dataDir);
  try {
    openStore(dataDir).close();
  } catch (error) {
    lock?.release();
    throw error;
  }
  claimed.set(dataDir, lock);
  // the lock ends with the process anyhow; what is told of its holder would stay
  process.once('exit', () => lock?.release());
  const mode = closeFolder(dataDir);
  return mode === undefined ? undefined : STORE.openFolder(dataDir, mode);
}

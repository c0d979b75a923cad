import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';
import { openAtomicFile } from '#server/atomic-file.ts';
import { openStore } from './store.ts';

const LOCK = 'serve.lock';
const HOLDER = 'serve.json';
const holderSchema = z.object({ pid: z.int(), since: z.string() });

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

function tellHolder(dataDir: string, holder: z.output<typeof holderSchema>): void {
  try {
    const file = openAtomicFile(join(dataDir, HOLDER));
    file.write(`${JSON.stringify(holder)}\n`);
    file.commit();
  } catch {
    // the lock holds without
  }
}

function holderOf(dataDir: string): string {
  try {
    const { pid, since } = holderSchema.parse(JSON.parse(readFileSync(join(dataDir, HOLDER), 'utf8')));
    return STORE.holder(pid, since);
  } catch {
    return '';
  }
}

/** The launcher and the framework's start are two programs in one process: the second finds what the first has claimed. */
const CLAIMED = Symbol.for('ringfence.serve-lock');

/**
 * Makes the data folder this process's own to serve from, until it ends, and looks whether its store can be used. Throws
 * USAGE where another serves from it, NEWER_STORE, DAMAGED.
 */
export function claimForServe(dataDir: string): void {
  const holder = globalThis as { [CLAIMED]?: Map<string, ServeLock | undefined> };
  holder[CLAIMED] ??= new Map();
  const claimed = holder[CLAIMED];
  if (claimed.has(dataDir)) return;
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
}

import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that is there whole or not at all. */
export interface AtomicFile {
  write(content: string | Uint8Array): void;
  /**
   * Everything is on disk under its name, readable by its owner alone; what stood there before is gone only now.
   * `hasty`: not before the system writes it by itself, for what means nothing after a crash.
   */
  commit(how?: 'hasty'): void;
  /** Leaves what stood there before. */
  discard(): void;
}

const OWNER_ONLY = 0o600;

/**
 * Written beside `path`, on the same file system, and renamed at the end. A link stays a link to what is replaced; what
 * is no ordinary file (`/dev/stdout`, a named pipe) cannot be replaced and is written to. Everything throws as node:fs.
 */
export function openAtomicFile(path: string): AtomicFile {
  if (existsSync(path) && !statSync(path).isFile()) return openInPlace(path);
  const target = existsSync(path) ? realpathSync(path) : path;
  // A name that nobody can foresee and a file that is new: in a folder of many, somebody may have laid a link.
  const partial = join(dirname(target), `.ringfence-${randomUUID()}.partial`);
  const handle = openSync(partial, 'wx', OWNER_ONLY);
  let open = true;
  const close = (): void => {
    if (open) closeSync(handle);
    open = false;
  };
  const discard = (): void => {
    close();
    try {
      unlinkSync(partial);
    } catch {
      // renamed already
    }
  };
  process.once('exit', discard);
  return {
    write: (content) => writeWhole(handle, content),
    commit(how) {
      if (how !== 'hasty') fsyncSync(handle);
      close();
      renameSync(partial, target);
      process.off('exit', discard);
      if (how !== 'hasty') syncFolder(dirname(target));
    },
    discard() {
      discard();
      process.off('exit', discard);
    },
  };
}

function openInPlace(path: string): AtomicFile {
  const handle = openSync(path, 'w');
  const close = (): void => closeSync(handle);
  return { write: (content) => writeWhole(handle, content), commit: close, discard: close };
}

/** The system may take less than it is given. */
function writeWhole(handle: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

/** The new name is on disk too. Some systems and file systems do not let folders be opened; there it is as it is. */
export function syncFolder(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    if (fstatSync(handle).isDirectory()) fsyncSync(handle);
  } catch {
    // the file itself is safe
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

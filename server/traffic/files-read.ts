import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openAtomicFile } from '#server/atomic-file.ts';

/** In the data folder. */
export const FILES_READ = 'flow-files.json';
/** By its first bytes a file is told from another one of its name. */
const HEAD = 64 * 1024;

/** How far a file was read. */
export interface FileRead {
  readonly bytes: number;
  readonly lines: number;
}

/** How far each file of a cluster was read by an earlier server, so that what is kept of it is not counted twice. */
export interface FilesRead {
  /** Undefined: nothing of it was, or it is another file by now. A packed one counts as read only as a whole. */
  of(path: string): FileRead | undefined;
  keep(path: string, read: FileRead): void;
}

const known = z.record(
  z.string(),
  z.record(z.string(), z.object({ bytes: z.int(), lines: z.int(), head: z.string() })),
);
type Known = z.output<typeof known>;

/** @param under the name by which the cluster's flows are kept. */
export function openFilesRead(dataDir: string, under: string): FilesRead {
  const file = join(dataDir, FILES_READ);
  return {
    of(path) {
      const read = readKnown(file)[under]?.[path];
      if (read === undefined || statSync(path).size < read.bytes || headOf(path, read.bytes) !== read.head)
        return undefined;
      return { bytes: read.bytes, lines: read.lines };
    },
    keep(path, { bytes, lines }) {
      const all = readKnown(file);
      const entry = { bytes, lines, head: headOf(path, bytes) };
      const written = openAtomicFile(file);
      written.write(JSON.stringify({ ...all, [under]: { ...all[under], [path]: entry } } satisfies Known));
      written.commit();
    },
  };
}

/** Where the store is not there nothing of any file is kept, whatever was read of it. Throws where it cannot be deleted. */
export function forgetFilesRead(dataDir: string): void {
  rmSync(join(dataDir, FILES_READ), { force: true });
}

/** What cannot be read is as if nothing had been. */
function readKnown(file: string): Known {
  try {
    return known.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

function headOf(path: string, bytes: number): string {
  const head = Buffer.alloc(Math.min(HEAD, bytes));
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, head, 0, head.length, 0);
    return createHash('sha256').update(head.subarray(0, length)).digest('hex');
  } finally {
    closeSync(file);
  }
}

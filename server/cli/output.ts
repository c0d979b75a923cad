import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { RingfenceError } from '#lib/api/errors.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { type AtomicFile, openAtomicFile } from '#server/atomic-file.ts';

/** Where a command's result goes. Written in pieces, so that a long list needs no memory. */
export interface Output {
  /** A promise where the reader is slow: wait for it. Mostly undefined, which costs nothing in a loop of millions. */
  write(text: string): Promise<void> | undefined;
  /** Everything is written; with a file, the file is there only now. */
  end(): Promise<void>;
  /** The result is shown to a person at a terminal. */
  readonly isTerminal: boolean;
}

/** Pieces are gathered up to this many characters before they are written. */
const CHUNK = 65_536;

/** `--output FILE`, else standard output. Throws USAGE where the file cannot be written. */
export function openOutput(file: string | undefined): Output {
  return file === undefined ? standardOutput() : fileOutput(file);
}

function standardOutput(): Output {
  const { stdout } = process;
  let gathered = '';
  const flush = (): Promise<void> | undefined => {
    const text = gathered;
    gathered = '';
    return stdout.write(text) ? undefined : new Promise<void>((resolve) => stdout.once('drain', resolve));
  };
  return {
    isTerminal: stdout.isTTY === true,
    write(text) {
      gathered += text;
      return gathered.length < CHUNK ? undefined : flush();
    },
    async end() {
      if (gathered !== '') await new Promise<void>((resolve) => stdout.write(gathered, () => resolve()));
    },
  };
}

/** Nobody reads half a result, and one that cannot be written leaves what stood there before. */
function fileOutput(path: string): Output {
  const file = openResultFile(path);
  let gathered = '';
  return {
    isTerminal: false,
    write(text) {
      gathered += text;
      if (gathered.length < CHUNK) return undefined;
      file.write(gathered);
      gathered = '';
      return undefined;
    },
    async end() {
      file.write(gathered);
      file.commit();
    },
  };
}

/** Bytes to `--output FILE`, whole or not at all. Throws USAGE where it cannot be written. */
export function writeResultFile(path: string, bytes: Uint8Array): void {
  const file = openResultFile(path);
  file.write(bytes);
  file.commit();
}

/** Before work whose traces stay: throws USAGE where the file could not be written. Leaves what stands there. */
export function checkResultFile(path: string): void {
  const kind = statSync(path, { throwIfNoEntry: false });
  // Opening a pipe or a device is more than a look.
  if (kind === undefined || kind.isFile() || kind.isDirectory()) openResultFile(path).discard();
}

function openResultFile(path: string): AtomicFile {
  const attempt = <Done>(step: () => Done, discard?: () => void): Done => {
    try {
      return step();
    } catch (error) {
      discard?.();
      throw new RingfenceError('USAGE', CLI.notWritten(path, reasonOf(error, path)));
    }
  };
  const file = attempt(() => openAtomicFile(path));
  return {
    write: (content) => attempt(() => file.write(content), file.discard),
    commit: () => attempt(file.commit, file.discard),
    discard: file.discard,
  };
}

/** Without the address that the system adds: it is that of the partial file. */
function reasonOf(error: unknown, path: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return CLI.noFolder(dirname(path));
  if (code === 'EISDIR') return CLI.isFolder;
  return message.split(',', 1)[0] ?? message;
}

import { closeSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { RingfenceError } from '#lib/api/errors.ts';
import { CLI } from '#lib/text/en/cli.ts';

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

/** Written beside the file and renamed at the end: nobody reads half a result. */
function fileOutput(file: string): Output {
  const partial = `${file}.${process.pid}.partial`;
  let handle: number;
  try {
    handle = openSync(partial, 'w');
  } catch (error) {
    throw new RingfenceError('USAGE', CLI.notWritten(file, error instanceof Error ? error.message : String(error)));
  }
  let gathered = '';
  const removePartial = (): void => {
    try {
      unlinkSync(partial);
    } catch {
      // renamed already
    }
  };
  process.once('exit', removePartial);
  return {
    isTerminal: false,
    write(text) {
      gathered += text;
      if (gathered.length < CHUNK) return undefined;
      writeSync(handle, gathered);
      gathered = '';
      return undefined;
    },
    async end() {
      writeSync(handle, gathered);
      closeSync(handle);
      renameSync(partial, file);
      process.off('exit', removePartial);
    },
  };
}

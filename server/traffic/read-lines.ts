import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { FileRead } from './files-read.ts';
import { LINE_MAX } from './line-reader.ts';

/** A line with its number from 1; `text` is undefined where it is longer than any record. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string | undefined;
  /** How far the file was read with it, unpacked; undefined where it has no end yet. */
  readonly bytes: number | undefined;
}

/**
 * The lines of a file, plain or gzipped by its first bytes, as fast as they are taken. Rejects with the system's error
 * where it cannot be read, and with zlib's where it cannot be unpacked; the lines before were told.
 * @param after lines that are passed over, with their bytes, of a file that is not packed.
 */
export async function* readLines(
  path: string,
  after: FileRead = { bytes: 0, lines: 0 },
): AsyncGenerator<NumberedLine, void> {
  let pieces: Buffer[] = [];
  let size = 0;
  let number = after.lines;
  let bytes = after.bytes;
  const take = (isEnded: boolean): NumberedLine => {
    const text = size > LINE_MAX ? undefined : Buffer.concat(pieces).toString('utf8');
    bytes += size + 1;
    pieces = [];
    size = 0;
    return { number: ++number, text, bytes: isEnded ? bytes : undefined };
  };
  const keep = (piece: Buffer): void => {
    size += piece.length;
    if (size <= LINE_MAX) pieces.push(piece);
    else pieces = [];
  };
  for await (const chunk of await openBytes(path, after.bytes)) {
    let from = 0;
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, from)) {
      keep(chunk.subarray(from, at));
      yield take(true);
      from = at + 1;
    }
    keep(chunk.subarray(from));
  }
  if (size > 0) yield take(false);
}

const NEW_LINE = 0x0a;

/** Whether the file is gzipped, by its first bytes. */
export async function isPacked(path: string): Promise<boolean> {
  for await (const first of createReadStream(path, { end: 1 })) return first[0] === 0x1f && first[1] === 0x8b;
  return false;
}

async function openBytes(path: string, start: number): Promise<AsyncIterable<Buffer>> {
  if (await isPacked(path)) {
    const unpacked = createGunzip();
    createReadStream(path)
      .on('error', (error) => unpacked.destroy(error))
      .pipe(unpacked);
    return unpacked;
  }
  return createReadStream(path, { start });
}

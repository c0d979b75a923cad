import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** Longer than any record: the rest of such a line is passed over, so that one line cannot fill the memory. */
const LONGEST_LINE = 1_000_000;

/** A line with its number from 1; `text` is undefined where it is longer than any record. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string | undefined;
}

/**
 * The lines of a file, plain or gzipped by its first bytes, as fast as they are taken. Rejects with the system's error
 * where it cannot be read, and with zlib's where it cannot be unpacked; the lines before were told.
 */
export async function* readLines(path: string): AsyncGenerator<NumberedLine, void> {
  let pieces: Buffer[] = [];
  let size = 0;
  let number = 0;
  const take = (): NumberedLine => {
    const text = size > LONGEST_LINE ? undefined : Buffer.concat(pieces).toString('utf8');
    pieces = [];
    size = 0;
    return { number: ++number, text };
  };
  const keep = (piece: Buffer): void => {
    size += piece.length;
    if (size <= LONGEST_LINE) pieces.push(piece);
    else pieces = [];
  };
  for await (const chunk of await openBytes(path)) {
    let from = 0;
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, from)) {
      keep(chunk.subarray(from, at));
      yield take();
      from = at + 1;
    }
    keep(chunk.subarray(from));
  }
  if (size > 0) yield take();
}

const NEW_LINE = 0x0a;

async function openBytes(path: string): Promise<AsyncIterable<Buffer>> {
  for await (const first of createReadStream(path, { end: 1 })) {
    if (first[0] !== 0x1f || first[1] !== 0x8b) break;
    const unpacked = createGunzip();
    createReadStream(path)
      .on('error', (error) => unpacked.destroy(error))
      .pipe(unpacked);
    return unpacked;
  }
  return createReadStream(path);
}

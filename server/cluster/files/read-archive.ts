import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { extract } from 'tar-stream';
import { RingfenceError } from '#lib/api/errors.ts';
import { readingFailures, readingNotes } from '#lib/text/en/reading.ts';
import type { DocumentSink } from './document-sink.ts';
import { megabytes, type ReadingLimits } from './limits.ts';
import { type Bytes, readStream } from './read-stream.ts';
import { isManifestName } from './walk-folder.ts';

/** What is unpacked of a zip at a time. */
const ZIP_BATCH = 64_000_000;

export type ArchiveFormat = 'tar.gz' | 'zip';

export function archiveFormatOf(name: string): ArchiveFormat | undefined {
  if (/\.(?:tar\.gz|tgz)$/i.test(name)) return 'tar.gz';
  return /\.zip$/i.test(name) ? 'zip' : undefined;
}

/** Reads the manifests of an archive into the sink; nothing is written to disk. Throws TOO_LARGE, UNREADABLE_INPUT. */
export async function readArchive(
  bytes: Bytes,
  file: string,
  format: ArchiveFormat,
  sink: DocumentSink,
): Promise<void> {
  const found = format === 'zip' ? await readZip(bytes, file, sink) : await readTarGz(bytes, file, sink);
  if (found === 0) throw new RingfenceError('NOTHING_KUBERNETES', readingFailures.emptyArchive(file));
}

async function readTarGz(bytes: Bytes, file: string, sink: DocumentSink): Promise<number> {
  const budget = new ArchiveBudget(file, sink.limits);
  const unpack = createGunzip();
  const entries = extract();
  let found = 0;
  const packed = Readable.from(countPacked(bytes, budget));
  const fail = (error: Error) => entries.destroy(error);
  packed.on('error', fail);
  unpack.on('error', fail);
  unpack.on('data', (chunk: Buffer) => {
    const error = budget.unpacked(chunk.length);
    if (error !== undefined) {
      packed.destroy();
      unpack.destroy();
      entries.destroy(error);
    }
  });
  packed.pipe(unpack).pipe(entries);
  try {
    for await (const entry of entries) {
      const { name, type } = entry.header;
      const error = budget.entry();
      if (error !== undefined) throw error;
      const wanted = isManifestName(name) && mayRead(name, type === 'file' || type === 'contiguous-file', file, sink);
      if (wanted) {
        found += 1;
        await readStream(entry as AsyncIterable<Uint8Array>, `${file}/${name}`, formatOf(name), sink, false);
      }
      // An entry that was not read to its end would hold up the next one.
      entry.resume();
    }
  } catch (error) {
    throw asArchiveError(error, file);
  } finally {
    packed.destroy();
    unpack.destroy();
  }
  return found;
}

async function readZip(bytes: Bytes, file: string, sink: DocumentSink): Promise<number> {
  const budget = new ArchiveBudget(file, sink.limits);
  const pieces: Uint8Array[] = [];
  for await (const piece of countPacked(bytes, budget)) pieces.push(Buffer.from(piece));
  const whole = Buffer.concat(pieces);
  try {
    // The directory first: sizes, names and number are checked before a byte is unpacked.
    const wanted: UnzipFileInfo[] = [];
    unzipSync(whole, {
      filter: (info) => {
        const error = budget.entry() ?? budget.unpacked(info.originalSize);
        if (error !== undefined) throw error;
        if (isManifestName(info.name) && mayRead(info.name, true, file, sink)) wanted.push(info);
        return false;
      },
    });
    for (const batch of batchesOf(wanted)) {
      const names = new Set(batch.map(({ name }) => name));
      const unpacked = unzipSync(whole, { filter: ({ name }) => names.has(name) });
      for (const name of names) {
        const content = unpacked[name];
        if (content === undefined) throw new RingfenceError('UNREADABLE_INPUT', readingFailures.archiveBroken(file));
        await readStream(Readable.from([content]), `${file}/${name}`, formatOf(name), sink, false);
      }
    }
    return wanted.length;
  } catch (error) {
    throw asArchiveError(error, file);
  }
}

function* batchesOf(infos: readonly UnzipFileInfo[]): Generator<readonly UnzipFileInfo[]> {
  let batch: UnzipFileInfo[] = [];
  let size = 0;
  for (const info of [...infos].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (size > 0 && size + info.originalSize > ZIP_BATCH) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(info);
    size += info.originalSize;
  }
  if (batch.length > 0) yield batch;
}

function formatOf(name: string): 'json' | 'content' {
  return /\.json$/i.test(name) ? 'json' : 'content';
}

function mayRead(name: string, isFile: boolean, file: string, sink: DocumentSink): boolean {
  const leaves =
    name.startsWith('/') || name.includes('\\') || /^[A-Za-z]:/.test(name) || name.split('/').includes('..');
  if (!leaves && isFile) return true;
  const message = leaves ? readingNotes.archiveTraversal(name) : readingNotes.archiveLink(name);
  sink.note({ code: 'not-followed', message, file });
  return false;
}

async function* countPacked(bytes: Bytes, budget: ArchiveBudget): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    const error = budget.packed(piece.byteLength);
    if (error !== undefined) throw error;
    yield piece;
  }
}

function asArchiveError(error: unknown, file: string): unknown {
  if (error instanceof RingfenceError) return error;
  return new RingfenceError('UNREADABLE_INPUT', readingFailures.archiveBroken(file), String(error));
}

/** Counts what an archive costs; each method gives the error that ends the reading, or undefined. */
class ArchiveBudget {
  readonly #file: string;
  readonly #limits: ReadingLimits;
  #packed = 0;
  #unpacked = 0;
  #entries = 0;

  constructor(file: string, limits: ReadingLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  packed(bytes: number): RingfenceError | undefined {
    this.#packed += bytes;
    if (this.#packed <= this.#limits.archive) return undefined;
    return tooLarge(readingFailures.archiveTooLarge(this.#file, megabytes(this.#limits.archive)));
  }

  unpacked(bytes: number): RingfenceError | undefined {
    this.#unpacked += bytes;
    if (this.#unpacked > this.#limits.unpacked) {
      return tooLarge(readingFailures.archiveTooLarge(this.#file, megabytes(this.#limits.unpacked)));
    }
    const inflated = this.#unpacked > this.#limits.ratioFrom && this.#unpacked > this.#packed * this.#limits.ratio;
    return inflated ? tooLarge(readingFailures.archiveRatio(this.#file, this.#limits.ratio)) : undefined;
  }

  entry(): RingfenceError | undefined {
    this.#entries += 1;
    if (this.#entries <= this.#limits.entries) return undefined;
    return tooLarge(readingFailures.archiveTooManyEntries(this.#file, this.#limits.entries));
  }
}

function tooLarge(message: string): RingfenceError {
  return new RingfenceError('TOO_LARGE', message);
}

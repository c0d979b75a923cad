import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';
import { syncFolder } from '#server/atomic-file.ts';
import type { Store } from './store.ts';
import { storeError } from './store-error.ts';

/**
 * Evidence and PDFs, by the SHA-256 of their content: `blobs/9f/2c….zst`. Files and not rows: evidence of a large cluster
 * has hundreds of MB, which SQLite would write twice and hold in memory whole, and `zstd -dc FILE | sha256sum` checks one
 * without us. A row that names a blob is committed after the blob is on the disk.
 */
const FOLDER = 'blobs';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const NAME = /^[0-9a-f]{62}\.zst$/;
const PARTIAL = /^\.[0-9a-f-]{36}\.partial$/;
/** What nobody names and is younger may be on its way into the database, by another process. */
const ORPHAN_AFTER_MS = 10 * 60_000;

export interface Blob {
  /** SHA-256 of the content, lower-case hex. */
  readonly hash: string;
  /** Of the content, not of the file. */
  readonly bytes: number;
}

/** Its path below the data folder. */
export function blobName(hash: string): string {
  return join(FOLDER, hash.slice(0, 2), `${hash.slice(2)}.zst`);
}

/** Writes content as it comes, whole or not at all; one that is there is written anew, and so mended. Throws NOT_WRITABLE. */
export async function writeBlob(
  { dataDir, readOnly }: Store,
  content: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Blob> {
  if (readOnly !== undefined) throw new RingfenceError('NOT_WRITABLE', readOnly);
  const folder = join(dataDir, FOLDER);
  const partial = join(folder, `.${randomUUID()}.partial`);
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of content instanceof Uint8Array ? [content] : content) {
        hash.update(piece);
        bytes += piece.byteLength;
        yield piece;
      }
    };
    const handle = await open(partial, 'wx', FILE_MODE);
    try {
      await pipeline(
        Readable.from(counted(), { objectMode: false }),
        createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
        intoHandle(handle),
      );
      await handle.sync();
    } finally {
      await handle.close();
    }
    const blob = { hash: hash.digest('hex'), bytes };
    const target = join(dataDir, blobName(blob.hash));
    const parent = join(target, '..');
    if (!existsSync(parent)) {
      mkdirSync(parent, { recursive: true, mode: FOLDER_MODE });
      syncFolder(folder);
    }
    renameSync(partial, target);
    syncFolder(parent);
    return blob;
  } catch (error) {
    rmSync(partial, { force: true });
    throw storeError(error, partial);
  }
}

/** The system may take less than it is given; the handle's own stream would close it before it is synced. */
function intoHandle(handle: Awaited<ReturnType<typeof open>>): Writable {
  return new Writable({
    write(piece: Buffer, _, done) {
      writeWhole(piece).then(() => done(), done);
    },
  });
  async function writeWhole(piece: Buffer): Promise<void> {
    for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
  }
}

/** The content, checked against its name. Throws DAMAGED with the file's name. */
export async function readBlob(store: Store, blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const content = new Uint8Array(blob.bytes);
  let at = 0;
  await walkBlob(store, blob, (piece) => {
    content.set(piece, at);
    at += piece.byteLength;
  });
  return content;
}

/** Reads it to its end without keeping it. Throws DAMAGED with the file's name. */
export async function checkBlob(store: Store, blob: Blob): Promise<void> {
  await walkBlob(store, blob, () => {});
}

async function walkBlob(
  { dataDir }: Store,
  { hash: expected, bytes }: Blob,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  const name = blobName(expected);
  const damaged = (detail?: string) => new RingfenceError('DAMAGED', STORE.blobDamaged(name), detail);
  const path = join(dataDir, name);
  if (!existsSync(path)) throw new RingfenceError('DAMAGED', STORE.blobMissing(name));
  const hash = createHash('sha256');
  let length = 0;
  try {
    await pipeline(createReadStream(path), createZstdDecompress(), async (pieces: AsyncIterable<Uint8Array>) => {
      for await (const piece of pieces) {
        length += piece.byteLength;
        if (length > bytes) throw damaged(); // also what was made to unpack without end
        hash.update(piece);
        take(piece);
      }
    });
  } catch (error) {
    throw damaged(String(error));
  }
  if (length !== bytes || hash.digest('hex') !== expected) throw damaged();
}

export function hasBlob({ dataDir }: Store, hash: string): boolean {
  return existsSync(join(dataDir, blobName(hash)));
}

/** Every blob that is there, with the age of its file in ms, and what a killed process left half-written. */
export function* blobFiles(
  { dataDir }: Store,
  clock = Date.now(),
): Generator<{ readonly path: string; readonly hash?: string; readonly ageMs: number }> {
  const folder = join(dataDir, FOLDER);
  if (!existsSync(folder)) return;
  const ageOf = (path: string): number => Math.abs(clock - statSync(path).mtimeMs); // a clock may have jumped
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (PARTIAL.test(entry)) yield { path, ageMs: ageOf(path) };
    if (!/^[0-9a-f]{2}$/.test(entry)) continue;
    for (const name of readdirSync(path)) {
      if (!NAME.test(name)) continue;
      yield { path: join(path, name), hash: entry + name.slice(0, -'.zst'.length), ageMs: ageOf(join(path, name)) };
    }
  }
}

export function isOrphanAge(ageMs: number): boolean {
  return ageMs > ORPHAN_AFTER_MS;
}

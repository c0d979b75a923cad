import { createHash } from 'node:crypto';
import type { FileRecord } from '#lib/kube/source-record.ts';
import type { Bytes } from './read-stream.ts';

/**
 * Passes the bytes of a file on and tells `onEnd` what they were. A file that nobody reads to its end is not told of: the
 * completeness says why.
 */
export async function* recordBytes(
  bytes: Bytes,
  name: string,
  onEnd: (record: FileRecord) => void,
): AsyncGenerator<Uint8Array, void> {
  const digest = createHash('sha256');
  let size = 0;
  for await (const piece of bytes) {
    digest.update(piece);
    size += piece.byteLength;
    yield piece;
  }
  onEnd({ name: withoutFolder(name), size, sha256: digest.digest('hex') });
}

/** The record of a file that was read at once. */
export function recordOfFile(content: Uint8Array, name: string): FileRecord {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name: withoutFolder(name), size: content.byteLength, sha256 };
}

function withoutFolder(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? name;
}

import type { KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { RingfenceError } from '#lib/api/errors.ts';
import { readingFailures } from '#lib/text/en/reading.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { isPdf } from '#server/report/pdf-attachments.ts';
import type { TellProgress } from './progress.ts';
import type { Verification } from './types.ts';
import { verifyDocument } from './verify-document.ts';
import { verifyEvidence } from './verify-evidence.ts';
import { verifyPackage } from './verify-package.ts';

const FILE_BYTES_MAX = 1_000_000_000;

/**
 * Verifies a PDF, a package or an `evidence.json`, told apart by their content.
 * @param key made the signature of a package, as whoever asks expects.
 * Throws USAGE where there is no such file, UNREADABLE_INPUT for what is not ours or newer, TOO_LARGE.
 */
export async function verifyFile(path: string, key?: KeyObject, tell?: TellProgress): Promise<Verification> {
  const content = await contentOf(path);
  const isPackage = content.subarray(0, 4).toString('latin1') === 'PK\x03\x04';
  if (key !== undefined && !isPackage) throw new RingfenceError('USAGE', VERIFY.keyOfPackage);
  if (isPdf(content)) return verifyDocument(content, path, tell);
  if (isPackage) return verifyPackage(content, path, key, tell);
  const { recomputed: _, sameVersion: __, ...verification } = verifyEvidence(content, path, undefined, tell);
  return verification;
}

/** An ordinary file of at most 1,000 MB. Throws USAGE where there is none, TOO_LARGE. */
export async function contentOf(path: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    // A device or a pipe has no size, and no end.
    if (!found.isFile()) throw new RingfenceError('USAGE', VERIFY.noFile(path));
    if (found.size > FILE_BYTES_MAX) throw new RingfenceError('TOO_LARGE', VERIFY.fileTooLarge(path));
    return await readFile(path);
  } catch (error) {
    if (error instanceof RingfenceError) throw error;
    throw new RingfenceError('USAGE', readingFailures.noSuchFile(path), String(error));
  }
}

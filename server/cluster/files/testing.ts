import { Readable } from 'node:stream';
import { isRingfenceError } from '#lib/api/errors.ts';
import { READING_LIMITS, type ReadingLimits } from './limits.ts';
import { readSources } from './read-sources.ts';

/** Reads a text as if it came from standard input, in pieces of `piece` bytes. */
export function readText(text: string | Buffer, limits: Partial<ReadingLimits> = {}, strict = false, piece = 7) {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) =>
    bytes.subarray(i * piece, (i + 1) * piece),
  );
  return readSources(['-'], { stdin: Readable.from(pieces), strict, limits: { ...READING_LIMITS, ...limits } });
}

/** The code of the error that a reading ends with. */
export async function failure(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    return isRingfenceError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'none';
}

export const podYaml = (name: string, labels = '{}') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: shop\n  labels: ${labels}\nspec:\n  containers: []\n`;

export const podJson = (name: string, labels: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop', labels },
  spec: { containers: [] },
});

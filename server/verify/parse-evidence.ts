import { RingfenceError } from '#lib/api/errors.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { nativeSha256 } from '#server/native-sha256.ts';

/** Members by name, as the file has them. Nothing of it is trusted. */
export type EvidenceFile = Readonly<Record<string, unknown>>;

/** Longest evidence that is read: a JavaScript text holds no more. 150,000 pods have some 230 MB. */
export const EVIDENCE_BYTES_MAX = 480_000_000;
const DEPTH_MAX = 200;
/**
 * Versions 1 to 4 are from before the first release. The first has no hashes of its parts, and whoever writes it gets
 * around them; the second writes connections and peers at length, the third what gaps have in common, the
 * fourth the peers of each gap.
 */
const VERSION = 5;
const SCHEMA = /^ringfence\.dev\/evidence\/v(\d{1,4})$/;

/**
 * The evidence in these bytes; undefined where they were evidence of ours and can no longer be read.
 * Throws UNREADABLE_INPUT for what is not ours or of another version, TOO_LARGE.
 */
export function parseEvidence(bytes: Uint8Array, name: string): EvidenceFile | undefined {
  if (bytes.byteLength > EVIDENCE_BYTES_MAX) throw new RingfenceError('TOO_LARGE', VERIFY.tooLarge(name));
  const file = isTooDeep(bytes) ? undefined : objectIn(bytes);
  if (file === undefined) {
    if (looksLikeOurs(bytes)) return undefined;
    throw new RingfenceError('UNREADABLE_INPUT', VERIFY.notOurs(name));
  }
  const version = Number(SCHEMA.exec(String(file.schema))?.[1] ?? 0);
  if (version > VERSION) throw new RingfenceError('UNREADABLE_INPUT', VERIFY.newer(name, version));
  if (version === VERSION) return file;
  if (hasOurMembers(file) && !(version > 1 && namesItself(file))) return undefined;
  if (version > 0) throw new RingfenceError('UNREADABLE_INPUT', VERIFY.older(name, version));
  throw new RingfenceError('UNREADABLE_INPUT', VERIFY.notOurs(name));
}

function objectIn(bytes: Uint8Array): EvidenceFile | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as EvidenceFile) : undefined;
  } catch {
    return undefined;
  }
}

/** Canonical evidence begins so, and names its schema somewhere: one of both survives most accidents. */
export function looksLikeOurs(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = buffer.toString('latin1', 0, 32);
  return /^\{"(?:chain":\{"prev"|checks":\[\{"counts")/.test(begin) || buffer.includes('"ringfence.dev/evidence/v');
}

/** Its parts hold the schema as well: it was written under that name. */
function namesItself({ schema, parts }: EvidenceFile): boolean {
  return (parts as Readonly<Record<string, unknown>>).schema === nativeSha256(JSON.stringify(schema));
}

/** What is left of a file whose schema was altered. */
function hasOurMembers({ tool, inputs, gaps, checks, parts }: EvidenceFile): boolean {
  return [tool, inputs, gaps, checks, parts].every((member) => member !== null && typeof member === 'object');
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counted before anything is parsed: what walks the value later may recurse. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > DEPTH_MAX) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}

import { RingfenceError } from '#lib/api/errors.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { nativeSha256 } from '#server/native-sha256.ts';
import { type EvidenceMembers, readMembers } from './evidence-members.ts';

/** Members by name, as the file has them. Nothing of it is trusted. */
export type EvidenceFile = EvidenceMembers;

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
  const file = readMembers(bytes, DEPTH_MAX);
  if (file === undefined) {
    if (looksLikeOurs(bytes)) return undefined;
    throw new RingfenceError('UNREADABLE_INPUT', VERIFY.notOurs(name));
  }
  const schema = file.read('schema');
  const version = typeof schema === 'string' ? Number(SCHEMA.exec(schema)?.[1] ?? 0) : 0;
  if (version > VERSION) throw new RingfenceError('UNREADABLE_INPUT', VERIFY.newer(name, version));
  if (version === VERSION) return file;
  if (hasOurMembers(file) && !(version > 1 && namesItself(file))) return undefined;
  if (version > 0) throw new RingfenceError('UNREADABLE_INPUT', VERIFY.older(name, version));
  throw new RingfenceError('UNREADABLE_INPUT', VERIFY.notOurs(name));
}

/** Canonical evidence begins so, and names its schema somewhere: one of both survives most accidents. */
export function looksLikeOurs(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = buffer.toString('latin1', 0, 32);
  return /^\{"(?:chain":\{"prev"|checks":\[\{"counts")/.test(begin) || buffer.includes('"ringfence.dev/evidence/v');
}

/** Its parts hold the schema as well: it was written under that name. */
function namesItself(file: EvidenceFile): boolean {
  const { schema, parts } = file.pick(['schema', 'parts']);
  return (parts as Readonly<Record<string, unknown>>).schema === nativeSha256(JSON.stringify(schema));
}

/** What is left of a file whose schema was altered. */
function hasOurMembers(file: EvidenceFile): boolean {
  return ['tool', 'inputs', 'gaps', 'checks', 'parts'].every((name) => {
    const member = file.read(name);
    return member !== null && typeof member === 'object';
  });
}

import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../evidence/canonical-json.ts';

/** Signs the package, and so is named by no manifest. */
export const SIGNATURE_FILE = 'snapshot.dsse.json';
export const PREDICATE_TYPE = 'https://ringfence.dev/snapshot/v1';
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

const envelopeSchema = z.object({
  payloadType: z.literal(PAYLOAD_TYPE),
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string().optional(), sig: z.base64() })).min(1),
});
const statementSchema = z.object({
  _type: z.literal(STATEMENT_TYPE),
  predicateType: z.literal(PREDICATE_TYPE),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })),
});

/** File → SHA-256 in hex. */
export type FileHashes = ReadonlyMap<string, string>;

export interface SnapshotPredicate {
  readonly cluster: string;
  readonly taken: string;
  /** SHA-256 of `evidence.json`. */
  readonly evidence: string;
  /** Hash of the link in its chain, where a store took part. */
  readonly link?: string;
}

/** Whether keys of this kind are signed with: Ed25519, or ECDSA over P-256. */
export function isSigningKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (asymmetricKeyType === 'ed25519') return true;
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

/** The envelope (DSSE v1) over an in-toto Statement v1 whose subjects are the files. ECDSA signs otherwise each time. */
export function signFiles(files: FileHashes, predicate: SnapshotPredicate, key: KeyObject): string {
  const subject = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sha256]) => ({ name, digest: { sha256 } }));
  const statement = canonicalJson({ _type: STATEMENT_TYPE, predicateType: PREDICATE_TYPE, subject, predicate });
  const payload = Buffer.from(statement, 'utf8');
  const sig = sign(digestOf(key), preAuthentication(payload), key).toString('base64');
  return canonicalJson({
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid: keyId(createPublicKey(key)), sig }],
  });
}

/** What an envelope says: the hashes that were signed, and whether a key made one of its signatures. */
export interface Signed {
  readonly files: FileHashes;
  readonly isBy: (publicKey: KeyObject) => boolean;
}

/** Undefined for what is no envelope over a statement of ours. */
export function readSignature(text: string): Signed | undefined {
  try {
    const { payload: encoded, signatures } = envelopeSchema.parse(JSON.parse(text));
    const payload = Buffer.from(encoded, 'base64');
    const { subject } = statementSchema.parse(JSON.parse(payload.toString('utf8')));
    const signed = preAuthentication(payload);
    return {
      files: new Map(subject.map(({ name, digest }) => [name, digest.sha256])),
      isBy: (key) => signatures.some(({ sig }) => verify(digestOf(key), signed, key, Buffer.from(sig, 'base64'))),
    };
  } catch {
    return undefined;
  }
}

/** What is signed in place of the payload: its type with it, and both with their lengths (DSSE v1, PAE). */
function preAuthentication(payload: Buffer): Buffer {
  const head = `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

/** Ed25519 hashes by itself. */
function digestOf({ asymmetricKeyType }: KeyObject): 'sha256' | null {
  return asymmetricKeyType === 'ed25519' ? null : 'sha256';
}

/** A hint for whoever looks for the key: SHA-256 of its SubjectPublicKeyInfo. */
function keyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

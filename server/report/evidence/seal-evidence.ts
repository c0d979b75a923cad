import { createHash } from 'node:crypto';
import { canonicalChunks, canonicalJson } from './canonical-json.ts';
import { type ChainLink, linkHash } from './chain-link.ts';
import type { Evidence } from './evidence.ts';

/**
 * SHA-256, in hex, of the canonical text of each member of the evidence but this one: whoever has the file alone finds
 * that it was altered, and in which part.
 */
export type EvidenceHashes = Readonly<Record<string, string>>;

/** @param evidence with or without `parts`. */
export function hashesOfParts(evidence: object): EvidenceHashes {
  return Object.fromEntries(membersOf(evidence).map(([name, value]) => [name, sha256Of(canonicalChunks(value))]));
}

/** `evidence.json` as it stands in the store and in the document. */
export interface SealedEvidence {
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string;
}

/**
 * The file of some evidence: RFC 8785, with `parts`. Each member is written once, for its hash and for the file: of a
 * large cluster that takes a second, and reading what is computed when it is first read takes several.
 */
export function sealEvidence(evidence: Evidence): SealedEvidence {
  const texts = new Map<string, readonly Buffer[]>();
  const parts: Record<string, string> = {};
  for (const [name, value] of membersOf(evidence)) {
    const text = Array.from(canonicalChunks(value), (chunk) => Buffer.from(chunk, 'utf8'));
    texts.set(name, text);
    parts[name] = sha256Of(text);
  }
  texts.set('parts', [Buffer.from(canonicalJson(parts), 'utf8')]);
  const file = [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, text], index) => [Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`), ...text]);
  file.push(Buffer.from('}'));
  return { bytes: Buffer.concat(file), hash: sha256Of(file) };
}

/** The text of `chain.json`, which stands beside the evidence: its link and the hash of it. Absent without a store. */
export function chainFileOf({ chain, taken }: Pick<Evidence, 'chain' | 'taken'>, evidence: string): string | undefined {
  if (chain === undefined) return undefined;
  const link: ChainLink = { ...chain, evidence, taken };
  return canonicalJson({ ...link, hash: linkHash(link) });
}

function membersOf(evidence: object): readonly (readonly [string, unknown])[] {
  return Object.entries(evidence).filter(([name, value]) => name !== 'parts' && value !== undefined);
}

function sha256Of(pieces: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

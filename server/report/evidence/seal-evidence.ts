import { createHash, type Hash } from 'node:crypto';
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
  const members = Object.entries(evidence).filter(([name, value]) => name !== 'parts' && value !== undefined);
  return Object.fromEntries(members.map(([name, value]) => [name, hashOf(value)]));
}

/** The text of `evidence.json` in pieces: RFC 8785, with `parts`. */
export function evidenceText(evidence: Evidence): Generator<string> {
  return canonicalChunks({ ...evidence, parts: hashesOfParts(evidence) });
}

/** The bytes of `evidence.json`, and their SHA-256 in hex. */
export function sealEvidence(evidence: Evidence): { readonly bytes: Uint8Array; readonly hash: string } {
  const chunks = Array.from(evidenceText(evidence), (chunk) => Buffer.from(chunk, 'utf8'));
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return { bytes: Buffer.concat(chunks), hash: hash.digest('hex') };
}

/** The text of `chain.json`, which stands beside the evidence: its link and the hash of it. Absent without a store. */
export function chainFileOf({ chain, taken }: Pick<Evidence, 'chain' | 'taken'>, evidence: string): string | undefined {
  if (chain === undefined) return undefined;
  const link: ChainLink = { ...chain, evidence, taken };
  return canonicalJson({ ...link, hash: linkHash(link) });
}

function hashOf(value: unknown): string {
  const hash: Hash = createHash('sha256');
  for (const chunk of canonicalChunks(value)) hash.update(chunk, 'utf8');
  return hash.digest('hex');
}
